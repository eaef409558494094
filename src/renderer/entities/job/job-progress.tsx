import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { jobMinutesLeft, jobShare } from '#renderer/lib/job-progress.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import type { ShownJob } from './job-result.ts';

/** How far a running job is and how long the rest takes, as far as that can be told. */
export function JobProgress({ job }: { job: ShownJob }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const title = useJobTitle()(job);
  const share = jobShare(job);
  const minutes = jobMinutesLeft(job, Date.now());
  const facts = [
    job.totalCount === null
      ? t('itemsSoFar', { count: job.doneCount, number: format.number(job.doneCount) })
      : t('itemsOf', { done: format.number(job.doneCount), total: format.number(job.totalCount) }),
    share === null ? undefined : format.percent(share),
    minutes === undefined ? undefined : t('timeLeft', { time: format.duration(minutes) }),
  ];
  return (
    <div className="flex flex-col gap-1.5">
      <Progress label={title} value={share} />
      <p className="text-meta tabular-nums">
        {job.status === 'queued' ? t('waiting') : facts.filter((fact) => fact !== undefined).join(' · ')}
      </p>
    </div>
  );
}
