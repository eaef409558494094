import { Check, Sparkles, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { TaskTick } from '#renderer/ui/checkbox.tsx';
import { InlineEdit } from '#renderer/ui/inline-edit.tsx';
import { isClosed, isProposal } from '#renderer/entities/task/due-date.ts';
import { SuggestionSource } from '#renderer/entities/proposal/suggestion-source.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { Checklist } from './checklist.tsx';
import { Comments } from './comments.tsx';
import { DescriptionField } from './description-field.tsx';
import { History } from './history.tsx';
import { useRestoreTask } from './panel-queries.ts';
import { Subtasks } from './subtasks.tsx';
import { TaskProperties } from './task-properties.tsx';

/** Everything about one task. It saves as it goes. */
export function TaskPanel({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  return (
    <div className="px-6 pb-10">
      {task.deletedAt !== null && <InTrash id={task.id} />}
      {isProposal(task) && <Proposal task={task} />}
      <TitleLine task={task} />
      <div className="mt-3">
        <DescriptionField task={task} />
      </div>
      <div className="mt-4 border-t border-border-subtle pt-3">
        <TaskProperties task={task} />
      </div>
      <Checklist task={task} />
      <Subtasks task={task} />
      <Comments task={task} />
      <History task={task} />
      <p className="mt-6 text-meta">
        {t('createdAt', { when: format.instant(task.createdAt) })}
        {task.completedAt !== null && ` · ${t('completedAt', { when: format.instant(task.completedAt) })}`}
      </p>
    </div>
  );
}

function TitleLine({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  return (
    <div className="flex items-start gap-3 pt-1">
      {isProposal(task) ? null : (
        <TaskTick
          checked={task.status === 'done'}
          name={task.title}
          priority={task.priority}
          onCheckedChange={(isDone) => actions.complete([task], isDone)}
          className="mt-[9px]"
        />
      )}
      <div className="min-w-0 flex-1" data-panel-title="">
        <InlineEdit
          multiline
          label={t('titleField')}
          value={task.title}
          onSave={(title) => actions.update([task], { title: title.replaceAll('\n', ' ').slice(0, 500) })}
          className={cn(
            'text-xl leading-7 font-semibold tracking-[-0.5px]',
            isClosed(task) && 'text-muted-foreground line-through decoration-muted-foreground/50',
          )}
        />
      </div>
    </div>
  );
}

function Proposal({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  return (
    <div className="proposal mb-4 flex flex-wrap items-center gap-2 rounded-xl px-4 py-3">
      <Sparkles aria-hidden className="size-4 text-secondary-text" />
      <p className="min-w-0 flex-1 text-[13px] text-secondary-text">{t('proposalText')}</p>
      <Button
        size="sm"
        variant="outline"
        icon={<Check aria-hidden />}
        onClick={() => actions.approve([task])}
      >
        {t('accept')}
      </Button>
      <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={() => actions.dismiss([task])}>
        {t('dismiss')}
      </Button>
      <div className="w-full empty:hidden">
        <SuggestionSource itemId={task.id} />
      </div>
    </div>
  );
}

function InTrash({ id }: { id: string }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const restore = useRestoreTask();
  return (
    <Banner
      tone="warning"
      className="mb-4"
      actions={
        <Button size="sm" variant="outline" busy={restore.isPending} onClick={() => restore.mutate(id)}>
          {words('restore')}
        </Button>
      }
    >
      {t('inTrash')}
    </Banner>
  );
}
