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
  readCsvRecords,
  type SourceFile,
  type SourceTree,
} from '#main/domains/imports/index.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { valueOfCell } from './csv-values.ts';
import { splitJson } from './split-json.ts';

/** One row of a file: an object, or the cells of a table by their column. */
export type SourceRow = { readonly place: string } & (
  | { readonly kind: 'value'; readonly value: DatasetValue }
  | { readonly kind: 'cells'; readonly cells: Readonly<Record<string, string>> }
  | { readonly kind: 'unreadable'; readonly problem: string }
);

export type RowSource = {
  readonly name: string;
  readonly format: DatasetImportFormat;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** Where the file says it before it is read. */
  readonly records: number | null;
  /** From its beginning each time. */
  rows(): AsyncGenerator<SourceRow>;
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
const PARQUET_ROWS = 500;

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

function textRows(file: SourceFile, format: DatasetImportFormat): AsyncGenerator<SourceRow> {
  const texts = decodeStream(file.stream(MOST_BYTES));
  if (format === 'csv') return csvRows(texts);
  return format === 'jsonl' ? lineRows(texts) : jsonRows(texts);
}

async function* csvRows(texts: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let names: readonly string[] | null = null;
  for await (const { line, cells, problem } of readCsvRecords(texts)) {
    if (names === null) {
      names = headOf(cells);
      continue;
    }
    const place = `line ${line}`;
    if (problem !== null) {
      yield { place, kind: 'unreadable', problem };
      continue;
    }
    const head = names;
    const pairs = cells.map((cell, at) => [head[at] ?? `column ${at + 1}`, cell] as const);
    yield { place, kind: 'cells', cells: Object.fromEntries(pairs) };
  }
}

/** A column without a name, or with one that stands there already, is called by its place. */
function headOf(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, at) => {
    const value = valueOfCell(cell, new Set(['string']));
    const name = typeof value === 'string' ? value.trim() : '';
    const free = name === '' || taken.has(name) ? `column ${at + 1}` : name;
    taken.add(free);
    return free;
  });
}

async function* lineRows(texts: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let line = 0;
  let held = '';
  const rowOf = (text: string): SourceRow | null => {
    line += 1;
    return text.trim() === '' ? null : rowOfJson(text, `line ${line}`);
  };
  for await (const text of texts) {
    const lines = (held + text).split('\n');
    held = lines.pop() ?? '';
    for (const one of lines) {
      const row = rowOf(one);
      if (row !== null) yield row;
    }
  }
  const last = rowOf(held);
  if (last !== null) yield last;
}

async function* jsonRows(texts: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let number = 0;
  let first: SourceRow | null = null;
  for await (const text of splitJson(texts)) {
    number += 1;
    const row = rowOfJson(text, `record ${number}`);
    if (number === 1) {
      first = row;
      continue;
    }
    if (first !== null) yield first;
    first = null;
    yield row;
  }
  if (first !== null) yield* wrappedRows(first);
}

/** A single object with one list of objects in it is taken for that list. */
function* wrappedRows(row: SourceRow): Generator<SourceRow> {
  const values = row.kind === 'value' ? Object.values(row.value) : [];
  const [list] = values;
  if (values.length !== 1 || !Array.isArray(list) || !list.some(isRecord)) {
    yield row;
    return;
  }
  for (const [at, one] of list.entries()) yield rowOfValue(one, `record ${at + 1}`);
}

const SHOWN_CHARS = 2_000;

function rowOfJson(text: string, place: string): SourceRow {
  try {
    return rowOfValue(JSON.parse(text), place);
  } catch {
    const shown = text.trim().slice(0, SHOWN_CHARS);
    return { place, kind: 'unreadable', problem: `This is not JSON, or was cut: ${shown}` };
  }
}

function rowOfValue(value: unknown, place: string): SourceRow {
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
          for (const [at, text] of texts.entries()) yield rowOfJson(text, `record ${from + at + 1}`);
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
