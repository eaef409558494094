import type { KeyboardEvent } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { isClosed, isProposal } from './due-date.ts';
import type { TaskPickerKind, TaskTools } from './task-tools-context.ts';

/** The letters that open a picker on a row, in a menu and in the panel alike. */
export const PICK_KEYS: Readonly<Record<string, TaskPickerKind>> = {
  d: 'due',
  p: 'priority',
  m: 'project',
  l: 'tags',
  s: 'status',
};

/** The part of the row a picker belongs to, or the row itself where that part is not shown. */
export function pickAnchor(row: HTMLElement, kind: TaskPickerKind): HTMLElement {
  const part = row.querySelector<HTMLElement>(`[data-pick="${kind}"]`);
  return part !== null && part.offsetParent !== null ? part : row;
}

/** Ticks all of them, or unticks them where every one is done already. */
export function toggleDone(tasks: readonly TaskListItem[], tools: TaskTools): void {
  const real = tasks.filter((task) => !isProposal(task));
  if (real.length > 0) tools.actions.complete(real, !real.every(isClosed));
}

/**
 * Keys on a task row. `tasks` are the selected ones when there is a selection, else the row's own.
 * Returns true when the key was one of ours.
 */
export function handleTaskKey(
  event: KeyboardEvent,
  tasks: readonly TaskListItem[],
  tools: TaskTools,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const [first] = tasks;
  if (first === undefined || !(event.currentTarget instanceof HTMLElement)) return false;
  const kind = PICK_KEYS[event.key];
  if (kind !== undefined) {
    const row = event.currentTarget;
    tools.pick({ kind, tasks, anchor: pickAnchor(row, kind), returnTo: row });
    return true;
  }
  switch (event.key) {
    case ' ':
      toggleDone(tasks, tools);
      return true;
    case 'e':
      if (tasks.length === 1) tools.setEditing(first.id);
      return true;
    case 'a':
      tools.actions.approve(tasks.filter(isProposal));
      return true;
    case 'Delete':
    case 'Backspace':
      tools.actions.remove(tasks);
      return true;
    default:
      return false;
  }
}
