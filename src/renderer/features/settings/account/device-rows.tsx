import { useTranslation } from 'react-i18next';
import type { CloudDevice } from '#shared/contracts/cloud.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SettingRow } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useDevices, useEndDevice } from './account-queries.ts';

/** The devices that are signed in; nothing where the endpoint cannot be asked, which the account says already. */
export function DeviceRows({ endpoint, isReachable }: { endpoint: string; isReachable: boolean }) {
  const { t } = useTranslation('account');
  const { data, error, refetch } = useDevices(endpoint, isReachable);
  if (!isReachable) return null;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (!data) return <ListSkeleton rows={1} />;
  return (
    <ul aria-label={t('devices')} className="divide-y divide-border-subtle">
      {data.map((device) => (
        <li key={device.id}>
          <DeviceRow device={device} endpoint={endpoint} />
        </li>
      ))}
    </ul>
  );
}

function DeviceRow({ device, endpoint }: { device: CloudDevice; endpoint: string }) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const end = useEndDevice(endpoint);
  const { name, lastUsedAt, isThisDevice } = device;
  return (
    <SettingRow label={name} hint={t('lastUsed', { when: format.ago(lastUsedAt) })}>
      {isThisDevice ? (
        <Badge>{t('thisDevice')}</Badge>
      ) : (
        <Button
          size="sm"
          variant="danger-ghost"
          aria-label={t('endDeviceNamed', { name })}
          busy={end.isPending}
          onClick={() => end.mutate(device)}
        >
          {t('endDevice')}
        </Button>
      )}
    </SettingRow>
  );
}
