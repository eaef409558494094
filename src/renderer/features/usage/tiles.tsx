import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageOverview, UsageTotals } from '#shared/contracts/usage.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';

/** The figures that one looks for first. */
export function Tiles({ overview }: { overview: UsageOverview }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const dollars = useDollars();
  const { today, month, cache } = overview;
  const saved = cache.savedInputTokens + cache.savedOutputTokens;
  return (
    <Card className="grid grid-cols-2 divide-border-subtle lg:grid-cols-4 lg:divide-x">
      <Tile label={t('today')} value={dollars(today.costMicros)} facts={<CallFacts totals={today} />} />
      <Tile label={t('thisMonth')} value={dollars(month.costMicros)} facts={<CallFacts totals={month} />} />
      <Tile
        label={t('tokens')}
        value={compact(format, month.inputTokens + month.outputTokens)}
        facts={t('tokensInOut', {
          input: compact(format, month.inputTokens),
          output: compact(format, month.outputTokens),
        })}
      />
      <Tile
        label={t('fromCache')}
        value={compact(format, saved)}
        facts={
          cache.hitCount === 0
            ? t('fromCacheNone')
            : t('fromCache_calls', { count: cache.hitCount, number: format.number(cache.hitCount) })
        }
      />
    </Card>
  );
}

function compact(format: ReturnType<typeof useFormat>, value: number): string {
  return format.number(value, { notation: 'compact', maximumFractionDigits: 1 });
}

function Tile({ label, value, facts }: { label: string; value: string; facts: ReactNode }) {
  return (
    <div className="px-5 py-4">
      <p className="text-[13px] text-muted-foreground">{label}</p>
      <p className="mt-0.5 text-2xl leading-8 font-semibold tracking-[-0.8px] tabular-nums">{value}</p>
      <p className="text-meta tabular-nums">{facts}</p>
    </div>
  );
}

function CallFacts({ totals }: { totals: UsageTotals }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { callCount, failedCount, localCount, estimatedCount } = totals;
  const facts = [
    t('calls', { count: callCount, number: format.number(callCount) }),
    ...(localCount > 0 ? [t('local', { count: localCount, number: format.number(localCount) })] : []),
    ...(failedCount > 0 ? [t('failed', { count: failedCount, number: format.number(failedCount) })] : []),
    ...(estimatedCount > 0 ? [t('estimated')] : []),
  ];
  return facts.join(' · ');
}
