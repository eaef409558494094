import type { JsonSchema } from '#shared/contracts/models.ts';
import { protectCell, unprotectCell } from '#shared/kernel/csv-cells.ts';
import { isSchema, resolveRef } from '../spec/schema-columns.ts';

/**
 * How a value stands in a cell, so that reading it back gives the very same value. Texts stand as they are, and
 * everything else as JSON: 12, true, null, [1,2]. A text that would be read as something else, or that is blank,
 * stands as JSON too, in quotation marks. An empty cell is a property that is not there. What a spreadsheet would run
 * as a formula gets an apostrophe in front, which is taken away again.
 */
export function cellOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain = value.trim() !== '' && plainJson(value) === undefined && value.isWellFormed();
  return protectCell(isPlain && !value.includes('\0') ? value : JSON.stringify(value));
}

/** The name of a column as it stands in the head: one with blanks around it stands as JSON, so that they are kept. */
export function headCellOf(name: string): string {
  return name.trim() === name ? cellOf(name) : protectCell(JSON.stringify(name));
}

/** Blanks around the names of others are by mistake; those that stand as JSON are meant. */
export function nameOfHeadCell(cell: string): string {
  const value = valueOfCell(cell, new Set(['string']));
  if (typeof value !== 'string') return '';
  return unprotectCell(cell).startsWith('"') ? value : value.trim();
}

export type ValueKind = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';
/** Null where a column takes anything. */
export type AcceptedKinds = ReadonlySet<ValueKind> | null;

/** The value of a cell. Where the column does not take what stands there, it is the text that stands there. */
export function valueOfCell(cell: string, accepted: AcceptedKinds): unknown {
  if (cell === '') return undefined;
  const text = unprotectCell(cell);
  // What was protected is a text: no number and no list begins like that, but for one below zero.
  const json = text === cell || text.startsWith('"') ? plainJson(text) : undefined;
  if (json === undefined) return text;
  const { value } = json;
  if (accepted === null || takes(accepted, value)) return value;
  return accepted.has('string') ? text : value;
}

export function takes(accepted: ReadonlySet<ValueKind>, value: unknown): boolean {
  const kind = kindOf(value);
  return accepted.has(kind) || (kind === 'integer' && accepted.has('number'));
}

export function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'string' : 'object';
}

/** JSON as `JSON.stringify` writes it, and nothing that merely parses: 007, 1.0 and 1e5 are texts. */
function plainJson(text: string): { readonly value: unknown } | undefined {
  if (!/^["[{\-\dtfn]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isOurs = typeof value === 'object' || JSON.stringify(value) === text;
    return isOurs ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** What the schema lets a column hold; null where it does not say. */
export function acceptedKinds(schema: JsonSchema, column: string): AcceptedKinds {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  return Object.hasOwn(properties, column) ? kindsOf(schema, properties[column], 0) : null;
}

const MOST_DEPTH = 8;

function kindsOf(root: JsonSchema, part: unknown, depth: number): AcceptedKinds {
  if (!isSchema(part) || depth > MOST_DEPTH) return null;
  if (typeof part['$ref'] === 'string') return kindsOf(root, resolveRef(root, part['$ref']), depth + 1);
  const type: unknown = part['type'];
  if (typeof type === 'string') return new Set([type as ValueKind]); // JSON Schema has these seven
  if (Array.isArray(type)) return new Set(type as ValueKind[]); // as above
  if (Array.isArray(part['enum'])) return new Set(part['enum'].map(kindOf));
  if (Object.hasOwn(part, 'const')) return new Set([kindOf(part['const'])]);
  for (const keyword of ['anyOf', 'oneOf']) {
    const parts: unknown = part[keyword];
    if (!Array.isArray(parts)) continue;
    const all = parts.map((one) => kindsOf(root, one, depth + 1));
    return all.includes(null) ? null : new Set(all.flatMap((kinds) => [...(kinds ?? [])]));
  }
  return null;
}

/**
 * What the columns of a file hold that comes without a schema: texts, unless every cell is something else. Cells that
 * stand in quotation marks are texts as exports write them, and make no column of numbers one of texts.
 */
export function kindsOfCells(cells: readonly string[]): AcceptedKinds {
  const filled = cells.filter((cell) => cell !== '');
  const values = filled.map((cell) => ({ cell, value: valueOfCell(cell, null) }));
  const isText = values.some(({ cell, value }) => typeof value === 'string' && !cell.startsWith('"'));
  if (!isText) return null;
  const isList = values.some(({ value }) => typeof value === 'object' && value !== null);
  return isList ? new Set(['string', 'array', 'object', 'null']) : new Set(['string', 'null']);
}
