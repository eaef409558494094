import { Link } from '@tanstack/react-router';
import { Download, FileInput, History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExport } from '#renderer/entities/export/export-everything.ts';
import { useJobs, type JobQuery } from '#renderer/entities/job/job-queries.ts';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import type { JobsSearch } from './jobs-search.ts';
import { JobRow } from './job-row.tsx';
import { JobSheet } from './job-sheet.tsx';

type JobsPageProps = { search: JobsSearch; onSearchChange(search: JobsSearch): void };

const QUERIES: Record<NonNullable<JobsSearch['show']> | 'all', JobQuery> = {
  all: {},
  running: { statuses: ['queued', 'running', 'waiting', 'paused', 'needs_decision'] },
  failed: { statuses: ['failed', 'cancelled', 'set_aside'] },
};

const keyOf = (job: ShownJob): string => job.id;

/** Long work: what runs, what has run, and what came of it. */
export function JobsPage({ search, onSearchChange }: JobsPageProps) {
  const { t } = useTranslation('jobs');
  const show = search.show ?? 'all';
  const exporting = useExport();
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <>
            <Button
              variant="outline"
              icon={<Download aria-hidden />}
              busy={exporting.isPending}
              onClick={() => exporting.mutate(undefined)}
            >
              {t('exportEverything')}
            </Button>
            <Link to="/import" className={buttonStyles({ variant: 'primary' })}>
              <FileInput aria-hidden />
              {t('import')}
            </Link>
          </>
        }
      />
      <div className="px-8 pb-3">
        <Segmented
          label={t('show')}
          value={show}
          onValueChange={(next) => onSearchChange({ ...search, show: next === 'all' ? undefined : next })}
          segments={[
            { value: 'all', label: t('showAll') },
            { value: 'running', label: t('showRunning') },
            { value: 'failed', label: t('showFailed') },
          ]}
        />
      </div>
      <JobList
        show={show}
        activeId={search.job ?? null}
        onShowAll={() => onSearchChange({ ...search, show: undefined })}
        onOpen={(job) => onSearchChange({ ...search, job })}
      />
      <JobSheet jobId={search.job} onClose={() => onSearchChange({ ...search, job: undefined })} />
    </PageFrame>
  );
}

type JobListProps = {
  show: keyof typeof QUERIES;
  activeId: string | null;
  onShowAll(): void;
  onOpen(id: string): void;
};

function JobList({ show, activeId, onShowAll, onOpen }: JobListProps) {
  const { t } = useTranslation('jobs');
  const pages = useJobs(QUERIES[show]);
  const selection = useListSelection(pages.items.map(keyOf));
  if (pages.error) return <ErrorState error={pages.error} onRetry={pages.retry} />;
  if (pages.isLoading) return <ListSkeleton className="px-5" />;
  if (pages.items.length === 0) {
    return show === 'all' ? (
      <EmptyState
        icon={History}
        title={t('empty')}
        text={t('emptyText')}
        action={
          <Link to="/import" className={buttonStyles({ variant: 'primary' })}>
            {t('import')}
          </Link>
        }
      />
    ) : (
      <EmptyState
        icon={History}
        title={t(show === 'running' ? 'noneRunning' : 'noneFailed')}
        action={<Button onClick={onShowAll}>{t('showAll')}</Button>}
      />
    );
  }
  return (
    <div className="min-h-0 flex-1 px-5">
      <VirtualList
        label={t('title')}
        items={pages.items}
        getKey={keyOf}
        rowHeight={64}
        selection={selection}
        activeKey={activeId}
        onActivate={(job) => onOpen(job.id)}
        onEndReached={pages.loadMore}
        renderRow={(job) => <JobRow job={job} />}
        className="pb-8"
      />
    </div>
  );
}
