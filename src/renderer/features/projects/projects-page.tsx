import { FolderKanban, Plus, SearchX } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { useProjectActions } from '#renderer/entities/project/project-actions.ts';
import { RemoveProjectsDialog } from '#renderer/entities/project/remove-projects-dialog.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { CardGridSkeleton } from '#renderer/ui/skeleton.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { ProjectBulkBar } from './project-bulk-bar.tsx';
import { ProjectFilters } from './project-filters.tsx';
import { groupByStatus, ProjectGrid } from './project-grid.tsx';
import { isFiltered, toProjectQuery, withoutFilters, type ProjectSearch } from './project-search.ts';
import { useProjectPages } from './queries.ts';

type ProjectsPageProps = {
  search: ProjectSearch;
  onSearchChange(search: ProjectSearch): void;
  onOpen(id: string): void;
};

export function ProjectsPage({ search, onSearchChange, onOpen }: ProjectsPageProps) {
  const { t } = useTranslation('projects');
  const { new: isNew, client, ...filters } = search;
  const query = useMemo(() => toProjectQuery(search), [search]);
  const pages = useProjectPages(query);
  const actions = useProjectActions();
  const keys = useMemo(
    () => groupByStatus(pages.items).flatMap((group) => group.projects.map(({ id }) => id)),
    [pages.items],
  );
  const selection = useListSelection(keys);
  const [removing, setRemoving] = useState<readonly ProjectListItem[]>([]);
  const openNew = (): void => onSearchChange({ ...filters, new: true });
  const newButton = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={openNew}>
      {t('newProject')}
    </Button>
  );
  return (
    <PageFrame className="relative">
      <PageHeader
        title={t('title')}
        meta={pages.total === undefined ? undefined : t('count', { count: pages.total })}
        actions={newButton}
      />
      <ProjectFilters search={filters} onSearchChange={onSearchChange} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {pages.isLoading && <CardGridSkeleton className="px-8 pt-4" />}
        {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
        {!pages.isLoading && pages.error === null && pages.items.length === 0 && (
          <NoProjects search={filters} newButton={newButton} onSearchChange={onSearchChange} />
        )}
        {pages.items.length > 0 && (
          <ProjectGrid
            projects={pages.items}
            keys={keys}
            selection={selection}
            actions={actions}
            onOpen={({ id }) => onOpen(id)}
            onRemove={setRemoving}
            onEndReached={pages.loadMore}
          />
        )}
      </div>
      <ProjectBulkBar
        projects={pages.items.filter(({ id }) => selection.isSelected(id))}
        actions={actions}
        onClear={selection.clear}
        onRemove={setRemoving}
      />
      <RemoveProjectsDialog
        projects={removing}
        onClose={() => setRemoving([])}
        onRemove={(withContents) => {
          actions.remove(removing, withContents);
          setRemoving([]);
        }}
      />
      <NewProjectDialog
        open={isNew === true}
        clientId={client}
        onClose={() => onSearchChange(filters)}
        onCreated={onOpen}
      />
    </PageFrame>
  );
}

type NoProjectsProps = {
  search: ProjectSearch;
  newButton: ReactNode;
  onSearchChange(search: ProjectSearch): void;
};

function NoProjects({ search, newButton, onSearchChange }: NoProjectsProps) {
  const { t } = useTranslation('projects');
  if (isFiltered(search)) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('noMatch')}
        text={t('noMatchText')}
        action={
          <Button variant="outline" onClick={() => onSearchChange(withoutFilters(search))}>
            {t('clearFilters')}
          </Button>
        }
      />
    );
  }
  if (search.archived === true) {
    return (
      <EmptyState
        icon={FolderKanban}
        title={t('noneArchived')}
        text={t('noneArchivedText')}
        action={
          <Button variant="outline" onClick={() => onSearchChange({})}>
            {t('showCurrent')}
          </Button>
        }
      />
    );
  }
  return <EmptyState icon={FolderKanban} title={t('empty')} text={t('emptyText')} action={newButton} />;
}
