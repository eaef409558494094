import { createContext, useContext } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import type { Formatter } from '#renderer/lib/format.ts';
import type { TaskActions } from './task-actions.ts';

export type TaskPickerKind = 'due' | 'planned' | 'priority' | 'status' | 'project' | 'tags';

export type PickRequest = {
  readonly kind: TaskPickerKind;
  readonly tasks: readonly TaskListItem[];
  /** The picker opens here and gives the focus back to `returnTo`, else to here. */
  readonly anchor: HTMLElement;
  readonly returnTo?: HTMLElement | null;
};

/** What rows and menus need, made once for a whole list instead of once a row. */
export type TaskTools = {
  readonly actions: TaskActions;
  readonly format: Formatter;
  /** The row whose title is being edited. */
  readonly editingId: string | null;
  setEditing(id: string | null): void;
  pick(request: PickRequest): void;
  open(task: TaskListItem): void;
};

const TaskToolsContext = createContext<TaskTools | undefined>(undefined);

export const TaskToolsProvider = TaskToolsContext.Provider;

export function useTaskTools(): TaskTools {
  const tools = useContext(TaskToolsContext);
  if (!tools) throw new Error('TaskToolbox is missing above this component');
  return tools;
}

/** The part of a row or panel that a picker belongs to, or the whole of it where that part is not shown. */
export function pickAnchor(place: HTMLElement, kind: TaskPickerKind): HTMLElement {
  const part = place.querySelector<HTMLElement>(`[data-pick="${kind}"]`);
  return part !== null && part.offsetParent !== null ? part : place;
}
