import { ChevronRight, History, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginRun } from '#shared/contracts/plugins.ts';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useJob } from '#renderer/entities/job/job-queries.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card, CardHeader } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { LogLines } from './log-lines.tsx';
import { usePluginRuns, useSteerPlugin } from './queries.ts';
import { RunMark } from './run-mark.tsx';
import type { ShownPlugin } from './plugin-types.ts';

type RunListProps = { plugin: ShownPlugin; onChooseRights(): void };

/** What ran and what came of it, the newest first; one that is under way shows how far it is. */
export function RunList({ plugin, onChooseRights }: RunListProps) {
  const { t } = useTranslation('plugins');
  const pages = usePluginRuns(plugin.name);
  const lacksRights = plugin.status === 'needs_rights';
  return (
    <Card>
      <CardHeader icon={<History aria-hidden />} title={t('runs')} />
      {pages.error && <ErrorState error={pages.error} onRetry={pages.retry} className="py-8" />}
      {pages.isLoading && <ListSkeleton rows={5} className="px-2 pb-3" />}
      {!pages.isLoading && !pages.error && pages.items.length === 0 && (
        <EmptyState
          compact
          icon={History}
          title={t('runsNone')}
          text={lacksRights ? t('runsNoneRights') : t('runsNoneText')}
          action={
            lacksRights ? (
              <Button size="sm" onClick={onChooseRights}>
                {t('giveRights')}
              </Button>
            ) : undefined
          }
          className="pb-10"
        />
      )}
      <ul className="flex flex-col px-2 pb-2 empty:hidden">
        {pages.items.map((run) => (
          <RunRow key={run.jobId} name={plugin.name} run={run} />
        ))}
      </ul>
      {pages.total !== undefined && pages.items.length < pages.total && (
        <div className="px-4 pb-4">
          <Button size="sm" variant="ghost" onClick={pages.loadMore}>
            {t('moreRuns')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function RunRow({ name, run }: { name: string; run: PluginRun }) {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const facts = useRunFacts(run);
  const isRunning = run.outcome === 'running';
  const { stop } = useSteerPlugin();
  return (
    <li className="rounded-lg">
      <div className="relative flex items-start gap-3 rounded-lg px-2.5 py-2.5 hover:bg-muted/60">
        <RunMark outcome={run.outcome} className="mt-px" />
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline gap-2 text-sm">
            <span className="shrink-0 font-medium">{t(`outcome_${run.outcome}`)}</span>
            <span className="truncate text-meta">{facts.join(' · ')}</span>
          </p>
          {isRunning ? (
            <RunProgress run={run} />
          ) : (
            run.summary !== '' && (
              <p dir="auto" className="mt-0.5 text-[13px] leading-snug wrap-anywhere text-muted-foreground">
                {run.summary}
              </p>
            )
          )}
        </div>
        {run.startedAt !== null && (
          <time
            dateTime={new Date(run.startedAt).toISOString()}
            title={format.instant(run.startedAt)}
            className="shrink-0 pt-0.5 text-meta tabular-nums"
          >
            {format.ago(run.startedAt)}
          </time>
        )}
        {isRunning && (
          <IconButton
            size="xs"
            label={t('stop')}
            disabled={stop.isPending}
            className="relative z-10"
            onClick={() => stop.mutate(run.jobId)}
          >
            <Square aria-hidden />
          </IconButton>
        )}
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'hideLog' : 'showLog')}
          onClick={() => setIsOpen(!isOpen)}
          className="grid size-6 shrink-0 place-items-center rounded-md text-muted-foreground after:absolute after:inset-0 after:rounded-lg after:content-['']"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-4 transition-transform rtl:-scale-x-100', isOpen && 'rotate-90')}
          />
        </button>
      </div>
      {isOpen && (
        <div className="ms-9.5 mb-2 me-2 animate-page rounded-lg bg-muted px-3 py-2">
          <LogLines name={name} jobId={run.jobId} />
        </div>
      )}
    </li>
  );
}

function useRunFacts(run: PluginRun): readonly string[] {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const { startedAt, finishedAt, callCount, proposalCount } = run;
  const facts: string[] = [t(`trigger_${run.trigger}`)];
  if (startedAt !== null && finishedAt !== null) {
    const seconds = (finishedAt - startedAt) / 1000;
    const short = t('seconds', { number: format.number(seconds, { maximumFractionDigits: 1 }) });
    facts.push(t('took', { time: seconds < 90 ? short : format.duration(seconds / 60) }));
  }
  if (callCount > 0) facts.push(t('calls', { count: callCount, number: format.number(callCount) }));
  if (proposalCount > 0) facts.push(t('runProposals', { count: proposalCount }));
  return facts;
}

/** Live: the job behind the run tells how far it is. */
function RunProgress({ run }: { run: PluginRun }) {
  const { t } = useTranslation('plugins');
  const { data: job } = useJob(run.jobId);
  if (job === undefined || job.status !== 'running')
    return <p className="mt-0.5 text-[13px] text-muted-foreground">{run.summary || t('waiting')}</p>;
  return (
    <div className="mt-1.5 max-w-sm">
      <JobProgress job={job} />
    </div>
  );
}
