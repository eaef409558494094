import { z } from 'zod';
import { clientIdSchema, localDateSchema, projectIdSchema, tagSchema } from '#shared/contracts/common.ts';
import { TASK_SORTS, taskPrioritySchema, taskStatusSchema } from '#shared/contracts/tasks.ts';
import type { TaskQuery } from '#renderer/entities/task/task-queries.ts';

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
export const taskSearchSchema = z.object({
  view: z.enum(TASK_VIEWS).optional().catch(undefined),
  q: z.string().max(300).optional().catch(undefined),
  projects: z.array(projectIdSchema).max(200).optional().catch(undefined),
  clients: z.array(clientIdSchema).max(200).optional().catch(undefined),
  statuses: z.array(taskStatusSchema).optional().catch(undefined),
  priorities: z.array(taskPrioritySchema).optional().catch(undefined),
  tags: z.array(tagSchema).max(50).optional().catch(undefined),
  from: localDateSchema.optional().catch(undefined),
  to: localDateSchema.optional().catch(undefined),
  sort: z.enum(TASK_SORTS).optional().catch(undefined),
  group: z.enum(TASK_GROUPS).optional().catch(undefined),
});
export type TaskSearch = z.infer<typeof taskSearchSchema>;

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
