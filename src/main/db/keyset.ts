import { and, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '#shared/kernel/keyset.ts';
import type { Page } from '#shared/contracts/common.ts';

export type SortColumn = { readonly by: SQLWrapper; readonly direction: 'asc' | 'desc' };

/** `order by` of the columns; the last one must be unique. */
export function orderOf(columns: readonly SortColumn[]): SQL[] {
  return columns.map(({ by, direction }) => (direction === 'asc' ? sql`${by} asc` : sql`${by} desc`));
}

/** What comes after a cursor in that order; undefined for the first page. NULL sorts first, as SQLite has it. */
export function afterCursor(columns: readonly SortColumn[], cursor: string | undefined): SQL | undefined {
  const values = decodeCursor(cursor, columns.length);
  if (!values) return undefined;
  const branches = columns.map((column, index) =>
    and(
      ...columns.slice(0, index).map(({ by }, at) => sql`${by} is ${values[at] ?? null}`),
      isPast(column, values[index] ?? null),
    ),
  );
  return or(...branches);
}

function isPast({ by, direction }: SortColumn, value: string | number | null): SQL {
  if (value === null) return direction === 'asc' ? sql`${by} is not null` : sql`0`;
  return direction === 'asc' ? sql`${by} > ${value}` : sql`(${by} < ${value} or ${by} is null)`;
}

/** Cuts a page from `limit + 1` rows; `sortValues` are the columns' values of a row as the database has them. */
export function pageOf<Row extends { readonly sortValues: readonly (string | number | null)[] }, Item>(
  rows: readonly Row[],
  limit: number,
  total: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(last.sortValues) : null,
    total,
  };
}

/** A first page that holds everything tells the total by itself, and nothing needs to be counted. */
export function totalOf(
  rows: readonly unknown[],
  page: { readonly cursor?: string | undefined; readonly limit: number },
): number | undefined {
  return page.cursor === undefined && rows.length <= page.limit ? rows.length : undefined;
}

/** The sort columns as one JSON array, to be selected as `sortValues` with each row. */
export function sortValues(columns: readonly SortColumn[]): SQL<readonly (string | number | null)[]> {
  const list = sql.join(
    columns.map(({ by }) => sql`${by}`),
    sql`, `,
  );
  return sql`json_array(${list})`.mapWith((text: string) => JSON.parse(text));
}

/** A LIKE pattern for "contains" with its wildcards escaped; use with `escape '\'`. */
export function contains(column: SQLWrapper, text: string): SQL {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return sql`${column} like ${pattern} escape '\\'`;
}

/**
 * Rows of an entity that carry all of these tags. The plus keeps SQLite from looking up every row of a common tag:
 * going through the list's own index and asking each id for the tag reads far fewer pages.
 */
export function hasTags(
  entity: string,
  id: SQLWrapper,
  tags: readonly string[] | undefined,
): SQL | undefined {
  if (!tags || tags.length === 0) return undefined;
  return and(
    ...tags.map(
      (tag) => sql`+${id} in (select entity_id from taggings where entity = ${entity} and tag = ${tag})`,
    ),
  );
}

/**
 * The same, read off the row's own list of tags, where an index holds it: one pass over that index answers any mixture
 * of filters. A tag has no comma, so its JSON text stands nowhere else in the list's.
 */
export function hasTagsIn(list: SQLWrapper, tags: readonly string[] | undefined): SQL | undefined {
  if (!tags || tags.length === 0) return undefined;
  return and(...tags.map((tag) => sql`instr(${list}, ${JSON.stringify(tag)}) > 0`));
}
