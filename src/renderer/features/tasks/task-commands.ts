import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { useCommands, type Command } from '#renderer/lib/commands.tsx';
import { pickAnchor, PICK_KEYS, toggleDone } from '#renderer/entities/task/task-keys.ts';
import { useTaskTools, type TaskPickerKind } from '#renderer/entities/task/task-tools-context.ts';

const TITLES = {
  due: 'setDue',
  planned: 'setPlanned',
  priority: 'setPriority',
  status: 'setStatus',
  project: 'moveToProject',
  tags: 'setTags',
} as const satisfies Record<TaskPickerKind, string>;

function rowOf(task: TaskListItem | undefined): HTMLElement | null {
  return task === undefined ? null : document.querySelector(`[role="row"][data-key="${task.id}"]`);
}

/**
 * The keys of task rows as commands: they stand in the cheat sheet and in the palette, and work on the
 * row under the cursor (or the selection) when the focus is somewhere else on the page.
 */
export function useTaskCommands(current: () => readonly TaskListItem[]): void {
  const { t } = useTranslation('tasks');
  const tools = useTaskTools();
  const group = t('title');
  const onTasks = (act: (tasks: readonly TaskListItem[]) => void) => (): void => {
    const tasks = current();
    if (tasks.length > 0) act(tasks);
  };
  const picks = Object.entries(PICK_KEYS).map(([keys, kind]): Command => ({
    id: `tasks.pick-${kind}`,
    title: t(TITLES[kind]),
    group,
    keys,
    run: onTasks((tasks) => {
      const row = rowOf(tasks[0]) ?? document.querySelector<HTMLElement>('#content');
      if (row !== null) tools.pick({ kind, tasks, anchor: pickAnchor(row, kind), returnTo: row });
    }),
  }));
  useCommands([
    {
      id: 'tasks.tick',
      title: t('tickOrUntick'),
      group,
      keys: 'space',
      run: onTasks((tasks) => toggleDone(tasks, tools)),
    },
    {
      id: 'tasks.edit-title',
      title: t('editTitle'),
      group,
      keys: 'e',
      run: onTasks(([task]) => tools.setEditing(task?.id ?? null)),
    },
    ...picks,
    {
      id: 'tasks.remove',
      title: t('moveToTrash'),
      group,
      keys: 'delete',
      run: onTasks((tasks) => tools.actions.remove(tasks)),
    },
  ]);
}
