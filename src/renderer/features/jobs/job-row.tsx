import { Link } from '@tanstack/react-router';
import { CircleHelp, Inbox, Pause, Play, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useCancelJob, useRetryJob } from '#renderer/entities/job/job-queries.ts';
import { isOver, type ShownJob } from '#renderer/entities/job/job-result.ts';
import { JobStatusIcon } from '#renderer/entities/job/job-status.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { waitsForInbox } from './inbox-wait.ts';
import { useJobSummary } from './job-summary.ts';
import { canPause, canRetry } from './job-verbs.ts';
import { usePauseJob } from './queries.ts';
import { useJobType } from './use-job-type.ts';

type JobRowProps = { job: ShownJob; onDecide(id: string): void };

export function JobRow({ job, onDecide }: JobRowProps) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const title = useJobTitle()(job);
  const type = useJobType()(job);
  const summary = useJobSummary()(job);
  const isAtWork = job.status === 'running' || job.status === 'queued';
  return (
    <div className="flex h-full items-center gap-3.5 px-3">
      <JobStatusIcon status={job.status} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="flex items-baseline gap-2 text-sm">
          <span className="truncate font-medium">{title}</span>
          <span className="shrink-0 text-meta">{type}</span>
        </p>
        {isAtWork ? (
          <div className="mt-1 max-w-md">
            <JobProgress job={job} />
          </div>
        ) : (
          <p className="mt-0.5 truncate text-xs text-muted-foreground">{summary}</p>
        )}
      </div>
      <time dateTime={new Date(job.createdAt).toISOString()} className="shrink-0 text-meta tabular-nums">
        {format.ago(job.finishedAt ?? job.createdAt)}
      </time>
      <span className="flex min-w-16 items-center justify-end gap-1">
        {waitsForInbox(job) && (
          <Link to="/inbox" className={buttonStyles({ variant: 'outline', size: 'sm' })}>
            <Inbox aria-hidden />
            {t('openInbox')}
          </Link>
        )}
        {job.status === 'needs_decision' && (
          <Button
            size="sm"
            variant="outline"
            icon={<CircleHelp aria-hidden />}
            onClick={() => onDecide(job.id)}
          >
            {t('decide')}
          </Button>
        )}
        <RowVerbs job={job} />
      </span>
    </div>
  );
}

function RowVerbs({ job }: { job: ShownJob }) {
  const { t } = useTranslation('jobs');
  const cancel = useCancelJob();
  const retry = useRetryJob();
  const pause = usePauseJob();
  const isPaused = job.status === 'paused';
  return (
    <>
      {canPause(job) && (
        <IconButton
          label={t(isPaused ? 'resume' : 'pause')}
          disabled={pause.isPending}
          onClick={() => pause.mutate({ id: job.id, isPaused: !isPaused })}
        >
          {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        </IconButton>
      )}
      {!isOver(job) && (
        <IconButton label={t('cancel')} disabled={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
          <X aria-hidden />
        </IconButton>
      )}
      {canRetry(job) && (
        <IconButton label={t('retry')} disabled={retry.isPending} onClick={() => retry.mutate(job.id)}>
          <RotateCw aria-hidden />
        </IconButton>
      )}
    </>
  );
}
