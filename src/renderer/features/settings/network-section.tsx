import { useQuery } from '@tanstack/react-query';
import { Network as NetworkIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EgressSummaryRow } from '#shared/contracts/egress.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { isLoopbackHost } from '#renderer/entities/model/reach.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { QueueGroup } from './queue/queue-group.tsx';

/** What may leave this machine, and what did. */
export function NetworkSection() {
  const { t } = useTranslation('settings');
  const { isOffline, set } = useOffline();
  const id = useId();
  return (
    <>
      <SettingGroup title={t('network')}>
        <SettingRow label={t('offline')} hint={t('offlineHint')} htmlFor={id}>
          <Switch id={id} checked={isOffline} onCheckedChange={set} />
        </SettingRow>
      </SettingGroup>
      <QueueGroup />
      <SettingGroup title={t('egress')} text={t('egressText')}>
        <Egress />
      </SettingGroup>
    </>
  );
}

function Egress() {
  const { t } = useTranslation('settings');
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['network', 'summary'],
    queryFn: ({ signal }) => api.network.summary.query({}, { signal }),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (!data) return <ListSkeleton rows={3} />;
  if (data.length === 0) {
    return <EmptyState compact icon={NetworkIcon} title={t('noEgress')} text={t('noEgressText')} />;
  }
  return (
    <DataTable>
      <thead>
        <tr>
          <DataHead className="ps-5">{t('egressWho')}</DataHead>
          <DataHead>{t('egressHost')}</DataHead>
          <DataHead className="text-end">{t('egressSent')}</DataHead>
          <DataHead className="text-end">{t('egressReceived')}</DataHead>
          <DataHead className="pe-5 text-end">{t('egressLast')}</DataHead>
        </tr>
      </thead>
      <tbody>
        {data.map((row) => (
          <EgressRow key={`${row.feature} ${row.host}:${row.port}`} row={row} />
        ))}
      </tbody>
    </DataTable>
  );
}

const NAMED = ['email', 'calendar', 'model', 'embeddings', 'model-download'] as const;
type Named = (typeof NAMED)[number];

function EgressRow({ row }: { row: EgressSummaryRow }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const featureName = useFeatureName();
  const known: Named | undefined = NAMED.find((name) => name === row.feature);
  const facts = [
    ...(isLoopbackHost(row.host) ? [t('egressHere')] : []),
    ...(row.failedCount > 0 ? [t('egressFailed', { count: row.failedCount })] : []),
    ...(row.refusedCount > 0 ? [t('egressRefused', { count: row.refusedCount })] : []),
  ];
  return (
    <tr>
      <DataCell className="ps-5">
        {known === undefined ? featureName(row.feature) : t(`feature_${known}`)}
      </DataCell>
      <DataCell>
        <span className="break-all">{`${row.host}:${row.port}`}</span>
        {facts.length > 0 && <span className="block text-meta">{facts.join(' · ')}</span>}
      </DataCell>
      <DataCell className="text-end tabular-nums">{format.bytes(row.sentBytes)}</DataCell>
      <DataCell className="text-end tabular-nums">{format.bytes(row.receivedBytes)}</DataCell>
      <DataCell className="pe-5 text-end whitespace-nowrap text-muted-foreground">
        {format.ago(row.lastAt)}
      </DataCell>
    </tr>
  );
}
