import { useEffect, useState } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { isClosed } from '#renderer/entities/task/due-date.ts';

/** Long enough to see the tick being drawn and to take it back; each further tick starts it again. */
const LINGER_MS = 1100;

export type Lingering = {
  /** Another list lets nothing linger. */
  readonly listKey: string;
  /** What the host says the list holds. */
  readonly tasks: readonly TaskListItem[];
  /** That, and what was ticked a moment ago, still in its place. */
  readonly shown: readonly TaskListItem[];
  readonly lingering: ReadonlyMap<string, TaskListItem>;
};

export function startLingering(tasks: readonly TaskListItem[], listKey: string): Lingering {
  return { listKey, tasks, shown: tasks, lingering: new Map() };
}

/** The list has new rows: what was open in it and is closed now begins to linger. */
export function advanceLingering(
  state: Lingering,
  tasks: readonly TaskListItem[],
  listKey: string,
): Lingering {
  if (state.listKey !== listKey) return startLingering(tasks, listKey);
  const open = new Set(state.tasks.filter((task) => !isClosed(task)).map((task) => task.id));
  const ticked = tasks.filter((task) => isClosed(task) && open.has(task.id));
  // The same map while nothing new was ticked: a mere refresh must not start the wait again.
  const lingering =
    ticked.length === 0
      ? state.lingering
      : new Map([...state.lingering, ...ticked.map((task) => [task.id as string, task] as const)]);
  return { listKey, tasks, lingering, shown: withLingering(state.shown, tasks, lingering) };
}

/** Puts what has just left `next` back behind the neighbour it had in `shown`. */
function withLingering(
  shown: readonly TaskListItem[],
  next: readonly TaskListItem[],
  lingering: ReadonlyMap<string, TaskListItem>,
): readonly TaskListItem[] {
  if (lingering.size === 0) return next;
  const present = new Set(next.map((task) => task.id));
  const result = [...next];
  for (const [index, task] of shown.entries()) {
    const kept = lingering.get(task.id);
    if (kept === undefined || present.has(task.id)) continue;
    const before = shown[index - 1];
    const place = before === undefined ? 0 : result.findIndex((other) => other.id === before.id) + 1;
    result.splice(place, 0, kept);
  }
  return result;
}

/** A task that was ticked stays for a moment, struck through, before the list closes the gap. */
export function useLingering(tasks: readonly TaskListItem[], listKey: string): readonly TaskListItem[] {
  const [state, setState] = useState(() => startLingering(tasks, listKey));
  // New rows show in this very render, not in the next one.
  const current =
    state.tasks === tasks && state.listKey === listKey ? state : advanceLingering(state, tasks, listKey);
  if (current !== state) setState(current);
  const { lingering } = current;
  useEffect(() => {
    if (lingering.size === 0) return undefined;
    const timer = window.setTimeout(
      () => setState((latest) => startLingering(latest.tasks, latest.listKey)),
      LINGER_MS,
    );
    return () => window.clearTimeout(timer);
  }, [lingering]);
  return current.shown;
}
