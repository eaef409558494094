import {
  CalendarClock,
  CornerDownRight,
  ListChecks,
  Lock,
  MessageSquare,
  Repeat,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { TagChip } from '#renderer/ui/tag-chip.tsx';
import { dueTone } from './due-date.ts';
import { useTaskTools } from './task-tools-context.ts';

const SHOWN_TAGS = 2;

/** One small fact of a row: an icon, perhaps a number, and words for who does not see the icon. */
function Mark({ icon: Icon, name, children }: { icon: LucideIcon; name: string; children?: ReactNode }) {
  return (
    <span title={name} className="inline-flex shrink-0 items-center gap-1 tabular-nums">
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{name}</span>
      {children !== undefined && <span aria-hidden>{children}</span>}
    </span>
  );
}

/** The quiet facts after a title. Under its parent a sub-task need not be called one. */
export function TaskMarks({ task, isNested }: { task: TaskListItem; isNested: boolean }) {
  const { t } = useTranslation('tasks');
  const total = task.checklist.length + task.subtaskCount;
  const done = task.checklist.filter((item) => item.isDone).length + task.subtaskDoneCount;
  return (
    <>
      {task.parentId !== null && !isNested && <Mark icon={CornerDownRight} name={t('isSubtask')} />}
      {task.isBlocked && <Mark icon={Lock} name={t('isBlocked')} />}
      {task.recurrence !== null && <Mark icon={Repeat} name={t('repeats')} />}
      {total > 0 && (
        <Mark icon={ListChecks} name={t('stepsDone', { done, total })}>
          {done}/{total}
        </Mark>
      )}
      {task.commentCount > 0 && (
        <Mark icon={MessageSquare} name={t('commentCount', { count: task.commentCount })}>
          {task.commentCount}
        </Mark>
      )}
      {/* Words of their own give way first where the row is narrow. */}
      {task.tags.length > 0 && (
        <span className="hidden items-center gap-1.5 @3xl:flex">
          {task.tags.slice(0, SHOWN_TAGS).map((tag) => (
            <TagChip key={tag} name={tag} className="max-w-28" />
          ))}
          {task.tags.length > SHOWN_TAGS && (
            <span title={task.tags.join(', ')}>+{task.tags.length - SHOWN_TAGS}</span>
          )}
        </span>
      )}
    </>
  );
}

const TONES = {
  overdue: 'text-danger-text',
  today: 'font-medium text-foreground',
  later: 'text-muted-foreground',
};

/** When it is due, or else when it is planned for. Late is said in colour and in words, and no louder. */
export function DueLabel({ task }: { task: TaskListItem }) {
  const { t } = useTranslation('tasks');
  const { format } = useTaskTools();
  const tone = dueTone(task, today());
  if (task.dueDate !== null && tone !== undefined) {
    const time = task.dueTime === null ? '' : ` ${format.time(task.dueTime)}`;
    return (
      <span className={cn('truncate', TONES[tone])}>
        <span className="sr-only">{tone === 'overdue' ? `${t('overdue')}: ` : `${t('due')}: `}</span>
        {format.day(task.dueDate)}
        {time}
      </span>
    );
  }
  if (task.plannedDate === null) return null;
  return (
    <span className="inline-flex min-w-0 items-center gap-1 text-muted-foreground" title={t('planned')}>
      <CalendarClock aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t('planned')}: </span>
      <span className="truncate">{format.day(task.plannedDate)}</span>
    </span>
  );
}
