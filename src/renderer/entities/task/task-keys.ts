import type { KeyboardEvent } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { isClosed, isProposal } from './due-date.ts';
import type { TaskTools } from './task-tools-context.ts';

/** Ticks all of them, or unticks them where every one is done already. */
export function toggleDone(tasks: readonly TaskListItem[], tools: TaskTools): void {
  const real = tasks.filter((task) => !isProposal(task));
  if (real.length > 0) tools.actions.complete(real, !real.every(isClosed));
}

/**
 * Keys that act on rows and on nothing else: Space ticks, Delete moves to the trash. Letters are commands
 * (see task-scope.tsx), because only those know that "g d" is one thing.
 */
export function handleTaskKey(
  event: KeyboardEvent,
  tasks: readonly TaskListItem[],
  tools: TaskTools,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || tasks.length === 0) return false;
  if (event.key === ' ') toggleDone(tasks, tools);
  else if (event.key === 'Delete' || event.key === 'Backspace') tools.actions.remove(tasks);
  else return false;
  return true;
}
