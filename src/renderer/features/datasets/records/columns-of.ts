import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';

/** More than these would not be told apart; the record itself shows all. */
const MOST_COLUMNS = 24;

/** The columns of the table: what the schema and the columns without a model name, in that order. */
export function columnsOf({ schema, columns }: Pick<DatasetSpec, 'schema' | 'columns'>): readonly string[] {
  const { properties } = schema as { readonly properties?: unknown };
  const named = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...new Set([...named, ...Object.keys(columns)])].slice(0, MOST_COLUMNS);
}

const MOST_TEXT = 160;
const MOST_DECIMALS = 1e4;

function shortText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(Math.round(value * MOST_DECIMALS) / MOST_DECIMALS);
  if (Array.isArray(value)) return value.map(shortText).join(', ');
  return typeof value === 'object' ? Object.values(value).map(shortText).join(' · ') : JSON.stringify(value);
}

/** A value as it stands in one line; the record itself shows it exactly. */
export function cellText(value: unknown): string {
  const text = shortText(value);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

type Schema = { readonly type?: unknown; readonly format?: unknown };

/** Prose gets the room that short values do not need. */
export function widthsOf(
  { schema, columns: made }: Pick<DatasetSpec, 'schema' | 'columns'>,
  columns: readonly string[],
): readonly string[] {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, Schema>> };
  return columns.map((column) => {
    const { type, format } = properties[column] ?? {};
    if (type === 'object' || (type === 'string' && format === undefined && !(column in made)))
      return 'minmax(13rem, 2fr)';
    return 'minmax(7rem, 1fr)';
  });
}
