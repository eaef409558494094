import { ChartColumn } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetStats } from '#shared/contracts/dataset-stats.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { CardGridSkeleton } from '#renderer/ui/skeleton.tsx';
import type { DatasetSearch } from '../page/dataset-search.ts';
import { HistogramBars, ShareRow } from './bars.tsx';
import { ColumnCard } from './column-card.tsx';
import { useStats } from './stats-query.ts';

type ChartsTabProps = {
  dataset: Dataset;
  changedAtMs: number;
  isGrowing: boolean;
  /** Shows the records that a figure counts. */
  onShowRecords(filter: DatasetSearch): void;
};

/** What stands in the records: by column, by facet, by finding. */
export function ChartsTab({ dataset, changedAtMs, isGrowing, onShowRecords }: ChartsTabProps) {
  const { t } = useTranslation('datasetPage');
  const { data: stats, error, refetch, isPlaceholderData } = useStats(dataset.id, changedAtMs, isGrowing);
  if (error && !stats) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!stats) return <CardGridSkeleton className="px-8" />;
  if (stats.records === 0) {
    return <EmptyState icon={ChartColumn} title={t('noCharts')} text={t('noChartsText')} />;
  }
  return (
    <div
      aria-busy={isPlaceholderData}
      className={cn('flex flex-col gap-7 px-8 pb-12 transition-opacity', isPlaceholderData && 'opacity-80')}
    >
      <section className="flex flex-col gap-3">
        <SectionHeading>{t('overAll')}</SectionHeading>
        <Summary stats={stats} onShowRecords={onShowRecords} />
      </section>
      <Coverage stats={stats} />
      <section className="flex flex-col gap-3">
        <SectionHeading count={stats.columns.length}>{t('columns')}</SectionHeading>
        <ColumnGrid stats={stats} onShowRecords={onShowRecords} />
        {stats.isCut && <p className="text-meta">{t('columnsCut')}</p>}
      </section>
    </div>
  );
}

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(18rem,1fr))] items-start gap-4';

type PartProps = { stats: DatasetStats; onShowRecords(filter: DatasetSearch): void };

const ColumnGrid = memo(function Columns({ stats, onShowRecords }: PartProps) {
  return (
    <div className={GRID}>
      {stats.columns.map((column) => (
        <ColumnCard
          key={column.path}
          column={column}
          records={stats.records}
          onFilter={(q) => onShowRecords({ q })}
        />
      ))}
    </div>
  );
});

function Summary({ stats, onShowRecords }: PartProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { exact, near, pairs } = stats.duplicates;
  const most = Math.max(...stats.issues.map(({ count }) => count), 1);
  return (
    <div className={GRID}>
      <Card className="flex flex-col gap-2 p-4">
        <h3 className="text-sm font-semibold">{t('duplicates')}</h3>
        <p className="text-sm tabular-nums">{t('duplicatesExact', { number: format.number(exact) })}</p>
        <p className="text-sm text-muted-foreground tabular-nums">
          {near === null ? t('duplicatesNotCompared') : t('duplicatesNear', { number: format.number(near) })}
        </p>
        {pairs.slice(0, 3).map(({ number, like }) => (
          <button
            key={number}
            type="button"
            className="rounded-md px-1.5 py-1 text-start text-[13px] text-primary-text hover:bg-muted"
            onClick={() => onShowRecords({ record: number })}
          >
            {t('pair', { number: format.number(number + 1), like: format.number(like + 1) })}
          </button>
        ))}
      </Card>
      <Card className="flex flex-col gap-2 p-4">
        <h3 className="text-sm font-semibold">{t('findingsHeading')}</h3>
        {stats.issues.length === 0 && <p className="text-sm text-muted-foreground">{t('noFindings')}</p>}
        <div className="-mx-1.5">
          {stats.issues.map(({ check, count }) => (
            <ShareRow
              key={check}
              name={check}
              count={count}
              share={count / most}
              onClick={() => onShowRecords({ issue: check })}
            />
          ))}
        </div>
      </Card>
      {stats.scores.map((score) => (
        <Card key={score.judge} className="flex flex-col gap-2 p-4">
          <h3 className="truncate text-sm font-semibold">{score.judge}</h3>
          <p className="text-meta tabular-nums">
            {t('scoreMean', {
              mean: format.number(score.mean, { maximumFractionDigits: 2 }),
              number: format.number(score.count),
            })}
          </p>
          <HistogramBars
            label={score.judge}
            histogram={score.histogram}
            formatEdge={(value) => format.number(value, { maximumFractionDigits: 1 })}
          />
          <Button
            size="xs"
            variant="ghost"
            className="self-start"
            onClick={() => onShowRecords({ judge: score.judge, most: 2 })}
          >
            {t('showLowScores')}
          </Button>
        </Card>
      ))}
    </div>
  );
}

function Coverage({ stats }: { stats: DatasetStats }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  // Facets are drawn for a model alone: without one there is nothing to hold against the weights.
  const facets = stats.facets.filter(({ values }) => values.some(({ count }) => count > 0));
  if (facets.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <SectionHeading count={facets.length}>{t('coverage')}</SectionHeading>
      <div className={GRID}>
        {facets.map(({ name, values }) => {
          const all = Math.max(
            values.reduce((sum, { count }) => sum + count, 0),
            1,
          );
          return (
            <Card key={name} className="flex min-w-0 flex-col gap-2 p-4">
              <h3 className="truncate text-sm font-semibold">{name}</h3>
              <div className="-mx-1.5">
                {values.slice(0, 12).map(({ value, count, expected }) => (
                  <ShareRow
                    key={value}
                    name={value}
                    count={count}
                    share={count / all}
                    expected={expected}
                    note={
                      expected === null
                        ? format.number(count)
                        : t('shareOf', {
                            share: format.percent(count / all),
                            expected: format.percent(expected),
                          })
                    }
                  />
                ))}
              </div>
            </Card>
          );
        })}
      </div>
    </section>
  );
}
