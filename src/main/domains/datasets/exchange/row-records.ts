import type { DatasetImportMapping } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { inferSchema } from '../drafting/infer-schema.ts';
import { schemaColumns } from '../spec/schema-columns.ts';
import { acceptedKinds, kindsOfCells, valueOfCell, type AcceptedKinds } from './csv-values.ts';
import type { IncomingRow } from './import-rows.ts';
import { readRow, type ReadRow, type SourceRow } from './source-rows.ts';

/** How a row becomes a record: which column goes where, and what a cell of text stands for. */
export type RowReading = {
  readonly mapping: DatasetImportMapping;
  /** Some column has another name, or is left out. */
  readonly isMapped: boolean;
  /** By column of the file. */
  readonly kinds: ReadonlyMap<string, AcceptedKinds>;
};

type ReadableRow = Exclude<ReadRow, { kind: 'unreadable' }>;

/** A row as it goes on. JSON that stays as it is goes on unread: whoever checks it reads it. */
export function incomingRow(row: SourceRow, reading: RowReading): IncomingRow {
  if (row.kind === 'json' && !reading.isMapped) return row;
  const { place } = row;
  const read = readRow(row);
  if (read.kind === 'unreadable') return { place, text: null, problem: read.problem };
  return { place, text: JSON.stringify(recordOfRow(read, reading)) };
}

export function recordOfRow(row: ReadableRow, { mapping, kinds }: RowReading): DatasetValue {
  const record: Record<string, unknown> = {};
  const entries = row.kind === 'value' ? Object.entries(row.value) : Object.entries(row.cells);
  for (const [name, one] of entries) {
    const target = Object.hasOwn(mapping, name) ? mapping[name] : name;
    if (target === null || target === undefined) continue;
    const value = row.kind === 'cells' ? valueOfCell(String(one), kinds.get(name) ?? null) : one;
    if (value === undefined) continue;
    // Assigning to `__proto__` would set the prototype instead.
    Object.defineProperty(record, target, { value, enumerable: true, configurable: true, writable: true });
  }
  return record;
}

/** What cells stand for by a schema; of columns that it does not know, by what stands in them. */
export function readingFor(
  rows: readonly ReadRow[],
  { mapping, schema }: { readonly mapping: DatasetImportMapping; readonly schema: JsonSchema | null },
): RowReading {
  const known = new Set(schema === null ? [] : schemaColumns(schema).names);
  const kinds = new Map<string, AcceptedKinds>();
  for (const name of columnsOf(rows)) {
    const target = Object.hasOwn(mapping, name) ? mapping[name] : name;
    if (schema !== null && typeof target === 'string' && known.has(target)) {
      kinds.set(name, acceptedKinds(schema, target));
      continue;
    }
    kinds.set(name, kindsOfCells(rows.map((row) => (row.kind === 'cells' ? (row.cells[name] ?? '') : ''))));
  }
  const isMapped = Object.entries(mapping).some(([name, target]) => name !== target);
  return { mapping, isMapped, kinds };
}

export function columnsOf(rows: readonly ReadRow[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'unreadable') continue;
    for (const name of Object.keys(row.kind === 'value' ? row.value : row.cells)) names.add(name);
  }
  return [...names];
}

/** Columns of the file to those of the dataset that are written like them, whatever the case and the signs between. */
export function proposeMapping(columns: readonly string[], schema: JsonSchema | null): DatasetImportMapping {
  const known = schema === null ? [] : schemaColumns(schema).names;
  const taken = new Set(columns.filter((name) => known.includes(name)));
  const mapping: Record<string, string> = {};
  for (const name of columns) {
    const like = known.find((one) => !taken.has(one) && plain(one) === plain(name));
    mapping[name] = taken.has(name) || like === undefined ? name : like;
    if (like !== undefined && !taken.has(name)) taken.add(like);
  }
  return mapping;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The schema of what was looked at; where more follows, it says nothing that a later row would easily break. */
export function schemaOfRecords(records: readonly DatasetValue[], isAll: boolean): JsonSchema {
  const schema = inferSchema(records);
  return isAll ? schema : (loosened(schema) as JsonSchema); // an object stays one
}

function loosened(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(loosened);
  if (typeof part !== 'object' || part === null) return part;
  const kept: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(part)) {
    if (keyword === 'enum' || keyword === 'required' || keyword === 'format') continue;
    if (keyword === 'additionalProperties') continue;
    if (keyword !== 'properties') kept[keyword] = loosened(value);
    else {
      const entries = Object.entries(Object(value) as Record<string, unknown>); // of properties
      kept[keyword] = Object.fromEntries(entries.map(([name, one]) => [name, loosened(one)]));
    }
  }
  return kept['type'] === 'integer' ? { ...kept, type: 'number' } : kept;
}
