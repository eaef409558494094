import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useTaskActions } from './task-actions.ts';
import { TaskPicker } from './task-pickers.tsx';
import { TaskToolsProvider, type PickRequest, type TaskTools } from './task-tools-context.ts';

type TaskToolboxProps = {
  onOpen(task: Pick<TaskListItem, 'id'>): void;
  children: ReactNode;
};

/** Around any list of TaskRows: their actions, and the one picker that opens wherever a row asks for it. */
export function TaskToolbox({ onOpen, children }: TaskToolboxProps) {
  const actions = useTaskActions();
  const format = useFormat();
  const [editingId, setEditing] = useState<string | null>(null);
  const [request, setRequest] = useState<PickRequest & { readonly number: number }>();
  const opened = useRef(0);
  const latestOpen = useRef(onOpen);
  useLayoutEffect(() => {
    latestOpen.current = onOpen;
  });
  const tools = useMemo<TaskTools>(
    () => ({
      actions,
      format,
      editingId,
      setEditing,
      pick: (next) => {
        opened.current += 1;
        setRequest({ ...next, number: opened.current });
      },
      open: (task) => latestOpen.current(task),
    }),
    [actions, format, editingId],
  );
  const close = (): void => {
    const target = request?.returnTo ?? request?.anchor;
    setRequest(undefined);
    // Back to the row, unless the user has clicked on to something else.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body || document.activeElement === null) target?.focus();
    });
  };
  return (
    <TaskToolsProvider value={tools}>
      {children}
      {request && <TaskPicker key={request.number} request={request} actions={actions} onClose={close} />}
    </TaskToolsProvider>
  );
}
