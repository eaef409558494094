import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { useDatasetMetrics } from './list-queries.ts';

/** Over all datasets: how many, how much was made of what was asked, what runs and what it cost. */
export function MetricsStrip() {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const dollars = useDollars();
  const { data } = useDatasetMetrics();
  if (data === undefined) return <Skeleton className="h-[98px] rounded-xl" />;
  const { datasets, runs, activeRuns, asked, made, failed, costMicros, lastRunAt } = data;
  return (
    <section aria-label={t('metrics')}>
      <Card className="grid grid-cols-2 divide-border-subtle sm:grid-cols-3 lg:grid-cols-5 lg:divide-x">
        <Tile
          label={t('metricDatasets')}
          value={format.number(datasets)}
          fact={t('runsInAll', { count: runs, number: format.number(runs) })}
        />
        <Tile
          label={t('metricMade')}
          value={format.number(made)}
          fact={t('ofAsked', { asked: format.number(asked) })}
        />
        <Tile
          label={t('metricFailed')}
          value={format.number(failed)}
          fact={failed === 0 ? t('nothingLost') : format.percent(failed / Math.max(made + failed, 1))}
        />
        <Tile
          label={t('metricActive')}
          value={format.number(activeRuns)}
          fact={lastRunAt === null ? t('noRunsYet') : t('lastRunAgo', { when: format.ago(lastRunAt) })}
        />
        <Tile label={t('metricCost')} value={dollars(costMicros)} fact={null} />
      </Card>
    </section>
  );
}

function Tile({ label, value, fact }: { label: string; value: string; fact: ReactNode }) {
  return (
    <div className="px-5 py-3.5">
      <p className="text-[13px] text-muted-foreground">{label}</p>
      <p className="mt-0.5 text-xl leading-7 font-semibold tracking-[-0.6px] tabular-nums">{value}</p>
      <p className="text-meta tabular-nums">{fact}</p>
    </div>
  );
}
