import { CopyPlus, Link as LinkIcon, MoreHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { errorCode } from '#renderer/lib/describe-error.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Sheet } from '#renderer/ui/sheet.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';
import { useTaskExtras } from '#renderer/entities/task/task-extras.ts';
import { useTaskDetail } from '#renderer/entities/task/task-queries.ts';
import { TaskScope } from '#renderer/entities/task/task-scope.tsx';
import { TaskToolbox } from '#renderer/entities/task/task-toolbox.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { TaskPanel } from './task-panel.tsx';

export type TaskSheetProps = {
  /** `null` closes the panel. */
  taskId: string | null;
  onClose(): void;
  /** A sub-task or the parent was chosen inside the panel. */
  onOpenTask(id: string): void;
};

/** The panel of a task beside whatever list it was opened from. */
export function TaskSheet({ taskId, onClose, onOpenTask }: TaskSheetProps) {
  // While the panel closes it still shows what it showed.
  const [shownId, setShownId] = useState(taskId);
  if (taskId !== null && taskId !== shownId) setShownId(taskId);
  return (
    <TaskToolbox onOpen={(task) => onOpenTask(task.id)}>
      {shownId !== null && (
        <OpenSheet key={shownId} id={shownId} isOpen={taskId !== null} onClose={onClose} />
      )}
    </TaskToolbox>
  );
}

type OpenSheetProps = { id: string; isOpen: boolean; onClose(): void };

function OpenSheet({ id, isOpen, onClose }: OpenSheetProps) {
  const { t } = useTranslation('tasks');
  const { data: task, error, refetch } = useTaskDetail(id);
  return (
    <Sheet
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title={task?.title ?? t('task')}
      breadcrumb={task && <Place task={task} />}
      actions={task && task.deletedAt === null && <SheetActions task={task} onClose={onClose} />}
    >
      {task !== undefined ? (
        <TaskScope current={() => [task]}>
          <TaskPanel task={task} />
        </TaskScope>
      ) : error === null ? (
        <PanelSkeleton />
      ) : errorCode(error) === 'not_found' ? (
        <EmptyState icon={Trash2} title={t('gone')} text={t('goneText')} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Sheet>
  );
}

/** Where the task belongs: its project, and the task it is a part of. */
function Place({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { open } = useTaskTools();
  const { parentId, parentTitle } = task;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {task.projectName === null ? (
        <span className="truncate">{task.clientName ?? t('view_inbox')}</span>
      ) : (
        <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>
      )}
      {parentId !== null && parentTitle !== null && (
        <>
          <span aria-hidden>›</span>
          <button
            type="button"
            onClick={() => open({ ...task, id: parentId })}
            className="min-w-0 truncate rounded-sm hover:text-foreground hover:underline"
          >
            {parentTitle}
          </button>
        </>
      )}
    </span>
  );
}

function SheetActions({ task, onClose }: { task: TaskDetail; onClose(): void }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { actions } = useTaskTools();
  const { copyLink, duplicate } = useTaskExtras();
  return (
    <>
      <IconButton label={t('copyLink')} onClick={() => copyLink(task)}>
        <LinkIcon aria-hidden />
      </IconButton>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={words('moreActions')}>
            <MoreHorizontal aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem icon={<CopyPlus aria-hidden />} onSelect={() => duplicate(task)}>
            {t('duplicate')}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem
            danger
            icon={<Trash2 aria-hidden />}
            onSelect={() => {
              actions.remove([task]);
              onClose();
            }}
          >
            {t('moveToTrash')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}

function PanelSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col gap-4 px-6 pt-2">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex gap-6">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-4 w-40" />
        </div>
      ))}
    </div>
  );
}
