import type { ColumnMapping } from '#shared/contracts/imports.ts';
import { isAppError } from '#shared/errors.ts';
import type { DraftEntry, ImportEntry, ReaderContext } from '../drafts.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import { extensionOf } from '../sources/source-tree.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { decodeStream } from '../sources/text-decoding.ts';
import { createBreather } from './breather.ts';
import { clientDraft, projectDraft, taskDraft } from './csv-drafts.ts';
import type { CsvReading } from './csv-drafts.ts';
import { emptyMapping, proposeColumns, requiredField } from './csv-fields.ts';
import type { CsvKind } from './csv-fields.ts';
import { readCsvRecords } from './csv-records.ts';
import type { CsvRecord } from './csv-records.ts';
import { createRowMaker } from './csv-row.ts';
import type { CsvRow, CsvRowMaker } from './csv-row.ts';
import { guessDateOrder } from './csv-values.ts';
import { nameKey } from './draft-text.ts';
import { createNamedItems } from './named-items.ts';
import type { NamedItems } from './named-items.ts';

const SAMPLE_ROWS = 20;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const CSV_EXTENSIONS = new Set(['csv', 'tsv', 'txt']);

export type CsvPreview = {
  readonly header: readonly string[];
  readonly sample: readonly (readonly string[])[];
};

/** The heading and the first rows of a CSV file. */
export async function previewCsv(file: SourceFile): Promise<CsvPreview> {
  const rows: (readonly string[])[] = [];
  for await (const record of readCsvRecords(decodeStream(file.stream(IMPORT_LIMITS.csvBytes)))) {
    rows.push(record.cells);
    if (rows.length > SAMPLE_ROWS) break;
  }
  const [header = [], ...sample] = rows;
  return { header: cleanHeader(header), sample };
}

/** The mapping that is offered to the person, or used where none was given. */
export function proposeMapping(kind: CsvKind, preview: CsvPreview): ColumnMapping {
  const mapping = emptyMapping(proposeColumns(kind, preview.header));
  const dateColumns = preview.header.flatMap((heading, position) =>
    /date$/i.test(mapping.columns[heading] ?? '') ? [position] : [],
  );
  const order = guessDateOrder(
    preview.sample.flatMap((row) => dateColumns.map((position) => row[position] ?? '')),
  );
  return { ...mapping, dateOrder: order ?? mapping.dateOrder };
}

/** Tables of tasks, clients or projects; each row by itself, so that one broken row costs only that row. */
export async function* readCsv(
  tree: SourceTree,
  kind: CsvKind,
  given: ColumnMapping | null,
  context: ReaderContext,
): AsyncGenerator<ImportEntry> {
  yield* tree.refusals;
  for (const file of tree.files) {
    if (!CSV_EXTENSIONS.has(extensionOf(file.path))) {
      yield { source: file.path, reason: 'This is not a CSV file.', outcome: 'skipped' };
      continue;
    }
    try {
      yield* readFile(file, kind, given ?? proposeMapping(kind, await previewCsv(file)), context);
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield { source: file.path, reason: error.message, outcome: 'failed' };
    }
  }
}

type FileReading = CsvReading & {
  readonly kind: CsvKind;
  readonly keyPrefix: string;
  readonly named: NamedItems;
  /** How often a row of the same words has been seen: two equal rows are two items. */
  readonly seen: Map<string, number>;
  /** Keys of rows by id and by title, for rows that name their parent. */
  readonly keys: Map<string, string>;
};

async function* readFile(
  file: SourceFile,
  kind: CsvKind,
  mapping: ColumnMapping,
  context: ReaderContext,
): AsyncGenerator<ImportEntry> {
  const breathe = createBreather(context.signal);
  const reading: FileReading = {
    kind,
    dateOrder: mapping.dateOrder,
    nowMs: context.nowMs,
    normaliseRule: context.recurrence.normalise,
    keyPrefix: `${context.sourceId}\n${file.path}\n`,
    named: createNamedItems('by_name'),
    seen: new Map(),
    keys: new Map(),
  };
  const children: { readonly record: CsvRecord; readonly row: CsvRow }[] = [];
  let makeRow: CsvRowMaker | null = null;
  for await (const record of readCsvRecords(decodeStream(file.stream(IMPORT_LIMITS.csvBytes)))) {
    await breathe();
    if (makeRow === null) {
      makeRow = createRowMaker(cleanHeader(record.cells), mapping);
      continue;
    }
    const row = makeRow(record.cells);
    // A sub-task may stand above its task in the table, so sub-tasks wait for the end.
    if (kind === 'tasks-csv' && record.problem === null && row.text('parent') !== '')
      children.push({ record, row });
    else yield* rowEntries(record, row, reading);
  }
  yield* childEntries(children, reading);
}

function* rowEntries(
  record: CsvRecord,
  row: CsvRow,
  reading: FileReading,
  parentKey?: string,
): Generator<ImportEntry> {
  const source = `row ${record.line}`;
  const name = row.text(requiredField(reading.kind));
  if (record.problem !== null) {
    yield { source, reason: record.problem, outcome: 'failed' };
  } else if (name === '') {
    yield { source, reason: `The row has no ${requiredField(reading.kind)}.`, outcome: 'skipped' };
  } else {
    const sourceKey = rowKey(row, name, reading);
    for (const id of [row.text('id'), name])
      if (id !== '' && !reading.keys.has(nameKey(id))) reading.keys.set(nameKey(id), sourceKey);
    yield* draftEntries({ source, sourceKey }, row, reading, parentKey);
  }
}

function* draftEntries(
  place: { readonly source: string; readonly sourceKey: string },
  row: CsvRow,
  reading: FileReading,
  parentKey: string | undefined,
): Generator<DraftEntry> {
  const clientName = reading.kind === 'clients-csv' ? '' : row.text('client');
  const projectName = reading.kind === 'tasks-csv' ? row.text('project') : '';
  const client = clientName === '' ? null : reading.named.client(clientName, place.source);
  const project = projectName === '' ? null : reading.named.project(projectName, place.source, clientName);
  yield* client?.entries ?? [];
  yield* project?.entries ?? [];
  const clientKey = client === null ? {} : { clientKey: client.key };
  if (reading.kind === 'clients-csv') {
    const draft = clientDraft(row);
    yield { ...place, kind: 'client', draft, ...remarkOf(row) };
  } else if (reading.kind === 'projects-csv') {
    const draft = { ...projectDraft(row, reading), ...clientKey };
    yield { ...place, kind: 'project', draft, ...remarkOf(row) };
  } else {
    const projectKey = project === null ? {} : { projectKey: project.key };
    const parent = parentKey === undefined ? {} : { parentKey };
    // With a project, the project's client counts.
    const draft = {
      ...taskDraft(row, reading),
      ...(project === null ? clientKey : {}),
      ...projectKey,
      ...parent,
    };
    yield { ...place, kind: 'task', draft, ...remarkOf(row) };
  }
}

function* childEntries(
  children: readonly { record: CsvRecord; row: CsvRow }[],
  reading: FileReading,
): Generator<ImportEntry> {
  let waiting = [...children];
  while (waiting.length > 0) {
    const later: typeof waiting = [];
    for (const child of waiting) {
      const parentKey = reading.keys.get(nameKey(child.row.text('parent')));
      if (parentKey === undefined) later.push(child);
      else yield* rowEntries(child.record, child.row, reading, parentKey);
    }
    if (later.length === waiting.length) break;
    waiting = later;
  }
  for (const { record, row } of waiting) {
    for (const entry of rowEntries(record, row, reading)) {
      const isTask = 'kind' in entry && entry.kind === 'task';
      yield isTask
        ? { ...entry, remark: `Its parent “${row.text('parent').slice(0, 60)}” is not in the file.` }
        : entry;
    }
  }
}

/**
 * What makes a second run find this row again: its id where it has one, else its words. Ids that are unique in the
 * world count everywhere; all else counts within this file.
 */
function rowKey(row: CsvRow, name: string, reading: FileReading): string {
  const id = row.text('id');
  if (UUID.test(id)) return `id:${id.toLowerCase()}`;
  if (id !== '') return `${reading.keyPrefix}id:${id}`;
  const owner = reading.kind === 'tasks-csv' ? row.text('project') : row.text('client');
  const words = `${nameKey(name)}\n${nameKey(owner)}`;
  const count = (reading.seen.get(words) ?? 0) + 1;
  reading.seen.set(words, count);
  return `${reading.keyPrefix}${words}\n${count}`;
}

function remarkOf(row: CsvRow) {
  return row.remarks.length === 0 ? {} : { remark: row.remarks.join(' ') };
}

/** Headings as the mapping names them; a second one of the same words gets a number. */
function cleanHeader(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, position) => {
    const heading = (cell.replace(/\s+/g, ' ').trim() || `Column ${position + 1}`).slice(0, 180);
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    return count === 1 ? heading : `${heading} (${count})`;
  });
}
