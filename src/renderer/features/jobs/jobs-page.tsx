import { Link } from '@tanstack/react-router';
import { Download, FileInput, History, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExport } from '#renderer/entities/export/export-everything.ts';
import { useJobs, type JobQuery } from '#renderer/entities/job/job-queries.ts';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import type { JobsSearch } from './jobs-search.ts';
import { JobRow } from './job-row.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { JobSheet } from './job-sheet.tsx';
import { usePauseQueue, useQueue, useUndecidedCount } from './queries.ts';
import { ScheduleList } from './schedule-list.tsx';

type JobsPageProps = { search: JobsSearch; onSearchChange(search: JobsSearch): void };

type Listed = Exclude<JobsSearch['show'], 'schedules' | undefined> | 'all';

const QUERIES: Record<Listed, JobQuery> = {
  all: {},
  running: { statuses: ['queued', 'running', 'waiting', 'paused'] },
  'needs-you': { statuses: ['needs_decision', 'failed', 'set_aside'] },
};

const keyOf = (job: ShownJob): string => job.id;

/** Long work: what runs, what has run, and what came of it. */
export function JobsPage({ search, onSearchChange }: JobsPageProps) {
  const { t } = useTranslation('jobs');
  const show = search.show ?? 'all';
  const exporting = useExport();
  const [deciding, setDeciding] = useState<string>();
  return (
    <PageFrame>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <>
            <QueueButton />
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
            { value: 'needs-you', label: t('showNeedsYou') },
            { value: 'schedules', label: t('showSchedules') },
          ]}
        />
      </div>
      <Notices search={search} onSearchChange={onSearchChange} />
      {show === 'schedules' ? (
        <ScheduleList />
      ) : (
        <JobList
          show={show}
          activeId={search.job ?? null}
          onShowAll={() => onSearchChange({ ...search, show: undefined })}
          onOpen={(job) => onSearchChange({ ...search, job })}
          onDecide={setDeciding}
        />
      )}
      <JobSheet
        jobId={search.job}
        onDecide={setDeciding}
        onClose={() => onSearchChange({ ...search, job: undefined })}
      />
      {deciding !== undefined && (
        <DecisionDialog key={deciding} jobId={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </PageFrame>
  );
}

type JobListProps = {
  show: Listed;
  activeId: string | null;
  onShowAll(): void;
  onOpen(id: string): void;
  onDecide(id: string): void;
};

/** New work can be held back as a whole; what runs goes on to its end. */
function QueueButton() {
  const { t } = useTranslation('jobs');
  const { data: queue } = useQueue();
  const pause = usePauseQueue();
  const isPaused = queue?.isPaused ?? false;
  const toggle = (): void => pause.mutate(!isPaused);
  useCommands([
    {
      id: 'jobs.pause-all',
      title: t(isPaused ? 'resumeQueue' : 'pauseQueue'),
      group: t('title'),
      icon: isPaused ? Play : Pause,
      run: toggle,
    },
  ]);
  return (
    <Button
      variant="outline"
      icon={isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      busy={pause.isPending}
      onClick={toggle}
    >
      {t(isPaused ? 'resumeQueue' : 'pauseQueue')}
    </Button>
  );
}

/** What the person should know before the list. */
function Notices({ search, onSearchChange }: JobsPageProps) {
  const { t } = useTranslation('jobs');
  const { data: queue } = useQueue();
  const undecided = useUndecidedCount();
  const asks = undecided > 0 && search.show !== 'needs-you';
  return (
    <div className="flex flex-col gap-2 px-8 pb-3 empty:hidden">
      {queue?.isPaused === true && <Banner tone="warning">{t('queuePaused')}</Banner>}
      {asks && (
        <Banner
          tone="warning"
          actions={
            <Button
              size="sm"
              variant="outline"
              onClick={() => onSearchChange({ ...search, show: 'needs-you' })}
            >
              {t('seeThem')}
            </Button>
          }
        >
          {t('decisionBanner', { count: undecided })}
        </Banner>
      )}
    </div>
  );
}

function JobList({ show, activeId, onShowAll, onOpen, onDecide }: JobListProps) {
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
        title={t(show === 'running' ? 'noneRunning' : 'noneNeedsYou')}
        text={show === 'running' ? undefined : t('noneNeedsYouText')}
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
        renderRow={(job) => <JobRow job={job} onDecide={onDecide} />}
        className="pb-8"
      />
    </div>
  );
}
