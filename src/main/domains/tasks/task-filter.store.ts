import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { TaskFilter, TaskStatus } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { contains, hasTagsIn } from '#main/db/keyset.ts';
import { projects } from '#main/db/tables/projects.ts';
import { tasks } from '#main/db/tables/tasks.ts';

export type TaskPreset = NonNullable<TaskFilter['preset']>;

export const OPEN: readonly TaskStatus[] = ['todo', 'in_progress', 'waiting'];

/** True for tasks that wait for a checkpoint not reached yet. */
export const isBlocked = sql<number>`exists (select 1 from task_waits w join checkpoints c on c.id = w.checkpoint_id
  where w.task_id = tasks.id and c.reached_at is null and c.deleted_at is null)`;

/**
 * The same as a filter: the few that wait are listed once. The plus keeps SQLite from looking each of them up among
 * the rows, where reading the index in order finds a page sooner.
 */
const isAmongBlocked = sql`+${tasks.id} in (select w.task_id from task_waits w join checkpoints c on c.id = w.checkpoint_id
  where c.reached_at is null and c.deleted_at is null)`;

/**
 * What nobody has accepted yet is shown in place and counts for nothing. Said by id, which every index holds: the few
 * suggestions have an index of their own, and a look at the flags would read each row.
 */
export const isNoSuggestion = sql`+${tasks.id} not in (select s.id from tasks s where s.is_ai_suggested = 1 and s.is_approved = 0)`;

/** The client that a task counts for: its project's, or its own. */
export const effectiveClientId = sql<
  string | null
>`coalesce((select p.client_id from projects p where p.id = tasks.project_id), tasks.client_id)`;

/** As `effectiveClientId in …`, with the clients' projects listed once instead of looked up for each task. */
function countsFor(clientIds: readonly string[]): SQL {
  const given = sql`(select value from json_each(${JSON.stringify(clientIds)}))`;
  return sql`(${tasks.projectId} in (select ${projects.id} from ${projects} where ${projects.clientId} in ${given})
    or (${tasks.clientId} in ${given} and (select p.client_id from projects p where p.id = ${tasks.projectId}) is null))`;
}

/**
 * Where a filter's rows are read from. Said by name: the planner knows nothing of how many rows hold what, and takes
 * an index that is right in order and then looks up every row, which at 60,000 tasks costs ten times as much.
 */
export function rowsFor({ preset, projectIds, parentId }: TaskFilter): SQL {
  if (preset === 'suggested') return sql`tasks indexed by tasks_suggested`;
  if (preset === 'recurring') return sql`tasks indexed by tasks_recurring`;
  // A project's tasks, or those below a task, are few and found by their own index.
  if (projectIds !== undefined || typeof parentId === 'string') return sql`tasks`;
  return sql`tasks indexed by tasks_list`;
}

/** Nearly every task: the plus keeps SQLite from taking it for a good way to find rows. */
const hasNoParent = sql`+${tasks.parentId} is null`;

export function presetFilter(preset: TaskPreset, today: string): SQL | undefined {
  const open = eq(tasks.isOpen, true);
  switch (preset) {
    case 'today':
      // What is late has a list of its own; what was planned for an earlier day and is not late is today's.
      return and(open, lte(tasks.agendaDate, today), or(isNull(tasks.dueDate), gte(tasks.dueDate, today)));
    case 'overdue':
      // The first condition follows from the second and is one that the index can seek by.
      return and(open, lt(tasks.agendaDate, today), lt(tasks.dueDate, today));
    case 'week':
      return and(open, lte(tasks.agendaDate, addDays(today, 7)));
    case 'no_date':
      return and(open, eq(tasks.agendaDate, '9999-12-31'));
    case 'inbox':
      return and(open, isNull(tasks.projectId), hasNoParent);
    case 'recurring':
      return and(open, isNotNull(tasks.recurrence));
    case 'waiting':
      return and(open, or(eq(tasks.status, 'waiting'), isAmongBlocked));
    case 'suggested':
      return and(sql`${tasks.isAiSuggested} = 1 and ${tasks.isApproved} = 0 and +${tasks.isOpen} = 1`);
  }
}

export function filterOf(filter: TaskFilter, today: string): SQL | undefined {
  return and(
    isNull(tasks.deletedAt),
    filter.text ? contains(tasks.title, filter.text) : undefined,
    filter.projectIds ? inArray(tasks.projectId, filter.projectIds) : undefined,
    filter.clientIds ? countsFor(filter.clientIds) : undefined,
    parentFilter(filter.parentId),
    statusFilter(filter.statuses),
    filter.priorities ? inArray(tasks.priority, filter.priorities) : undefined,
    hasTagsIn(tasks.tags, filter.tags),
    filter.dueFrom ? gte(tasks.dueDate, filter.dueFrom) : undefined,
    filter.dueTo ? lte(tasks.dueDate, filter.dueTo) : undefined,
    filter.plannedFrom ? gte(tasks.plannedDate, filter.plannedFrom) : undefined,
    filter.plannedTo ? lte(tasks.plannedDate, filter.plannedTo) : undefined,
    filter.completedFrom ? gte(tasks.completedAt, startOfDayMs(filter.completedFrom)) : undefined,
    filter.completedTo ? lt(tasks.completedAt, startOfDayMs(addDays(filter.completedTo, 1))) : undefined,
    filter.hasProject === undefined
      ? undefined
      : filter.hasProject
        ? isNotNull(tasks.projectId)
        : isNull(tasks.projectId),
    filter.withSuggestions === false ? isNoSuggestion : undefined,
    filter.preset ? presetFilter(filter.preset, today) : undefined,
  );
}

/** Midnight of a calendar day in the machine's time zone. */
function startOfDayMs(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

function parentFilter(parentId: TaskFilter['parentId']): SQL | undefined {
  if (parentId === undefined) return undefined;
  return parentId === null ? hasNoParent : eq(tasks.parentId, parentId);
}

function statusFilter(statuses: readonly TaskStatus[] | undefined): SQL | undefined {
  if (!statuses) return undefined;
  const open = statuses.filter((status) => OPEN.includes(status));
  // What follows from the status is what the list's index begins with.
  if (open.length === OPEN.length && statuses.length === OPEN.length) return eq(tasks.isOpen, true);
  const narrowed = open.length === statuses.length ? true : open.length === 0 ? false : undefined;
  return and(
    narrowed === undefined ? undefined : eq(tasks.isOpen, narrowed),
    inArray(tasks.status, [...statuses]),
  );
}
