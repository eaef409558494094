import type { SchemaElement } from 'hyparquet';
import { z } from 'zod';
import type { ParquetColumn } from '#shared/contracts/datasets-worker.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { Refused } from '../refused.ts';

/** A column as it is written; a null of the file says what the schema allows: `null`, or that there is none. */
export type FileColumn = {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'json';
  readonly nullMeans: 'null' | 'missing';
};

/** What the file says of its columns beside Parquet's own schema, so that what is read back is what was written. */
export const COLUMNS_KEY = 'adiuva.columns';
export const fileColumnsSchema = z.array(
  z.object({
    name: z.string(),
    kind: z.enum(['text', 'integer', 'number', 'boolean', 'json']),
    nullMeans: z.enum(['null', 'missing']),
  }),
);

const KINDS: Readonly<Record<string, FileColumn['kind']>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
};

/** A column of one plain type gets Parquet's; where a value may be null as well as missing, only JSON tells the two. */
export function fileColumns(schema: JsonSchema, names: readonly string[]): readonly FileColumn[] {
  const properties = objectOf(schema['properties']);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return names.map((name) => {
    const type = objectOf(properties[name])['type'];
    const types: readonly unknown[] = Array.isArray(type) ? type : [type];
    const plain = types.filter((one) => one !== 'null');
    const [only] = plain;
    const kind = plain.length === 1 && typeof only === 'string' ? (KINDS[only] ?? 'json') : 'json';
    const isNullable = plain.length < types.length;
    const isRequired = required.includes(name);
    if (kind === 'json' || (isNullable && !isRequired)) return { name, kind: 'json', nullMeans: 'missing' };
    return { name, kind, nullMeans: isNullable ? 'null' : 'missing' };
  });
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function elementOf({ name, kind }: FileColumn): SchemaElement {
  const repetition_type = 'OPTIONAL';
  if (kind === 'integer') return { name, type: 'INT64', repetition_type };
  if (kind === 'number') return { name, type: 'DOUBLE', repetition_type };
  if (kind === 'boolean') return { name, type: 'BOOLEAN', repetition_type };
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
}

const INT64 = 2 ** 63;

/** The value as the column holds it; refused where it is of another kind. */
export function cellOf({ name, kind, nullMeans }: FileColumn, value: unknown, row: number): unknown {
  if (value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (value === null && nullMeans === 'null') return null;
  if (kind === 'text' && typeof value === 'string' && value.isWellFormed()) return value;
  if (kind === 'boolean' && typeof value === 'boolean') return value;
  if (kind === 'number' && typeof value === 'number') return value;
  if (kind === 'integer' && typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < INT64) {
    return BigInt(value);
  }
  throw new Refused(
    `Record ${row + 1} has a value in "${name}" that a column of ${kind} cannot hold: the schema says ${kind} and the record does not keep to it.`,
  );
}

/** The columns of a file of others. */
export function columnsOfElements(elements: readonly SchemaElement[]): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let at = 1;
  while (at < elements.length) {
    const element = elements[at];
    if (element === undefined) break;
    columns.push({
      name: element.name,
      kind: kindOf(element),
      isNullable: element.repetition_type !== 'REQUIRED',
    });
    at = endOf(elements, at);
  }
  return columns;
}

/** Elements lie flat, a group before its children. */
function endOf(elements: readonly SchemaElement[], at: number): number {
  let end = at + 1;
  for (let child = 0; child < (elements[at]?.num_children ?? 0); child += 1) end = endOf(elements, end);
  return end;
}

function kindOf(element: SchemaElement): ParquetColumn['kind'] {
  if (element.num_children !== undefined || element.repetition_type === 'REPEATED') return 'json';
  const logical = element.logical_type?.type;
  const converted = element.converted_type ?? '';
  if (converted === 'DATE' || logical === 'DATE') return 'date';
  if (converted.startsWith('TIMESTAMP') || logical === 'TIMESTAMP' || element.type === 'INT96')
    return 'date-time';
  if (converted === 'JSON' || logical === 'JSON') return 'json';
  if (converted === 'DECIMAL' || logical === 'DECIMAL') return 'number';
  if (element.type === 'BOOLEAN') return 'boolean';
  if (element.type === 'INT32' || element.type === 'INT64') return 'integer';
  return element.type === 'FLOAT' || element.type === 'DOUBLE' ? 'number' : 'text';
}
