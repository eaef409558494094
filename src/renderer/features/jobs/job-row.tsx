import { RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useCancelJob, useRetryJob } from '#renderer/entities/job/job-queries.ts';
import { isOver, type ShownJob } from '#renderer/entities/job/job-result.ts';
import { JobStatusIcon } from '#renderer/entities/job/job-status.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { useJobSummary } from './job-summary.ts';

export function JobRow({ job }: { job: ShownJob }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const title = useJobTitle()(job);
  const summary = useJobSummary()(job);
  const cancel = useCancelJob();
  const retry = useRetryJob();
  return (
    <div className="flex h-full items-center gap-3.5 px-3">
      <JobStatusIcon status={job.status} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="flex items-baseline gap-2 text-sm">
          <span className="truncate font-medium">{title}</span>
          <span className="shrink-0 text-meta">
            {t(job.type === 'export' ? 'type_export' : 'type_import')}
          </span>
        </p>
        {isOver(job) ? (
          <p className="mt-0.5 truncate text-xs text-muted-foreground">{summary}</p>
        ) : (
          <div className="mt-1 max-w-md">
            <JobProgress job={job} />
          </div>
        )}
      </div>
      <time dateTime={new Date(job.createdAt).toISOString()} className="shrink-0 text-meta tabular-nums">
        {format.ago(job.finishedAt ?? job.createdAt)}
      </time>
      <span className="flex w-8 justify-end">
        {!isOver(job) && (
          <IconButton label={t('cancel')} disabled={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
            <X aria-hidden />
          </IconButton>
        )}
        {(job.status === 'failed' || job.status === 'cancelled') && (
          <IconButton label={t('retry')} disabled={retry.isPending} onClick={() => retry.mutate(job.id)}>
            <RotateCw aria-hidden />
          </IconButton>
        )}
      </span>
    </div>
  );
}
