import { Link } from '@tanstack/react-router';
import { Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry, UsageFilter } from '#shared/contracts/usage.ts';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { useProviderName } from '#renderer/entities/model/model-queries.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { useCalls } from './queries.ts';

/** Each call that was sent, the latest first. */
export function LatestCalls({ filter }: { filter: UsageFilter }) {
  const { t } = useTranslation('usage');
  const calls = useCalls(filter);
  const { items, total = 0 } = calls;
  return (
    <Card className="overflow-hidden">
      <h2 className="px-5 pt-4 pb-1 text-base font-semibold tracking-[-0.3px]">{t('latest')}</h2>
      {calls.isLoading && <ListSkeleton rows={4} className="px-2" />}
      {calls.error && items.length === 0 && (
        <ErrorState error={calls.error} onRetry={calls.retry} className="py-8" />
      )}
      {items.length > 0 && (
        <DataTable>
          <thead>
            <tr>
              <DataHead className="ps-5">{t('time')}</DataHead>
              <DataHead>{t('feature')}</DataHead>
              <DataHead>{t('model')}</DataHead>
              <DataHead className="text-end">{t('tokens')}</DataHead>
              <DataHead className="text-end">{t('cost')}</DataHead>
              <DataHead className="pe-5">
                <span className="sr-only">{t('seeTrace')}</span>
              </DataHead>
            </tr>
          </thead>
          <tbody>
            {items.map((entry) => (
              <CallRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </DataTable>
      )}
      {items.length < total && (
        <div className="border-t border-border-subtle px-3 py-2">
          <Button size="sm" variant="ghost" onClick={calls.loadMore}>
            {t('showMore')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function CallRow({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const featureName = useFeatureName();
  const providerName = useProviderName();
  const { startedAt, feature, modelId, providerId, inputTokens, outputTokens, outcome, traceId } = entry;
  return (
    <tr>
      <DataCell className="ps-5 whitespace-nowrap text-muted-foreground tabular-nums">
        {format.instant(startedAt)}
      </DataCell>
      <DataCell>
        {featureName(feature)}
        {outcome !== 'done' && (
          <span
            className={cn(
              'ms-2 text-xs',
              outcome === 'failed' || outcome === 'lost' ? 'text-danger-text' : 'text-muted-foreground',
            )}
          >
            {t(`outcome_${outcome}`)}
          </span>
        )}
      </DataCell>
      <DataCell>
        <span dir="ltr" className="wrap-anywhere">
          {modelId}
        </span>
        <span className="block text-meta">{providerName(providerId)}</span>
      </DataCell>
      <DataCell className="text-end whitespace-nowrap tabular-nums">
        {t('tokensShort', { input: format.number(inputTokens), output: format.number(outputTokens) })}
      </DataCell>
      <DataCell className="text-end whitespace-nowrap tabular-nums">
        <Cost entry={entry} />
      </DataCell>
      <DataCell className="w-12 pe-4 text-end">
        {traceId !== null && (
          <Tooltip content={t('seeTrace')}>
            <Link
              to="/traces/$traceId"
              params={{ traceId }}
              aria-label={t('seeTrace')}
              className={cn(buttonStyles({ variant: 'ghost' }), 'size-8 p-0')}
            >
              <Waypoints aria-hidden />
            </Link>
          </Tooltip>
        )}
      </DataCell>
    </tr>
  );
}

function Cost({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('usage');
  const dollars = useDollars();
  const { isLocal, isPriced, isEstimated, costMicros } = entry;
  if (isLocal && costMicros === 0) return <span className="text-muted-foreground">{t('isLocal')}</span>;
  if (!isPriced) return <span className="text-warning-text">{t('noPrice')}</span>;
  return isEstimated ? <span title={t('atMostHint')}>≤ {dollars(costMicros)}</span> : dollars(costMicros);
}
