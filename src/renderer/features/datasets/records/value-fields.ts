import type { DatasetValue } from '#shared/contracts/datasets.ts';

/** How one column is edited: what its schema says, or what stands in it. */
export type ValueField =
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }
  | { readonly kind: 'json' };

type Schema = { readonly type?: unknown; readonly enum?: unknown };

export function fieldOf(schema: unknown, column: string, value: unknown): ValueField {
  const properties = (schema as { readonly properties?: Readonly<Record<string, Schema>> }).properties ?? {};
  const { type, enum: choices } = properties[column] ?? {};
  if (Array.isArray(choices) && choices.every((one) => typeof one === 'string'))
    return { kind: 'choice', choices };
  if (type === 'boolean') return { kind: 'flag' };
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  if (type === 'string') return { kind: 'text' };
  if (type === undefined && typeof value === 'string') return { kind: 'text' };
  return { kind: 'json' };
}

/** As it stands in its field. */
export function fieldText(field: ValueField, value: unknown): string {
  if (value === undefined) return '';
  if (field.kind === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was typed, as a value; throws what JSON.parse throws. An empty field of JSON leaves the column out. */
export function fieldValue(field: ValueField, text: string): unknown {
  if (field.kind === 'text' || field.kind === 'choice') return text;
  if (text.trim() === '') return undefined;
  return JSON.parse(field.kind === 'number' ? text.trim().replace(',', '.') : text);
}

/** Without the columns that were left out. */
export function valueOf(entries: readonly (readonly [string, unknown])[]): DatasetValue {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
