import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { toLocalDate, type LocalDate } from '#renderer/lib/dates.ts';
import { agendaDay } from '#renderer/entities/task/due-date.ts';
import type { TaskGroup } from './task-search.ts';

/** What a group is about; the list puts it into words. */
export type GroupKey =
  | { readonly kind: 'overdue' | 'no_date' | 'no_project' }
  | { readonly kind: 'day'; readonly day: LocalDate }
  | { readonly kind: 'project'; readonly id: string; readonly name: string; readonly colour: string | null }
  | { readonly kind: 'priority'; readonly priority: TaskListItem['priority'] };

export type TaskEntry =
  | { readonly kind: 'heading'; readonly key: string; readonly group: GroupKey; readonly count: number }
  | { readonly kind: 'task'; readonly key: string; readonly task: TaskListItem };

type Grouping = { readonly by: TaskGroup; readonly isDone: boolean; readonly today: LocalDate };

function groupKey(task: TaskListItem, { by, isDone, today }: Grouping): GroupKey {
  if (by === 'priority') return { kind: 'priority', priority: task.priority };
  if (by === 'project') {
    if (task.projectId === null || task.projectName === null) return { kind: 'no_project' };
    return { kind: 'project', id: task.projectId, name: task.projectName, colour: task.projectColour };
  }
  if (isDone) {
    return task.completedAt === null
      ? { kind: 'no_date' }
      : { kind: 'day', day: toLocalDate(new Date(task.completedAt)) };
  }
  const day = agendaDay(task);
  if (day === null) return { kind: 'no_date' };
  if (day >= today) return { kind: 'day', day };
  // Planned for a day that is over, but not late: it is today's.
  const isLate = task.dueDate !== null && task.dueDate < today;
  return isLate ? { kind: 'overdue' } : { kind: 'day', day: today };
}

function nameOf(group: GroupKey): string {
  switch (group.kind) {
    case 'day':
      return `day ${group.day}`;
    case 'project':
      return `project ${group.id}`;
    case 'priority':
      return `priority ${group.priority}`;
    default:
      return group.kind;
  }
}

/** What is late first, then today's: they come mixed, sorted by a day that for both is over. */
function inDeskOrder(tasks: readonly TaskListItem[], grouping: Grouping): readonly TaskListItem[] {
  if (grouping.by !== 'day' || grouping.isDone) return tasks;
  const isLate = (task: TaskListItem): boolean => groupKey(task, grouping).kind === 'overdue';
  const end = tasks.findLastIndex(isLate) + 1;
  const head = tasks.slice(0, end);
  return [...head.filter(isLate), ...head.filter((task) => !isLate(task)), ...tasks.slice(end)];
}

/** Puts a heading before each run of tasks that belong together. The tasks come in the order of the grouping. */
export function groupTasks(tasks: readonly TaskListItem[], grouping: Grouping): TaskEntry[] {
  const entry = (task: TaskListItem): TaskEntry => ({ kind: 'task', key: task.id, task });
  if (grouping.by === 'none') return tasks.map(entry);
  const runs: { name: string; group: GroupKey; tasks: TaskListItem[] }[] = [];
  for (const task of inDeskOrder(tasks, grouping)) {
    const group = groupKey(task, grouping);
    const name = nameOf(group);
    const last = runs.at(-1);
    if (last?.name === name) last.tasks.push(task);
    else runs.push({ name, group, tasks: [task] });
  }
  return runs.flatMap(({ name, group, tasks: members }, index): TaskEntry[] => [
    // A task that lingers at its old place can split a run: the place keeps the keys apart.
    { kind: 'heading', key: `heading ${index} ${name}`, group, count: members.length },
    ...members.map(entry),
  ]);
}
