import { TASK_PRIORITIES, TASK_SORTS, TASK_STATUSES } from '#shared/contracts/choices.ts';
import type { TaskQuery } from '#renderer/entities/task/task-queries.ts';
import { addressParser, day, id, listOf, oneOf, tag, text } from '#renderer/lib/address.ts';

export const TASK_VIEWS = [
  'today',
  'overdue',
  'week',
  'open',
  'inbox',
  'no_date',
  'recurring',
  'waiting',
  'suggested',
  'done',
] as const;
export type TaskView = (typeof TASK_VIEWS)[number];

export const TASK_GROUPS = ['day', 'project', 'priority', 'none'] as const;
export type TaskGroup = (typeof TASK_GROUPS)[number];

/** The address of a list: what a link, a saved filter and the back button bring back. A part that does not fit is dropped. */
export const parseTaskSearch = addressParser({
  view: oneOf(TASK_VIEWS),
  q: text(300),
  projects: listOf(id),
  clients: listOf(id),
  statuses: listOf(oneOf(TASK_STATUSES)),
  priorities: listOf(oneOf(TASK_PRIORITIES)),
  tags: listOf(tag, 50),
  from: day,
  to: day,
  sort: oneOf(TASK_SORTS),
  group: oneOf(TASK_GROUPS),
});
export type TaskSearch = ReturnType<typeof parseTaskSearch>;

const OPEN = ['todo', 'in_progress', 'waiting'] as const;

export function viewOf(search: TaskSearch): TaskView {
  return search.view ?? 'open';
}

export function groupOf(search: TaskSearch): TaskGroup {
  return search.group ?? 'day';
}

/** A grouping sets the order, so that a group is never torn apart by the next page of the list. */
export function sortOf(search: TaskSearch): (typeof TASK_SORTS)[number] {
  const isDone = viewOf(search) === 'done';
  switch (groupOf(search)) {
    case 'day':
      return isDone ? '-completedAt' : 'smart';
    case 'project':
      return 'project';
    case 'priority':
      return '-priority';
    default:
      return search.sort ?? (isDone ? '-completedAt' : 'smart');
  }
}

function some<T>(values: readonly T[] | undefined): T[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...values];
}

export function toTaskQuery(search: TaskSearch): TaskQuery {
  const view = viewOf(search);
  const statuses = view === 'done' ? (['done'] as const) : view === 'open' ? OPEN : undefined;
  return {
    preset: view === 'open' || view === 'done' ? undefined : view,
    text: search.q?.trim() || undefined,
    projectIds: some(search.projects),
    clientIds: some(search.clients),
    statuses: some(search.statuses) ?? some(statuses),
    priorities: some(search.priorities),
    tags: some(search.tags),
    dueFrom: search.from,
    dueTo: search.to,
    sort: sortOf(search),
  };
}

const FILTERS = ['q', 'projects', 'clients', 'statuses', 'priorities', 'tags', 'from', 'to'] as const;

/** Filters beyond the view itself. */
export function isFiltered(search: TaskSearch): boolean {
  return FILTERS.some((name) => {
    const value = search[name];
    return value !== undefined && value.length > 0;
  });
}

/** The same view without any filter. */
export function withoutFilters(search: TaskSearch): TaskSearch {
  const { view, sort, group } = search;
  return { view, sort, group };
}
