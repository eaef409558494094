import { useTranslation } from 'react-i18next';
import { OUTCOMES } from '#renderer/entities/job/job-queries.ts';
import { importOutcome, type ShownJob } from '#renderer/entities/job/job-result.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { waitsForInbox } from './inbox-wait.ts';

/** One line on what came of a job. */
export function useJobSummary(): (job: ShownJob) => string {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return (job) => {
    if (job.error !== null) return job.error.message;
    if (waitsForInbox(job)) return job.type === 'plugin.run' ? job.message : t('waitsForDecision');
    if (job.status !== 'done') return t(`status_${job.status}`);
    const outcome = importOutcome(job);
    if (outcome === undefined) return ownWords(job) ?? t('status_done');
    const parts = OUTCOMES.filter((name) => outcome.counts[name] > 0).map((name) =>
      t(`count_${name}`, { count: outcome.counts[name], number: format.number(outcome.counts[name]) }),
    );
    const told = parts.length === 0 ? t('reportEmpty') : parts.join(' · ');
    return outcome.isDryRun ? `${t('dryRun')}: ${told}` : told;
  };
}

/** What a plugin says it has done. */
function ownWords({ result }: ShownJob): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const summary: unknown = Reflect.get(result, 'summary');
  return typeof summary === 'string' && summary !== '' ? summary : undefined;
}
