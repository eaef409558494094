import type { Task } from '#shared/contracts/tasks.ts';
import type { LocalDate } from '#renderer/lib/dates.ts';

export type DueTone = 'overdue' | 'today' | 'later';

const CLOSED: ReadonlySet<Task['status']> = new Set(['done', 'cancelled']);

export function isClosed(task: Pick<Task, 'status'>): boolean {
  return CLOSED.has(task.status);
}

/** How a due day stands to today; a closed task is never late. */
export function dueTone(task: Pick<Task, 'dueDate' | 'status'>, today: LocalDate): DueTone | undefined {
  if (task.dueDate === null) return undefined;
  if (isClosed(task) || task.dueDate > today) return 'later';
  return task.dueDate === today ? 'today' : 'overdue';
}

/** The day a task shows up on the desk: due or planned, whichever comes first. */
export function agendaDay(task: Pick<Task, 'dueDate' | 'plannedDate'>): LocalDate | null {
  const { dueDate, plannedDate } = task;
  if (dueDate === null || plannedDate === null) return dueDate ?? plannedDate;
  return dueDate < plannedDate ? dueDate : plannedDate;
}

/** Suggested by the assistant and not accepted by anyone yet. */
export function isProposal(task: Pick<Task, 'isAiSuggested' | 'isApproved'>): boolean {
  return task.isAiSuggested && !task.isApproved;
}
