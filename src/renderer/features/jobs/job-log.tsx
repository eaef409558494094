import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobLogLevel, JobLogLine } from '#shared/contracts/jobs.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useJobLogs } from './queries.ts';

const SHOWN = 30;

const TONES: Record<JobLogLevel, string> = {
  info: 'text-muted-foreground',
  warn: 'text-warning-text',
  error: 'text-danger-text',
};

/** What a job says while it works, the latest first. */
export function JobLog({ jobId }: { jobId: string }) {
  const { t } = useTranslation('jobs');
  const { data, error, refetch } = useJobLogs(jobId);
  const [isWhole, setIsWhole] = useState(false);
  const lines = data?.toReversed() ?? [];
  const shown = isWhole ? lines : lines.slice(0, SHOWN);
  const older = lines.length - shown.length;
  return (
    <section aria-label={t('logs')}>
      <SectionHeading as="h3" count={data?.length}>
        {t('logs')}
      </SectionHeading>
      {error && <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />}
      {!data && !error && <ListSkeleton rows={3} />}
      {data?.length === 0 && <p className="text-sm text-muted-foreground">{t('noLogs')}</p>}
      {shown.length > 0 && (
        <ol className="flex flex-col text-[13px]">
          {shown.map((line) => (
            <LogLine key={line.index} line={line} />
          ))}
        </ol>
      )}
      {older > 0 && (
        <Button size="sm" variant="ghost" className="mt-1 -ms-2.5" onClick={() => setIsWhole(true)}>
          {t('logsOlder', { count: older })}
        </Button>
      )}
    </section>
  );
}

function LogLine({ line }: { line: JobLogLine }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const at = new Date(line.createdAt);
  const fields = Object.entries(line.fields ?? {}).map(([name, value]) => `${name}: ${fieldText(value)}`);
  return (
    <li className="flex gap-3 border-b border-border-subtle py-1.5 last:border-0">
      <time dateTime={at.toISOString()} className="w-16 shrink-0 text-meta leading-5 tabular-nums">
        {format.time(at.toTimeString().slice(0, 8))}
      </time>
      <div className="min-w-0 flex-1">
        <p dir="auto" className={cn('leading-5 wrap-anywhere', line.level !== 'info' && TONES[line.level])}>
          {line.level !== 'info' && <span className="sr-only">{t(`level_${line.level}`)}: </span>}
          {line.message}
        </p>
        {fields.length > 0 && <p className="text-meta wrap-anywhere">{fields.join(' · ')}</p>}
      </div>
    </li>
  );
}

function fieldText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
