import { sql, type SQL } from 'drizzle-orm';
import type { TaskFilter, TaskListInput } from '#shared/contracts/tasks.ts';
import { contains } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { OPEN, rowsFor } from './task-filter.store.ts';

/**
 * Shorter ways to what `filterOf` says of every task. Each holds for the filters it names and no others; a property
 * test compares them all with a plain look at the rows.
 */
const FILTERS: Record<FilterKey, true> = {
  text: true,
  projectIds: true,
  clientIds: true,
  parentId: true,
  statuses: true,
  priorities: true,
  tags: true,
  dueFrom: true,
  dueTo: true,
  plannedFrom: true,
  plannedTo: true,
  completedFrom: true,
  completedTo: true,
  preset: true,
  hasProject: true,
  withSuggestions: true,
};
type FilterKey = keyof TaskFilter;
const FILTER_KEYS = Object.keys(FILTERS) as readonly FilterKey[]; // the keys of just this object

function keysOf(filter: TaskFilter): readonly FilterKey[] {
  return FILTER_KEYS.filter((key) => {
    const value = filter[key];
    // What `filterOf` takes for no condition; withSuggestions says something only when it is false.
    if (value === undefined || (key === 'withSuggestions' && value === true)) return false;
    return !((key === 'text' && value === '') || (key === 'tags' && filter.tags?.length === 0));
  });
}

function asksOnlyFor(filter: TaskFilter, ...allowed: readonly FilterKey[]): boolean {
  return keysOf(filter).every((key) => allowed.includes(key));
}

/** Where rows of a page are read from: in the page's own order where a narrow index has it. */
export function rowsInOrder(input: TaskListInput): SQL {
  if (input.sort === 'title' && asksOnlyFor(input)) return sql`tasks indexed by tasks_by_title`;
  const isByCompletion = input.sort === '-completedAt' && isOnlyClosed(input);
  if (isByCompletion && asksOnlyFor(input, 'statuses', 'completedFrom', 'completedTo')) {
    return sql`tasks indexed by tasks_closed`;
  }
  return rowsFor(input);
}

function isOnlyClosed({ statuses }: TaskFilter): boolean {
  return statuses !== undefined && !statuses.some((status) => OPEN.includes(status));
}

/** True where `quickCount` may have an answer. */
export function isQuicklyCounted(filter: TaskFilter): boolean {
  return quickCount(filter) !== undefined;
}

/** A select of one number, `n`: how many tasks match, where an index of its own tells; else undefined. */
export function quickCount(filter: TaskFilter): SQL | undefined {
  const [key, ...more] = keysOf(filter);
  if (more.length > 0) return undefined;
  switch (key) {
    case undefined:
      return sql`select count(*) as n from tasks where deleted_at is null`;
    case 'text':
      return sql`select count(*) as n from tasks indexed by tasks_by_title
        where deleted_at is null and ${contains(sql`lower(title)`, filter.text ?? '')}`;
    case 'statuses':
      return isOnlyClosed(filter)
        ? sql`select count(*) as n from tasks indexed by tasks_closed where deleted_at is null and is_open = 0
            and status in (select value from json_each(${JSON.stringify(filter.statuses)}))`
        : undefined;
    case 'tags':
      return sql`select count(*) as n from (${taggedWith(filter.tags ?? [])})
        where entity_id not in (select id from tasks where deleted_at is not null)`;
    case 'clientIds':
      return sql`select (select count(*) from tasks where deleted_at is null and project_id in ${projectsOf(filter)})
        + (select count(*) from tasks indexed by tasks_by_client where deleted_at is null
          and client_id in ${givenClients(filter)}
          and (select p.client_id from projects p where p.id = tasks.project_id) is null) as n`;
    default:
      return undefined;
  }
}

/**
 * A condition that holds for all that match and for few others, where tags or clients leave few: then those are looked
 * up by row. Undefined where there are more than `most`, or the filter finds its rows by another index.
 */
export async function findFew(reader: Reader, filter: TaskFilter, most: number): Promise<SQL | undefined> {
  if (filter.projectIds !== undefined || typeof filter.parentId === 'string') return undefined;
  const candidates = candidatesOf(filter);
  if (!candidates) return undefined;
  const limit = most + 1;
  const [row] = await reader
    .select({ value: sql<number>`count(*)` })
    .from(sql`(select 1 from (${candidates.ids}) limit ${limit})`);
  return (row?.value ?? limit) <= most ? sql`tasks.rowid in (${candidates.rowids})` : undefined;
}

function candidatesOf(filter: TaskFilter): { readonly ids: SQL; readonly rowids: SQL } | undefined {
  if (filter.tags !== undefined && filter.tags.length > 0) {
    const ids = taggedWith(filter.tags);
    return { ids, rowids: sql`select t.rowid from tasks t where t.id in (${ids})` };
  }
  if (filter.clientIds === undefined) return undefined;
  const rowids = sql`select rowid from tasks where deleted_at is null and project_id in ${projectsOf(filter)}
    union all select rowid from tasks indexed by tasks_by_client where deleted_at is null
      and client_id in ${givenClients(filter)}`;
  return { ids: rowids, rowids };
}

/** Ids of tasks that carry every one of these tags, those in the trash among them. */
function taggedWith(tags: readonly string[]): SQL {
  const each = tags.map((tag) => sql`select entity_id from taggings where entity = 'task' and tag = ${tag}`);
  return sql.join(each, sql` intersect `);
}

function givenClients({ clientIds = [] }: TaskFilter): SQL {
  return sql`(select value from json_each(${JSON.stringify(clientIds)}))`;
}

function projectsOf(filter: TaskFilter): SQL {
  return sql`(select id from projects where client_id in ${givenClients(filter)})`;
}
