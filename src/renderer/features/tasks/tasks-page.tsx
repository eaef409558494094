import { CircleCheckBig, FilterX, Inbox, ListChecks, Plus, Sparkles } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useShellActions } from '#renderer/lib/shell-actions.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { useTaskPages } from '#renderer/entities/task/task-queries.ts';
import { TaskToolbox } from '#renderer/entities/task/task-toolbox.tsx';
import { FilterBar } from './filter-bar.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { TaskList } from './task-list.tsx';
import { isFiltered, toTaskQuery, viewOf, withoutFilters, type TaskSearch } from './task-search.ts';
import { ViewOptions } from './view-options.tsx';
import { ViewTabs } from './view-tabs.tsx';

export type TasksPageProps = {
  search: TaskSearch;
  onSearchChange(search: TaskSearch): void;
  /** The task whose panel is open beside the list. */
  activeId: string | null;
  onOpenTask(id: string): void;
};

export function TasksPage({ search, onSearchChange, activeId, onOpenTask }: TasksPageProps) {
  const { t } = useTranslation('tasks');
  const query = useMemo(() => toTaskQuery(search), [search]);
  const pages = useTaskPages(query);
  const { openQuickAdd } = useShellActions();
  const add = (): void =>
    openQuickAdd(search.projects?.length === 1 ? { projectId: search.projects[0] } : {});
  usePageCommands(add);
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        className="pb-2"
        actions={
          <Tooltip content={t('newTask')} keys="shift+n">
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={add}>
              {t('newTask')}
            </Button>
          </Tooltip>
        }
      />
      <ViewTabs
        view={viewOf(search)}
        search={search}
        onViewChange={(view) => onSearchChange({ ...search, view })}
      />
      <FilterBar search={search} onSearchChange={onSearchChange}>
        <SavedFilters search={search} onSearchChange={onSearchChange} />
        <ViewOptions search={search} onSearchChange={onSearchChange} />
      </FilterBar>
      <div className={cn('flex min-h-0 flex-1 flex-col transition-opacity', pages.isStale && 'opacity-60')}>
        {pages.isLoading ? (
          <ListSkeleton className="px-5 pt-3" />
        ) : pages.error !== null && pages.items.length === 0 ? (
          <ErrorState error={pages.error} onRetry={pages.retry} />
        ) : pages.total === 0 && pages.items.length === 0 ? (
          <NoTasks search={search} onClear={() => onSearchChange(withoutFilters(search))} onAdd={add} />
        ) : (
          <TaskToolbox onOpen={(task) => onOpenTask(task.id)}>
            {/* Another view begins with nothing selected: a bulk edit can't reach what was chosen elsewhere. */}
            <TaskList key={viewOf(search)} search={search} pages={pages} activeId={activeId} />
          </TaskToolbox>
        )}
      </div>
    </PageFrame>
  );
}

function usePageCommands(add: () => void): void {
  const { t } = useTranslation('tasks');
  const group = t('title');
  const focusList = (): void =>
    document.querySelector<HTMLElement>('#content [role="row"][tabindex="0"]')?.focus();
  useCommands([
    { id: 'tasks.new', title: t('newTask'), group, icon: Plus, keys: 'shift+n', run: add },
    { id: 'tasks.to-list', title: t('goToList'), group, keys: 'j', hiddenInPalette: true, run: focusList },
    {
      id: 'tasks.to-list-arrow',
      title: t('goToList'),
      group,
      keys: 'arrowdown',
      hiddenInPalette: true,
      run: focusList,
    },
    {
      id: 'tasks.filter',
      title: t('filterText'),
      group,
      keys: 'f',
      run: () => document.querySelector<HTMLElement>('[data-task-filter]')?.focus(),
    },
  ]);
}

const ICONS = { today: CircleCheckBig, inbox: Inbox, suggested: Sparkles } as const;

type NoTasksProps = { search: TaskSearch; onClear(): void; onAdd(): void };

/** Why the list is empty, and what to do about it. */
function NoTasks({ search, onClear, onAdd }: NoTasksProps) {
  const { t } = useTranslation('tasks');
  const view = viewOf(search);
  if (isFiltered(search)) {
    return (
      <EmptyState
        icon={FilterX}
        title={t('noMatch')}
        text={t('noMatchText')}
        action={
          <Button variant="primary" onClick={onClear}>
            {t('clearFilters')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={view in ICONS ? ICONS[view as keyof typeof ICONS] : ListChecks}
      title={t(`empty_${view}`)}
      text={t(`emptyText_${view}`)}
      action={
        view === 'suggested' || view === 'done' ? undefined : (
          <Button variant="outline" icon={<Plus aria-hidden />} onClick={onAdd}>
            {t('newTask')}
            <Kbd keys="shift+n" decorative className="ms-1" />
          </Button>
        )
      }
    />
  );
}
