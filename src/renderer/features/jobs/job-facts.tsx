import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useJobDetail } from '#renderer/entities/job/job-queries.ts';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { waitsForInbox } from './inbox-wait.ts';

/** How often it was begun, how far its journal is, and what it waits for. */
export function JobFacts({ job }: { job: ShownJob }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const { data: detail } = useJobDetail(job.id);
  return (
    <dl className="flex flex-col gap-2 text-sm">
      {job.startedAt !== null && <Fact label={t('fact_started')}>{format.instant(job.startedAt)}</Fact>}
      {job.finishedAt !== null && <Fact label={t('fact_finished')}>{format.instant(job.finishedAt)}</Fact>}
      {job.resumesAt !== null && (
        <Fact label={t('fact_resumes')}>
          {format.instant(job.resumesAt)}
          <span className="ms-2 text-meta">{format.ago(job.resumesAt)}</span>
        </Fact>
      )}
      {!waitsForInbox(job) && job.waitsFor.length > 0 && (
        <Fact label={t('fact_waitsFor')}>{format.list(job.waitsFor)}</Fact>
      )}
      {job.attempt > 1 && <Fact label={t('fact_attempt')}>{format.number(job.attempt)}</Fact>}
      {detail && detail.stepCount > 0 && (
        <Fact label={t('fact_steps')}>{format.number(detail.stepCount)}</Fact>
      )}
      {job.type !== 'import' && job.type !== 'export' && (
        <Fact label={t('fact_did')}>
          <Link
            to="/activity"
            search={{ run: job.id }}
            className="rounded-sm text-primary-text hover:underline"
          >
            {t('seeActivity')}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-28 shrink-0 text-[13px] leading-5 text-muted-foreground">{label}</dt>
      <dd className="min-w-0 flex-1 leading-5 tabular-nums">{children}</dd>
    </div>
  );
}
