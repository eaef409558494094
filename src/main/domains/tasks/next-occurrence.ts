import type { Task } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import { rollForward } from './recurrence.ts';

/**
 * The tasks that follow when a repeating one is done. The last of them carries the series on; the ones before it
 * are occurrences that were missed and that the catch-up rule asks to make.
 */
export async function followingOccurrences(
  task: Task,
  today: string,
  make: { readonly nextId: () => string; readonly nowMs: number },
): Promise<readonly EntityInsert<'task'>[]> {
  if (!task.recurrence) return [];
  const { mode, catchUp, rrule } = task.recurrence;
  const due = task.dueDate ?? task.plannedDate ?? today;
  const follow = await rollForward({ rrule, mode, catchUp, due, today });
  return follow.dates.map((date, index) => ({
    ...task,
    id: make.nextId(),
    status: 'todo' as const,
    completedAt: null,
    dueDate: task.dueDate === null ? null : date,
    plannedDate: shiftedPlan(task, date),
    checklist: task.checklist.map((item) => ({ ...item, isDone: false })),
    recurrence: index === follow.dates.length - 1 ? { rrule: follow.rrule, mode, catchUp } : null,
    createdAt: make.nowMs,
    updatedAt: make.nowMs,
  }));
}

/** A plan keeps its distance from the due day; a task that has only a plan moves by it. */
function shiftedPlan(task: Task, date: string): string | null {
  if (task.plannedDate === null) return null;
  if (task.dueDate === null) return date;
  const lead = Math.round((Date.parse(task.plannedDate) - Date.parse(task.dueDate)) / 86_400_000);
  return addDays(date, lead);
}
