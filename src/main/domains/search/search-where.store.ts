import { ITEM_KINDS } from '#shared/contracts/common.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Condition, SearchFilter } from './search-filter.ts';

/**
 * Operators as SQL on `search_docs d`. The planner has no statistics of an encrypted store that changes all day, so
 * the plus of SQLite says where an index must not be used.
 */
export type Where = { readonly where: string; readonly params: readonly SqlValue[] };

/** How a filter is served: `day` and `latest` walk an index in order, `narrow` collects few rows and sorts them. */
export type ListPlan = 'day' | 'latest' | 'narrow';

const ORDERS: Readonly<Record<ListPlan, string>> = {
  day: 'd.due_date, d.id',
  latest: 'd.updated_at DESC, d.id DESC',
  narrow: '+d.updated_at DESC, d.id DESC',
};

const DATED_KINDS = `('task', 'project', 'checkpoint')`;
const TAGGED = `entity IN ('task', 'note', 'project', 'client')`;
/** Columns with an index that holds nothing but them and the row id. */
const INDEXED: ReadonlySet<string> = new Set(['client_id', 'project_id', 'priority', 'status']);
const FLAGS: ReadonlySet<string> = new Set(['is_archived', 'is_pinned', 'is_suggested']);

/** What is a private client or project, or belongs to one. */
const PRIVATE = `(coalesce(d.client_id IN (SELECT id FROM clients WHERE is_private = 1), 0)
  OR coalesce(d.project_id IN (SELECT id FROM projects WHERE is_private = 1), 0))`;

export function orderBy(plan: ListPlan): string {
  return ORDERS[plan];
}

export function isDated(filter: SearchFilter): boolean {
  const isOverdue = filter.conditions.some((one) => one.column === 'overdue' && !one.isNot);
  return filter.dueFrom !== undefined || filter.dueTo !== undefined || isOverdue;
}

/** Counts of rows, up to a limit (the last parameter), of each condition that might single out a few. */
export function narrowProbes(filter: SearchFilter): readonly Where[] {
  return filter.conditions.flatMap((one): Where[] => {
    if (one.isNot) return [];
    if (one.column === 'tag') {
      return [
        {
          where: `SELECT 1 FROM taggings WHERE ${TAGGED} AND tag IN ${marks(one.values)}`,
          params: one.values,
        },
      ];
    }
    if (one.column !== 'client_id' && one.column !== 'project_id' && !FLAGS.has(one.column)) return [];
    const { where, params } = plainCondition(one, '');
    return [{ where: `SELECT 1 FROM search_docs d WHERE ${where}`, params }];
  });
}

/** For a list without words. */
export function listWhere(filter: SearchFilter, plan: ListPlan): Where {
  const parts = basics(filter);
  if (filter.kinds.length < ITEM_KINDS.length) {
    parts.push({
      where: `${plan === 'latest' ? '' : '+'}d.kind IN ${marks(filter.kinds)}`,
      params: filter.kinds,
    });
  }
  const sign = plan === 'narrow' ? '' : '+';
  for (const one of filter.conditions) {
    const isWalked = one.column === 'tag' && plan !== 'narrow';
    parts.push(negate(isWalked ? taggedRow(one.values) : conditionOf(one, filter, sign), one.isNot));
  }
  return join(parts);
}

/**
 * Beside a MATCH, where FTS5 walks its rows in order: what an index can answer is collected as row ids first, so that
 * a document is read only when the rest holds.
 */
export function matchWhere(filter: SearchFilter): Where {
  const collected = filter.conditions.flatMap((one) => collectedIds(one, filter));
  const others = filter.conditions
    .filter((one) => collectedIds(one, filter).length === 0)
    .map((one) =>
      negate(one.column === 'tag' ? taggedRow(one.values) : conditionOf(one, filter, '+'), one.isNot),
    );
  return join([...collected, ...basics(filter), ...others]);
}

/** The row ids that an index alone can tell; nothing where it cannot. */
function collectedIds({ column, values, isNot }: Condition, { today }: SearchFilter): readonly Where[] {
  const open = `is_done = 0 AND kind IN ${DATED_KINDS}`;
  const collect = (where: string, params: readonly SqlValue[]): readonly Where[] => [
    { where: `+search_fts.rowid IN (SELECT id FROM search_docs WHERE ${where})`, params },
  ];
  if (isNot) return [];
  if (column === 'overdue') return collect(`${open} AND due_date < ?`, [today]);
  if (column === 'is_done' && values[0] === 0) return collect(open, []);
  return INDEXED.has(column)
    ? collect(`${column} IN (SELECT value FROM json_each(?))`, [JSON.stringify(values)])
    : [];
}

/**
 * The expression with the tags wanted: FTS5 narrows by their words, which costs nothing, and `matchWhere` then
 * compares the tags themselves.
 */
export function withTags(match: string, filter: SearchFilter): string {
  return filter.conditions
    .filter((one) => one.column === 'tag' && !one.isNot)
    .map((one) => one.values.map(String))
    .filter((tags) => tags.length > 0 && tags.every((tag) => /[\p{L}\p{N}]/u.test(tag)))
    .map((tags) => `({tags} : (${tags.map((tag) => `"${tag.replaceAll('"', '""')}"`).join(' OR ')}))`)
    .reduce((whole, tags) => `(${whole}) AND ${tags}`, match);
}

function basics(filter: SearchFilter): Where[] {
  const parts: Where[] = [{ where: filter.isTrashed ? 'd.is_trashed = 1' : '+d.is_trashed = 0', params: [] }];
  const add = (where: string, value: SqlValue | undefined) => {
    if (value !== undefined) parts.push({ where, params: [value] });
  };
  add('d.due_date >= ?', filter.dueFrom);
  add('d.due_date <= ?', filter.dueTo);
  add('d.updated_at >= ?', filter.updatedFrom);
  add('d.updated_at < ?', filter.updatedBefore);
  if (filter.hasNoDue) parts.push({ where: `+d.due_date IS NULL AND d.kind IN ${DATED_KINDS}`, params: [] });
  return parts;
}

function conditionOf(one: Condition, filter: SearchFilter, sign: '' | '+'): Where {
  if (one.column === 'overdue')
    return {
      where: `(d.due_date < ? AND d.is_done = 0 AND d.kind IN ${DATED_KINDS})`,
      params: [filter.today],
    };
  if (one.column === 'private') return { where: PRIVATE, params: [] };
  if (one.column === 'tag') {
    const tagged = `SELECT entity_id FROM taggings WHERE ${TAGGED} AND tag IN ${marks(one.values)}`;
    return { where: `(d.entity_id IN (${tagged}))`, params: one.values };
  }
  return plainCondition(one, sign);
}

function plainCondition({ column, values }: Condition, sign: '' | '+'): Where {
  if (FLAGS.has(column)) return { where: `(d.${column} = 1)`, params: [] };
  // A note or a client is neither open nor done.
  const kinds = column === 'is_done' ? ` AND +d.kind IN ${DATED_KINDS}` : '';
  // Long lists of ids go over as one value.
  return {
    where: `(${sign}d.${column} IN (SELECT value FROM json_each(?))${kinds})`,
    params: [JSON.stringify(values)],
  };
}

/** One look at the index of tags for the row at hand. */
function taggedRow(tags: Condition['values']): Where {
  const where = `EXISTS (SELECT 1 FROM taggings t WHERE t.entity = d.kind AND t.entity_id = d.entity_id AND +t.tag IN ${marks(tags)})`;
  return { where, params: tags };
}

function negate({ where, params }: Where, isNot: boolean): Where {
  return { where: isNot ? `NOT coalesce(${where}, 0)` : where, params };
}

function marks(values: readonly unknown[]): string {
  return `(${values.map(() => '?').join(', ')})`;
}

function join(parts: readonly Where[]): Where {
  return {
    where: parts.map((part) => part.where).join(' AND '),
    params: parts.flatMap((part) => part.params),
  };
}
