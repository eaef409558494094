import { open, rm, type FileHandle } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetImportFormat } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { ImportSource } from '#shared/contracts/imports.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import {
  decodeStream,
  openImportSource,
  readCsvPieces,
  type CsvRecord,
  type SourceFile,
  type SourceTree,
} from '#main/domains/imports/index.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { nameOfHeadCell } from './csv-values.ts';
import { splitJson } from './split-json.ts';

/** One row of a file: JSON that nobody has looked into, the cells of a table by their column, or what is neither. */
export type SourceRow = { readonly place: string } & (
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'cells'; readonly cells: Readonly<Record<string, string>> }
  | { readonly kind: 'unreadable'; readonly problem: string }
);

/** A row that was looked into. */
export type ReadRow =
  | { readonly kind: 'value'; readonly place: string; readonly value: DatasetValue }
  | Exclude<SourceRow, { kind: 'json' }>;

export type RowSource = {
  readonly name: string;
  readonly format: DatasetImportFormat;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** Where the file says it before it is read. */
  readonly records: number | null;
  /** From its beginning each time, as many at once as were read at once. */
  rows(): AsyncGenerator<readonly SourceRow[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

type Deps = { readonly store: Store; readonly worker: Pick<DatasetWorker, 'openParquet'> };

const FORMATS: Readonly<Record<string, DatasetImportFormat>> = {
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  parquet: 'parquet',
};
/** Of files on this machine; uploads end earlier. */
const MOST_BYTES = 64 * 1024 ** 3;
const PARQUET_ROWS = 1_000;
const WRAPPED_ROWS = 1_000;
/** One line may be so long; what is longer is no list of records. */
const MOST_LINE_CHARS = 64 * 1024 * 1024;

/** Opens a file, an upload, or the one fitting file in an archive. */
export async function openRows(
  deps: Deps,
  source: ImportSource,
  given: DatasetImportFormat | undefined,
): Promise<RowSource> {
  const tree = await openImportSource(deps.store, source);
  try {
    const { file, format } = chosenFile(tree, given);
    const { sizeBytes, modifiedAt } = file;
    const facts = { name: file.path, format, sizeBytes, modifiedAt };
    const close = () => tree[Symbol.asyncDispose]();
    if (format === 'parquet') {
      const handle = 'path' in source && tree.kind === 'file' ? await open(source.path) : await spooled(file);
      return await parquetRows(deps, { facts, handle, close });
    }
    const rows = () => textRows(file, format);
    return { ...facts, records: null, rows, [Symbol.asyncDispose]: close };
  } catch (error) {
    await tree[Symbol.asyncDispose]();
    throw error;
  }
}

function chosenFile(tree: SourceTree, given: DatasetImportFormat | undefined) {
  const fitting = tree.files.flatMap((file) => {
    const format = given ?? FORMATS[/\.([a-z]+)$/.exec(file.path.toLowerCase())?.[1] ?? ''];
    return format === undefined ? [] : [{ file, format }];
  });
  const [chosen] = fitting;
  if (chosen !== undefined && fitting.length === 1) return chosen;
  throw new AppError(
    'import_unknown_kind',
    chosen === undefined
      ? 'Records are read from .json, .jsonl, .csv and .parquet files. Nothing was brought in; choose one of these.'
      : 'There are several files with records here. Nothing was brought in; choose one of them.',
  );
}

function textRows(file: SourceFile, format: DatasetImportFormat): AsyncGenerator<readonly SourceRow[]> {
  const texts = decodeStream(file.stream(MOST_BYTES));
  if (format === 'csv') return csvRows(texts);
  return format === 'jsonl' ? lineRows(texts) : jsonRows(texts);
}

async function* csvRows(texts: AsyncIterable<string>): AsyncGenerator<readonly SourceRow[]> {
  let head: readonly string[] | null = null;
  for await (const records of readCsvPieces(texts)) {
    const [first] = records;
    if (first === undefined) continue;
    const rest = head === null ? records.slice(1) : records;
    const names: readonly string[] = (head ??= headOf(first.cells));
    yield rest.map((record) => rowOfCells(record, names));
  }
}

function rowOfCells({ line, cells, problem }: CsvRecord, head: readonly string[]): SourceRow {
  const place = `line ${line}`;
  if (problem !== null) return { place, kind: 'unreadable', problem };
  const pairs = cells.map((cell, at) => [head[at] ?? `column ${at + 1}`, cell] as const);
  return { place, kind: 'cells', cells: Object.fromEntries(pairs) };
}

/** A column without a name, or with one that stands there already, is called by its place. */
function headOf(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, at) => {
    const name = nameOfHeadCell(cell);
    const free = (name === '' && cell !== '""') || taken.has(name) ? `column ${at + 1}` : name;
    taken.add(free);
    return free;
  });
}

async function* lineRows(texts: AsyncIterable<string>): AsyncGenerator<readonly SourceRow[]> {
  let line = 0;
  let held = '';
  const rowsOf = (lines: readonly string[]): readonly SourceRow[] =>
    lines.flatMap((text) => {
      line += 1;
      return text.trim() === '' ? [] : [{ place: `line ${line}`, kind: 'json', text }];
    });
  for await (const text of texts) {
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      held += text;
      if (held.length > MOST_LINE_CHARS) throw endlessLine(line + 1);
      continue;
    }
    const lines = (held + text.slice(0, end)).split('\n');
    held = text.slice(end + 1);
    yield rowsOf(lines);
  }
  if (held !== '') yield rowsOf([held]);
}

function endlessLine(line: number): AppError {
  return new AppError(
    'import_unreadable',
    `Line ${line} of this file is longer than 64 million characters. Nothing more was brought in; a record stands on a line of its own.`,
    { details: { line } },
  );
}

async function* jsonRows(texts: AsyncIterable<string>): AsyncGenerator<readonly SourceRow[]> {
  let number = 0;
  let first: SourceRow | null = null;
  for await (const values of splitJson(texts)) {
    const rows = values.map((text): SourceRow => {
      number += 1;
      return { place: `record ${number}`, kind: 'json', text };
    });
    // A value that stays alone may be what the records are wrapped in.
    if (number === 1) first = rows[0] ?? first;
    else {
      yield first === null ? rows : [first, ...rows];
      first = null;
    }
  }
  if (first !== null) yield* wrappedRows(first);
}

/** A single object with one list of objects in it is taken for that list. */
function* wrappedRows(row: SourceRow): Generator<readonly SourceRow[]> {
  const read = readRow(row);
  const values = read.kind === 'value' ? Object.values(read.value) : [];
  const [list] = values;
  if (values.length !== 1 || !Array.isArray(list) || !list.some(isRecord)) {
    yield [row];
    return;
  }
  for (let from = 0; from < list.length; from += WRAPPED_ROWS) {
    const some: readonly unknown[] = list.slice(from, from + WRAPPED_ROWS);
    yield some.map((one, at) => ({
      place: `record ${from + at + 1}`,
      kind: 'json',
      text: JSON.stringify(one),
    }));
  }
}

const SHOWN_CHARS = 2_000;

/** Looks into a row of JSON; what is no object says why. */
export function readRow(row: SourceRow): ReadRow {
  if (row.kind !== 'json') return row;
  const { place, text } = row;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const shown = text.trim().slice(0, SHOWN_CHARS);
    return { place, kind: 'unreadable', problem: `This is not JSON, or was cut: ${shown}` };
  }
  if (isRecord(value)) return { place, kind: 'value', value };
  const shown = JSON.stringify(value).slice(0, SHOWN_CHARS);
  return { place, kind: 'unreadable', problem: `A record is an object, and this is none: ${shown}` };
}

function isRecord(value: unknown): value is DatasetValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function parquetRows(
  { worker }: Deps,
  input: {
    readonly facts: Pick<RowSource, 'name' | 'format' | 'sizeBytes' | 'modifiedAt'>;
    readonly handle: FileHandle;
    readonly close: () => Promise<void>;
  },
): Promise<RowSource> {
  const { facts, handle, close } = input;
  try {
    const session = await worker.openParquet({ fd: handle.fd, sizeBytes: (await handle.stat()).size });
    return {
      ...facts,
      records: session.records,
      async *rows() {
        for (let from = 0; from < session.records; from += PARQUET_ROWS) {
          const texts = await session.read(from, Math.min(from + PARQUET_ROWS, session.records));
          yield texts.map((text, at) => ({ place: `record ${from + at + 1}`, kind: 'json', text }));
        }
      },
      async [Symbol.asyncDispose]() {
        await session.close();
        await handle.close();
        await close();
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A Parquet file is read from its end, which what comes in pieces has not: a copy that nobody finds by a name. */
async function spooled(file: SourceFile): Promise<FileHandle> {
  const place = join(tmpdir(), `.${randomUUID()}.parquet`);
  const handle = await open(place, 'wx+', 0o600);
  try {
    for await (const piece of file.stream(MOST_BYTES)) await handle.write(piece);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  } finally {
    await rm(place, { force: true }).catch(() => undefined);
  }
}
