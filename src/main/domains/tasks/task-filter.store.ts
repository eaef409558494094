import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { TaskFilter, TaskStatus } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { contains, hasTags } from '#main/db/keyset.ts';
import { tasks } from '#main/db/tables/tasks.ts';

export type TaskPreset = NonNullable<TaskFilter['preset']>;

const OPEN: readonly TaskStatus[] = ['todo', 'in_progress', 'waiting'];

/** True for tasks that wait for a checkpoint not reached yet. */
export const isBlocked = sql<number>`exists (select 1 from task_waits w join checkpoints c on c.id = w.checkpoint_id
  where w.task_id = tasks.id and c.reached_at is null and c.deleted_at is null)`;

/**
 * The same as a filter: the few that wait are listed once. The plus keeps SQLite from looking each of them up among
 * the rows, where reading the index in order finds a page sooner.
 */
const isAmongBlocked = sql`+${tasks.id} in (select w.task_id from task_waits w join checkpoints c on c.id = w.checkpoint_id
  where c.reached_at is null and c.deleted_at is null)`;

/** Said by status, which the indexes hold; the same rows as `is_open = 1`. */
const isOpenByStatus = inArray(tasks.status, ['todo', 'in_progress', 'waiting']);

/** The client that a task counts for: its project's, or its own. */
export const effectiveClientId = sql<
  string | null
>`coalesce((select p.client_id from projects p where p.id = tasks.project_id), tasks.client_id)`;

/** Nearly every task: the plus keeps SQLite from taking it for a good way to find rows. */
const hasNoParent = sql`+${tasks.parentId} is null`;

export function presetFilter(preset: TaskPreset, today: string): SQL | undefined {
  const open = eq(tasks.isOpen, true);
  switch (preset) {
    case 'today':
      return and(open, lte(tasks.agendaDate, today));
    case 'overdue':
      // The first condition follows from the second and is one that the index can seek by.
      return and(open, lt(tasks.agendaDate, today), lt(tasks.dueDate, today));
    case 'week':
      return and(open, lte(tasks.agendaDate, addDays(today, 7)));
    case 'no_date':
      return and(open, eq(tasks.agendaDate, '9999-12-31'));
    case 'inbox':
      return and(isOpenByStatus, isNull(tasks.projectId), hasNoParent);
    case 'recurring':
      return and(isOpenByStatus, isNotNull(tasks.recurrence));
    case 'waiting':
      return and(isOpenByStatus, or(eq(tasks.status, 'waiting'), isAmongBlocked));
    case 'suggested':
      return and(sql`${tasks.isAiSuggested} = 1 and ${tasks.isApproved} = 0 and +${tasks.isOpen} = 1`);
  }
}

export function filterOf(filter: TaskFilter, today: string): SQL | undefined {
  return and(
    isNull(tasks.deletedAt),
    filter.text ? contains(tasks.title, filter.text) : undefined,
    filter.projectIds ? inArray(tasks.projectId, filter.projectIds) : undefined,
    filter.clientIds ? inArray(effectiveClientId, filter.clientIds) : undefined,
    parentFilter(filter.parentId),
    statusFilter(filter.statuses),
    filter.priorities ? inArray(tasks.priority, filter.priorities) : undefined,
    hasTags('task', tasks.id, filter.tags),
    filter.dueFrom ? gte(tasks.dueDate, filter.dueFrom) : undefined,
    filter.dueTo ? lte(tasks.dueDate, filter.dueTo) : undefined,
    filter.plannedFrom ? gte(tasks.plannedDate, filter.plannedFrom) : undefined,
    filter.plannedTo ? lte(tasks.plannedDate, filter.plannedTo) : undefined,
    filter.hasProject === undefined
      ? undefined
      : filter.hasProject
        ? isNotNull(tasks.projectId)
        : isNull(tasks.projectId),
    filter.preset ? presetFilter(filter.preset, today) : undefined,
  );
}

function parentFilter(parentId: TaskFilter['parentId']): SQL | undefined {
  if (parentId === undefined) return undefined;
  return parentId === null ? hasNoParent : eq(tasks.parentId, parentId);
}

function statusFilter(statuses: readonly TaskStatus[] | undefined): SQL | undefined {
  if (!statuses) return undefined;
  const isOpenSet = statuses.length === OPEN.length && OPEN.every((status) => statuses.includes(status));
  // The same rows, said in the way that the agenda index is made for.
  return isOpenSet ? eq(tasks.isOpen, true) : inArray(tasks.status, [...statuses]);
}
