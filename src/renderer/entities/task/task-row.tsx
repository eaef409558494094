import { Calendar, Check, FolderKanban, Sparkles, X } from 'lucide-react';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { TaskTick } from '#renderer/ui/checkbox.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';
import { PriorityIcon } from '#renderer/ui/task-icons.tsx';
import { isClosed, isProposal } from './due-date.ts';
import { DueLabel, TaskMarks } from './task-marks.tsx';
import { TaskTitleEditor } from './task-title-editor.tsx';
import { useTaskTools, type TaskPickerKind } from './task-tools-context.ts';

type TaskRowProps = {
  task: TaskListItem;
  /** The row under the cursor: only its controls are on the Tab path. */
  isFocused?: boolean;
  /** Left out on a page that is about one project. */
  showProject?: boolean;
  /** It stands under its parent. */
  isNested?: boolean;
  className?: string;
};

/** The element that has the keyboard: the row of the grid around this content. */
function rowOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[role="row"]');
}

/** After a click with the mouse the keyboard goes on from the row, not from a small button inside it. */
function focusRowOf(event: MouseEvent): void {
  if (event.detail > 0) rowOf(event.currentTarget)?.focus();
}

/** One task, the same in every list. It stands in a `role="row"` inside a TaskToolbox. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, isFocused = false, showProject = true, isNested = false, className } = props;
  const { t } = useTranslation();
  const { actions, editingId, setEditing } = useTaskTools();
  const proposal = isProposal(task);
  const isEditing = editingId === task.id;
  const tabIndex = isFocused ? 0 : -1;
  const finishEdit = (title: string | undefined): void => {
    setEditing(null);
    if (title !== undefined) actions.update([task], { title });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[role="row"][data-key="${task.id}"]`)?.focus(),
    );
  };
  return (
    <div
      className={cn(
        '@container flex h-full min-h-11 items-center gap-3 px-3 text-sm',
        proposal && 'proposal my-px h-[calc(100%-2px)] rounded-lg',
        className,
      )}
    >
      {proposal ? (
        <Sparkles aria-hidden className="size-4.5 shrink-0 p-px text-secondary-text" />
      ) : (
        <span className="contents" onClickCapture={focusRowOf}>
          <RowTick task={task} tabIndex={tabIndex} />
        </span>
      )}
      <div className="flex min-w-0 flex-1 items-center gap-2.5">
        {isEditing ? (
          <TaskTitleEditor title={task.title} onFinish={finishEdit} />
        ) : (
          <>
            <span
              dir="auto"
              className={cn(
                'truncate transition-colors duration-300',
                isClosed(task) && 'text-muted-foreground line-through decoration-muted-foreground/50',
              )}
            >
              {proposal && <span className="sr-only">{t('proposal')}: </span>}
              {task.title}
            </span>
            <span className="hidden shrink-0 items-center gap-2 text-meta @md:flex">
              <TaskMarks task={task} isNested={isNested} />
            </span>
          </>
        )}
      </div>
      {proposal ? (
        <ProposalActions task={task} tabIndex={tabIndex} showProject={showProject} />
      ) : (
        <RowFacts task={task} tabIndex={tabIndex} showProject={showProject} />
      )}
    </div>
  );
});

function RowTick({ task, tabIndex }: { task: TaskListItem; tabIndex: number }) {
  const { actions } = useTaskTools();
  return (
    <TaskTick
      checked={task.status === 'done'}
      name={task.title}
      priority={task.priority}
      tabIndex={tabIndex}
      onCheckedChange={(isDone) => actions.complete([task], isDone)}
    />
  );
}

function ProposalActions({ task, tabIndex, showProject }: FactsProps) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  return (
    <div className="flex shrink-0 items-center gap-1">
      {showProject && task.projectName !== null && (
        <span className="me-2 hidden max-w-34 text-meta @xl:block @4xl:max-w-44">
          <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>
        </span>
      )}
      <span className="me-2 hidden text-meta @lg:block">
        <DueLabel task={task} />
      </span>
      <IconButton
        label={t('acceptNamed', { title: task.title })}
        tabIndex={tabIndex}
        onClick={() => actions.approve([task])}
      >
        <Check aria-hidden />
      </IconButton>
      <IconButton
        label={t('dismissNamed', { title: task.title })}
        tabIndex={tabIndex}
        onClick={() => actions.dismiss([task])}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

type FactsProps = { task: TaskListItem; tabIndex: number; showProject: boolean };

/** Project, day and priority at the end of the row; each is the button that changes it. */
function RowFacts({ task, tabIndex, showProject }: FactsProps) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { format } = useTaskTools();
  const hasDay = task.dueDate !== null || task.plannedDate !== null;
  return (
    <div className="flex shrink-0 items-center gap-0.5 text-meta tabular-nums">
      <span className="me-2 hidden w-14 text-end @3xl:block">
        {task.estimateMinutes !== null && task.estimateMinutes > 0 && (
          <span title={t('estimate')}>
            <span className="sr-only">{t('estimate')}: </span>
            {format.duration(task.estimateMinutes)}
          </span>
        )}
      </span>
      {showProject && (
        <Fact
          kind="project"
          task={task}
          tabIndex={tabIndex}
          isSet={task.projectName !== null}
          name={`${t('project')}: ${task.projectName ?? t('noProject')}`}
          className="hidden w-34 justify-start @xl:flex @4xl:w-44"
        >
          {task.projectName === null ? (
            <FolderKanban aria-hidden className="size-4" />
          ) : (
            <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>
          )}
        </Fact>
      )}
      <Fact
        kind="due"
        task={task}
        tabIndex={tabIndex}
        isSet={hasDay}
        name={hasDay ? undefined : t('setDue')}
        className="min-w-22 justify-end"
      >
        {hasDay ? <DueLabel task={task} /> : <Calendar aria-hidden className="size-4" />}
      </Fact>
      <Fact
        kind="priority"
        task={task}
        tabIndex={tabIndex}
        isSet={task.priority !== 'none'}
        name={`${words('priority')}: ${words(`priority_${task.priority}`)}`}
      >
        <PriorityIcon priority={task.priority} />
      </Fact>
    </div>
  );
}

type FactProps = {
  kind: TaskPickerKind;
  task: TaskListItem;
  tabIndex: number;
  /** What is not set yet shows on hover and for the row under the cursor only. */
  isSet: boolean;
  name: string | undefined;
  className?: string;
  children: ReactNode;
};

function Fact({ kind, task, tabIndex, isSet, name, className, children }: FactProps) {
  const { pick } = useTaskTools();
  return (
    <button
      type="button"
      data-pick={kind}
      aria-label={name}
      title={name}
      aria-haspopup="dialog"
      tabIndex={tabIndex}
      onClick={(event) =>
        pick({ kind, tasks: [task], anchor: event.currentTarget, returnTo: rowOf(event.currentTarget) })
      }
      className={cn(
        'flex h-7 min-w-7 items-center justify-center rounded-md px-1.5 transition-[background-color,opacity] hover:bg-accent hover:text-foreground',
        !isSet &&
          'opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 focus-visible:opacity-100',
        className,
      )}
    >
      {children}
    </button>
  );
}
