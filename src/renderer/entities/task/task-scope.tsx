import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { useCommands, type Command } from '#renderer/lib/commands.tsx';
import { isProposal } from './due-date.ts';
import { toggleDone } from './task-keys.ts';
import { pickAnchor, useTaskTools, type TaskPickerKind, type TaskTools } from './task-tools-context.ts';

type TaskAct = TaskPickerKind | 'tick' | 'edit' | 'accept' | 'remove';

const PICKS = [
  { kind: 'due', keys: 'd', title: 'setDue' },
  { kind: 'priority', keys: 'p', title: 'setPriority' },
  { kind: 'status', keys: 's', title: 'setStatus' },
  { kind: 'project', keys: 'm', title: 'moveToProject' },
  { kind: 'tags', keys: 'l', title: 'setTags' },
  { kind: 'planned', keys: undefined, title: 'setPlanned' },
] as const satisfies readonly { kind: TaskPickerKind; keys: string | undefined; title: string }[];

const EVENT = 'adiuva-task-act';
const SCOPE = '[data-task-scope]';

/** Asks the list or panel that has the focus; where none has it, the one that was opened last. */
function act(detail: TaskAct): void {
  const { activeElement } = document;
  const scope = activeElement?.closest(SCOPE) ?? [...document.querySelectorAll(SCOPE)].at(-1);
  scope?.dispatchEvent(new CustomEvent(EVENT, { detail }));
}

/**
 * The commands on tasks. Every scope offers the same ones and they know no list: the scope with the focus
 * answers, so that a key means the row under the cursor in a list and the task itself in its panel.
 */
function useTaskCommands(): void {
  const { t } = useTranslation('tasks');
  const group = t('title');
  useCommands([
    // Space and Delete are the row's own keys: as shortcuts of the whole page they would press no button any more.
    {
      id: 'tasks.tick-key',
      title: t('tickOrUntick'),
      group,
      keys: 'space',
      enabled: false,
      hiddenInPalette: true,
      run: () => act('tick'),
    },
    {
      id: 'tasks.remove-key',
      title: t('moveToTrash'),
      group,
      keys: 'delete',
      enabled: false,
      hiddenInPalette: true,
      run: () => act('remove'),
    },
    { id: 'tasks.edit-title', title: t('editTitle'), group, keys: 'e', run: () => act('edit') },
    {
      id: 'tasks.accept',
      title: t('accept'),
      group,
      keys: 'a',
      hiddenInPalette: true,
      run: () => act('accept'),
    },
    ...PICKS.map(({ kind, keys, title }): Command => ({
      id: `tasks.pick-${kind}`,
      title: t(title),
      group,
      keys,
      hiddenInPalette: true,
      run: () => act(kind),
    })),
  ]);
}

function perform(
  detail: TaskAct,
  tasks: readonly TaskListItem[],
  tools: TaskTools,
  scope: HTMLElement,
): void {
  const [first] = tasks;
  if (first === undefined) return;
  const row = scope.querySelector<HTMLElement>(`[role="row"][data-key="${first.id}"]`);
  switch (detail) {
    case 'tick':
      return toggleDone(tasks, tools);
    case 'edit':
      return tools.setEditing(first.id);
    case 'accept':
      return tools.actions.approve(tasks.filter(isProposal));
    case 'remove':
      return tools.actions.remove(tasks);
    default: {
      const place = row ?? scope;
      const returnTo = row ?? scope.closest<HTMLElement>('[data-side-panel]');
      return tools.pick({ kind: detail, tasks, anchor: pickAnchor(place, detail), returnTo });
    }
  }
}

type TaskScopeProps = {
  /** The tasks that a command is about now: the selection, else the row under the cursor. */
  current(): readonly TaskListItem[];
  className?: string;
  children: ReactNode;
};

export function TaskScope({ current, className, children }: TaskScopeProps) {
  const tools = useTaskTools();
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef({ current, tools });
  useLayoutEffect(() => {
    latest.current = { current, tools };
  });
  useTaskCommands();
  useEffect(() => {
    const scope = element.current;
    if (scope === null) return undefined;
    const onAct = (event: Event): void => {
      // Only `act` above sends this event.
      const { detail } = event as CustomEvent<TaskAct>;
      perform(detail, latest.current.current(), latest.current.tools, scope);
    };
    scope.addEventListener(EVENT, onAct);
    return () => scope.removeEventListener(EVENT, onAct);
  }, []);
  return (
    <div ref={element} data-task-scope="" className={className}>
      {children}
    </div>
  );
}
