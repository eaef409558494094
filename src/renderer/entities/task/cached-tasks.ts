import type { TaskDetail, TaskListItem } from '#shared/contracts/tasks.ts';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import type { Optimistic } from '#renderer/api/use-write.ts';

type TaskChange = (task: TaskListItem) => TaskListItem;

function hasSubtasks(value: unknown): value is TaskDetail {
  return typeof value === 'object' && value !== null && 'subtasks' in value && Array.isArray(value.subtasks);
}

/** The desk of Home is an object of lists. */
function mapLists(cached: unknown, change: (list: unknown) => unknown): unknown {
  if (typeof cached !== 'object' || cached === null || Array.isArray(cached)) return cached;
  return Object.fromEntries(
    Object.entries(cached).map(([name, value]) => [name, Array.isArray(value) ? change(value) : value]),
  );
}

/** These tasks look like this at once wherever one is shown: in lists, in the panel, under their parent, on Home. */
export function showTasksAs(ids: readonly string[], change: TaskChange): Optimistic[] {
  const patch = patchItems<TaskListItem>(ids, change);
  const inDetail = (cached: unknown): unknown => {
    const patched = patch(cached);
    return hasSubtasks(patched) ? { ...patched, subtasks: patch(patched.subtasks) } : patched;
  };
  return [
    { key: ['tasks', 'list'], update: patch },
    { key: ['tasks', 'get'], update: inDetail },
    { key: ['home'], update: (cached) => mapLists(cached, patch) },
  ];
}

/** These tasks are gone from every list at once; the panel of one stays until the host has answered. */
export function hideTasks(ids: readonly string[]): Optimistic[] {
  const drop = dropItems(ids);
  const inDetail = (cached: unknown): unknown =>
    hasSubtasks(cached) ? { ...cached, subtasks: drop(cached.subtasks) } : cached;
  return [
    { key: ['tasks', 'list'], update: drop },
    { key: ['tasks', 'get'], update: inDetail },
    { key: ['home'], update: (cached) => mapLists(cached, drop) },
  ];
}
