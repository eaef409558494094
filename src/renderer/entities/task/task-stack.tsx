import { useState, type KeyboardEvent } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { handleTaskKey } from './task-keys.ts';
import { TaskMenu } from './task-menu.tsx';
import { TaskRow } from './task-row.tsx';
import { TaskScope } from './task-scope.tsx';
import { useTaskTools } from './task-tools-context.ts';

type TaskStackProps = {
  /** The name of the list for screen readers. */
  label: string;
  tasks: readonly TaskListItem[];
  showProject?: boolean;
  /** The tasks stand under their parent. */
  isNested?: boolean;
  activeId?: string | null;
  className?: string;
};

const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** A short list of tasks inside a page, with the keys of the long one. It stands inside a TaskToolbox. */
export function TaskStack({ label, tasks, showProject, isNested, activeId, className }: TaskStackProps) {
  const tools = useTaskTools();
  const [cursor, setCursor] = useState<string>();
  const tabStop = tasks.some((task) => task.id === cursor) ? cursor : tasks[0]?.id;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, task: TaskListItem): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move !== undefined) moveFocus(event.currentTarget, move);
    else if (event.key === 'Enter') tools.open(task);
    else if (!handleTaskKey(event, [task], tools)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <TaskScope current={() => tasks.filter((task) => task.id === cursor)}>
      <TaskMenu tasksAt={(id) => tasks.filter((task) => task.id === id)}>
        <div role="grid" aria-label={label} data-task-stack="" className={cn('flex flex-col', className)}>
          {tasks.map((task) => (
            <div
              key={task.id}
              role="row"
              data-key={task.id}
              tabIndex={task.id === tabStop ? 0 : -1}
              onFocus={() => setCursor(task.id)}
              onKeyDown={(event) => onKeyDown(event, task)}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('button, a, input') === null)
                  tools.open(task);
              }}
              className={cn(
                'group/row ring-inset-focus h-11 rounded-lg transition-colors hover:bg-muted',
                activeId === task.id && 'bg-accent hover:bg-accent',
              )}
            >
              <div role="gridcell" className="h-full">
                <TaskRow
                  task={task}
                  isFocused={task.id === tabStop}
                  showProject={showProject}
                  isNested={isNested}
                />
              </div>
            </div>
          ))}
        </div>
      </TaskMenu>
    </TaskScope>
  );
}

/** Also into the next list of the page, so that one key walks the whole desk. */
function moveFocus(row: HTMLElement, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-task-stack] > [role="row"]')];
  rows[rows.indexOf(row) + by]?.focus();
}
