import { CheckCheck, ListChecks, Plus } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTaskPages, type TaskQuery } from '#renderer/entities/task/task-queries.ts';
import { TaskStack } from '#renderer/entities/task/task-stack.tsx';
import { TaskToolbox } from '#renderer/entities/task/task-toolbox.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';

const OPEN = ['todo', 'in_progress', 'waiting'] as const;
const CLOSED = ['done', 'cancelled'] as const;
const FIRST_SHOWN = 12;

type TaskSectionProps = {
  /** Whose tasks: a project's or a client's. */
  scope: Pick<TaskQuery, 'projectIds' | 'clientIds'>;
  showProject: boolean;
  activeId?: string | null;
  onOpenTask(id: string): void;
  /** Offers to add one here. */
  onAdd?(): void;
};

/** The tasks of a page about something larger: open or done, a few at first. */
export function TaskSection({ scope, showProject, activeId, onOpenTask, onAdd }: TaskSectionProps) {
  const { t } = useTranslation('projects');
  const [state, setState] = useState<'open' | 'done'>('open');
  const query = useMemo<TaskQuery>(
    () => ({
      ...scope,
      statuses: state === 'open' ? [...OPEN] : [...CLOSED],
      sort: state === 'open' ? 'smart' : '-completedAt',
    }),
    [scope, state],
  );
  const addButton = onAdd && (
    <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={onAdd}>
      {t('addTask')}
    </Button>
  );
  return (
    <section aria-label={t('tasks')}>
      <SectionHeading
        className="mb-2"
        actions={
          <>
            {addButton}
            <Segmented<'open' | 'done'>
              label={t('whichTasks')}
              value={state}
              onValueChange={setState}
              segments={[
                { value: 'open', label: t('openTasks') },
                { value: 'done', label: t('doneTasks') },
              ]}
              className="h-8"
            />
          </>
        }
      >
        {t('tasks')}
      </SectionHeading>
      <TaskToolbox onOpen={({ id }) => onOpenTask(id)}>
        <Tasks key={state} {...{ query, state, showProject, activeId, addButton }} />
      </TaskToolbox>
    </section>
  );
}

type TasksProps = Pick<TaskSectionProps, 'showProject' | 'activeId'> & {
  query: TaskQuery;
  state: 'open' | 'done';
  addButton: ReactNode;
};

function Tasks({ query, state, showProject, activeId, addButton }: TasksProps) {
  const { t } = useTranslation('projects');
  const pages = useTaskPages(query);
  const [shown, setShown] = useState(FIRST_SHOWN);
  if (pages.isLoading) return <ListSkeleton rows={5} />;
  if (pages.error !== null) return <ErrorState error={pages.error} onRetry={pages.retry} />;
  if (pages.items.length === 0) {
    return (
      <EmptyState
        compact
        icon={state === 'open' ? CheckCheck : ListChecks}
        title={state === 'open' ? t('noOpenTasks') : t('noDoneTasks')}
        text={state === 'open' ? t('noOpenTasksText') : undefined}
        action={state === 'open' ? addButton : undefined}
      />
    );
  }
  const left = (pages.total ?? pages.items.length) - shown;
  const showMore = (): void => {
    setShown(shown + 50);
    if (shown + 100 > pages.items.length) pages.loadMore();
  };
  return (
    <>
      <TaskStack
        label={t('tasks')}
        tasks={pages.items.slice(0, shown)}
        showProject={showProject}
        activeId={activeId}
        className="-mx-3"
      />
      {left > 0 && (
        <Button size="sm" variant="ghost" onClick={showMore} className="mt-1">
          {t('showMore', { count: left })}
        </Button>
      )}
    </>
  );
}
