import { RotateCcw, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useCancelJob, useJob, useRetryJob } from '#renderer/entities/job/job-queries.ts';
import { JobReport } from '#renderer/entities/job/job-report.tsx';
import { importOutcome, isOver, type ShownJob } from '#renderer/entities/job/job-result.ts';
import { JobStatusIcon } from '#renderer/entities/job/job-status.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useIsUndone, useUndoImport } from './queries.ts';

/** One import from its start to its report. */
export function RunStep({ jobId, onStartOver }: { jobId: string; onStartOver(): void }) {
  const { t } = useTranslation('imports');
  const { data: job, error, refetch } = useJob(jobId);
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => void refetch()}
        action={<Button onClick={onStartOver}>{t('importMore')}</Button>}
      />
    );
  }
  if (job === undefined) return <ListSkeleton rows={5} />;
  const outcome = importOutcome(job);
  return (
    <section aria-label={t('result')} className="flex flex-col gap-6">
      <RunHeader job={job} onStartOver={onStartOver} />
      {isOver(job) && (
        <JobReport jobId={jobId} counts={outcome?.counts} isDryRun={outcome?.isDryRun ?? false} />
      )}
    </section>
  );
}

function RunHeader({ job, onStartOver }: { job: ShownJob; onStartOver(): void }) {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation('jobs');
  const format = useFormat();
  const cancel = useCancelJob();
  const retry = useRetryJob();
  const undo = useUndoImport();
  const isRunning = !isOver(job);
  const isTrial = importOutcome(job)?.isDryRun === true;
  const told = t(isTrial ? 'run_dryRun' : `run_${job.status}`, { name: job.title });
  const isUndone = useIsUndone(job.changeSetId);
  const title = isUndone ? t('undone') : told;
  return (
    <div className="flex flex-col gap-4 rounded-2xl border border-border-subtle bg-card p-6">
      <div className="flex items-start gap-3">
        {isUndone ? (
          <Undo2 aria-hidden className="mt-0.5 size-6 shrink-0 text-muted-foreground" strokeWidth={1.8} />
        ) : (
          <JobStatusIcon status={job.status} className="mt-0.5 size-6" />
        )}
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="text-lg leading-7 font-semibold wrap-anywhere">
            {title}
          </h2>
          <p role="status" className="sr-only">
            {title}
          </p>
          {job.finishedAt !== null && <p className="text-meta">{format.instant(job.finishedAt)}</p>}
        </div>
      </div>
      {isRunning && <JobProgress job={job} />}
      {job.error && <Banner tone="danger">{job.error.message}</Banner>}
      {isUndone && <Banner tone="success">{t('undoneText')}</Banner>}
      <div className="flex flex-wrap gap-2">
        {isRunning && (
          <Button icon={<X aria-hidden />} busy={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            {words('cancel')}
          </Button>
        )}
        {!isRunning && (
          <Button variant="primary" onClick={onStartOver}>
            {t('importMore')}
          </Button>
        )}
        {(job.status === 'failed' || job.status === 'cancelled') && (
          <Button
            icon={<RotateCcw aria-hidden />}
            busy={retry.isPending}
            onClick={() => retry.mutate(job.id)}
          >
            {words('retry')}
          </Button>
        )}
        {!isRunning && job.changeSetId !== null && !isUndone && (
          <Button
            variant="outline"
            icon={<Undo2 aria-hidden />}
            busy={undo.isPending}
            onClick={() => undo.mutate(job.id)}
          >
            {t('undoImport')}
          </Button>
        )}
      </div>
    </div>
  );
}
