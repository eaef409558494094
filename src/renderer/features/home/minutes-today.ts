import type { Task } from '#shared/contracts/tasks.ts';
import { daysBetween, type LocalDate } from '#renderer/lib/dates.ts';

/** Today's part of a task: work that has until Wednesday is not all done today. In whole minutes. */
export function minutesToday(task: Pick<Task, 'estimateMinutes' | 'dueDate'>, today: LocalDate): number {
  const { estimateMinutes, dueDate } = task;
  if (estimateMinutes === null) return 0;
  const days = dueDate === null ? 1 : Math.max(1, daysBetween(today, dueDate) + 1);
  return Math.round(estimateMinutes / days);
}
