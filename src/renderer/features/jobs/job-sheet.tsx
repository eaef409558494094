import { Link } from '@tanstack/react-router';
import { Download, FileInput, Pause, Play, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDownloadArchive } from '#renderer/entities/export/export-everything.ts';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useCancelJob, useJob, useRetryJob } from '#renderer/entities/job/job-queries.ts';
import { JobReport } from '#renderer/entities/job/job-report.tsx';
import { importOutcome, isOver, type ShownJob } from '#renderer/entities/job/job-result.ts';
import { JobStatusIcon } from '#renderer/entities/job/job-status.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Sheet } from '#renderer/ui/sheet.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { JobFacts } from './job-facts.tsx';
import { waitsForInbox } from './inbox-wait.ts';
import { JobLog } from './job-log.tsx';
import { useJobSummary } from './job-summary.ts';
import { canPause, canRetry } from './job-verbs.ts';
import { usePauseJob } from './queries.ts';
import { useJobType } from './use-job-type.ts';

type JobSheetProps = { jobId: string | undefined; onDecide(id: string): void; onClose(): void };

/** One job beside the list: progress or report, log, and what can still be done with it. */
export function JobSheet({ jobId, onDecide, onClose }: JobSheetProps) {
  const { t } = useTranslation('jobs');
  const { data: job, error, refetch } = useJob(jobId);
  const titleOf = useJobTitle();
  const typeOf = useJobType();
  return (
    <Sheet
      open={jobId !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={job === undefined ? t('report') : titleOf(job)}
      breadcrumb={job && typeOf(job)}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!job && !error && <ListSkeleton className="px-3" />}
      {job && <JobDetail key={job.id} job={job} onDecide={() => onDecide(job.id)} />}
    </Sheet>
  );
}

type JobDetailProps = { job: ShownJob; onDecide(): void };

function JobDetail({ job, onDecide }: JobDetailProps) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const title = useJobTitle()(job);
  const outcome = importOutcome(job);
  const summaryOf = useJobSummary();
  return (
    <div className="flex flex-col gap-5 px-5 pb-8">
      <div>
        <h2 dir="auto" className="text-xl leading-7 font-semibold wrap-anywhere">
          {title}
        </h2>
        <p className="mt-1.5 flex items-center gap-1.5 text-meta">
          <JobStatusIcon status={job.status} className="size-4" />
          {t(`status_${job.status}`)} · {format.instant(job.finishedAt ?? job.startedAt ?? job.createdAt)}
        </p>
      </div>
      {(job.status === 'running' || job.status === 'queued' || job.status === 'paused') && (
        <JobProgress job={job} />
      )}
      {job.status === 'needs_decision' && (
        <Banner
          tone="warning"
          actions={
            <Button size="sm" variant="outline" onClick={onDecide}>
              {t('decide')}
            </Button>
          }
        >
          {t('decisionTitle')}
        </Banner>
      )}
      {waitsForInbox(job) && (
        <Banner
          actions={
            <Link to="/inbox" className={buttonStyles({ variant: 'outline', size: 'sm' })}>
              {t('openInbox')}
            </Link>
          }
        >
          {summaryOf(job)}
        </Banner>
      )}
      {job.status === 'set_aside' && <Banner tone="warning">{t('setAsideText')}</Banner>}
      {job.error && <Banner tone="danger">{job.error.message}</Banner>}
      <JobActions job={job} />
      <JobFacts job={job} />
      {job.type === 'import' && (
        <JobReport jobId={job.id} counts={outcome?.counts} isDryRun={outcome?.isDryRun ?? false} />
      )}
      {job.type !== 'import' && <JobLog jobId={job.id} />}
    </div>
  );
}

function JobActions({ job }: { job: ShownJob }) {
  const { t } = useTranslation('jobs');
  const cancel = useCancelJob();
  const retry = useRetryJob();
  const pause = usePauseJob();
  const isPaused = job.status === 'paused';
  const download = useDownloadArchive();
  const isArchive =
    job.type === 'export' &&
    job.status === 'done' &&
    typeof job.result === 'object' &&
    job.result !== null &&
    Reflect.get(job.result, 'path') === null;
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {canPause(job) && (
        <Button
          icon={isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate({ id: job.id, isPaused: !isPaused })}
        >
          {t(isPaused ? 'resume' : 'pause')}
        </Button>
      )}
      {!isOver(job) && (
        <Button icon={<X aria-hidden />} busy={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          {t('cancel')}
        </Button>
      )}
      {canRetry(job) && (
        <Button icon={<RotateCw aria-hidden />} busy={retry.isPending} onClick={() => retry.mutate(job.id)}>
          {t('retry')}
        </Button>
      )}
      {isArchive && (
        <Button
          variant="outline"
          icon={<Download aria-hidden />}
          busy={download.isPending}
          onClick={() => download.mutate(job.id)}
        >
          {t('download')}
        </Button>
      )}
      {job.type === 'import' && job.status === 'done' && (
        <Link to="/import" search={{ job: job.id }} className={buttonStyles({ variant: 'outline' })}>
          <FileInput aria-hidden />
          {t('openImport')}
        </Link>
      )}
    </div>
  );
}
