import { Link } from '@tanstack/react-router';
import {
  ArrowUpRight,
  CircleCheck,
  CircleX,
  Equal,
  MinusCircle,
  RefreshCw,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ImportCounts } from '#shared/contracts/imports.ts';
import type { JobItem } from '#shared/contracts/jobs.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { OUTCOMES, useJobItems, type Outcome } from './job-queries.ts';

const LOOKS: Record<Outcome, readonly [LucideIcon, string]> = {
  created: [CircleCheck, 'text-success'],
  updated: [RefreshCw, 'text-info-text'],
  unchanged: [Equal, 'text-muted-foreground'],
  skipped: [MinusCircle, 'text-warning'],
  failed: [CircleX, 'text-danger'],
};

type JobReportProps = {
  jobId: string;
  /** Counts by outcome; without them the outcomes are offered as filters alone. */
  counts?: ImportCounts;
  /** A trial run has made nothing that could be opened. */
  isDryRun?: boolean;
};

/** What became of each thing a job worked on, with the reason for each that was skipped. */
export function JobReport({ jobId, counts, isDryRun = false }: JobReportProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  const { t } = useTranslation('jobs');
  const pages = useJobItems(jobId, outcome);
  return (
    <div className="flex flex-col gap-4">
      <OutcomeTiles counts={counts} outcome={outcome} isDryRun={isDryRun} onOutcomeChange={setOutcome} />
      {pages.error && <ErrorState error={pages.error} onRetry={pages.retry} className="py-8" />}
      {pages.isLoading && <ListSkeleton rows={5} />}
      {!pages.isLoading && !pages.error && pages.items.length === 0 && (
        <EmptyState
          compact
          icon={Equal}
          title={t(outcome === undefined ? 'reportEmpty' : 'reportNoneOfThese')}
          action={
            outcome !== undefined && (
              <Button size="sm" onClick={() => setOutcome(undefined)}>
                {t('showAll')}
              </Button>
            )
          }
        />
      )}
      {pages.items.length > 0 && (
        <ul
          aria-label={t('report')}
          className={cn('flex flex-col transition-opacity', pages.isStale && 'opacity-60')}
        >
          {pages.items.map((item) => (
            <ReportRow key={item.index} item={item} isDryRun={isDryRun} />
          ))}
        </ul>
      )}
      {pages.total !== undefined && pages.items.length < pages.total && (
        <Button variant="outline" size="sm" className="self-center" onClick={pages.loadMore}>
          {t('showMore', { count: pages.total - pages.items.length })}
        </Button>
      )}
    </div>
  );
}

type OutcomeTilesProps = {
  counts: ImportCounts | undefined;
  outcome: Outcome | undefined;
  isDryRun: boolean;
  onOutcomeChange(outcome: Outcome | undefined): void;
};

function OutcomeTiles({ counts, outcome, isDryRun, onOutcomeChange }: OutcomeTilesProps) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return (
    <div
      role="group"
      aria-label={t('filterReport')}
      className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-2"
    >
      {OUTCOMES.map((value) => {
        const [Icon, colour] = LOOKS[value];
        const count = counts?.[value];
        return (
          <button
            key={value}
            type="button"
            aria-pressed={outcome === value}
            disabled={count === 0}
            onClick={() => onOutcomeChange(outcome === value ? undefined : value)}
            className="flex flex-col gap-1 rounded-xl border border-border-subtle bg-card px-3 py-2.5 text-start transition-colors hover:border-control disabled:opacity-60 disabled:hover:border-border-subtle aria-pressed:border-primary-text aria-pressed:bg-primary-soft"
          >
            <span className="flex items-center gap-1.5 text-xs text-muted-foreground">
              <Icon aria-hidden className={cn('size-3.5', colour)} />
              {t(isDryRun ? `would_${value}` : `outcome_${value}`)}
            </span>
            {count !== undefined && (
              <span className="text-lg leading-6 font-semibold tracking-[-0.5px] tabular-nums">
                {format.number(count)}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}

function ReportRow({ item, isDryRun }: { item: JobItem; isDryRun: boolean }) {
  const { t } = useTranslation('jobs');
  const [Icon, colour] = LOOKS[item.outcome];
  const kind = ITEM_KINDS.find((known) => known === item.kind);
  const path = kind !== undefined && item.entityId !== null ? itemPath(kind, item.entityId) : undefined;
  return (
    <li className="flex items-start gap-3 border-b border-border-subtle py-2.5 last:border-0">
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', colour)} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="text-sm wrap-anywhere">
          {item.source}
          <span className="sr-only">: {t(`outcome_${item.outcome}`)}</span>
        </p>
        {item.reason !== '' && (
          <p className="mt-0.5 text-xs leading-relaxed text-muted-foreground">{item.reason}</p>
        )}
      </div>
      {kind !== undefined && <span className="mt-0.5 text-meta">{t(`kind_${kind}`)}</span>}
      {path !== undefined && !isDryRun && (
        <Link
          to={path}
          aria-label={t('openNamed', { name: item.source })}
          className="grid size-6 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
        >
          <ArrowUpRight aria-hidden className="size-4" />
        </Link>
      )}
    </li>
  );
}
