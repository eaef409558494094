import { Laptop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { useBackupDevices } from './queries.ts';

/** Devices that back up here. What keeps them from being told is told above them, with the points. */
export function DeviceGroup() {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { data: devices } = useBackupDevices();
  if (!devices || devices.length === 0) return null;
  return (
    <SettingGroup title={t('devices')} text={t('devicesText')}>
      {devices.map(({ id, name, isThisDevice, lastBackupAt, backups }) => (
        <SettingRow
          key={id}
          label={
            <span className="flex items-center gap-2.5">
              <Laptop aria-hidden className="size-4 shrink-0 text-primary-text" strokeWidth={1.8} />
              <bdi className="truncate">{name}</bdi>
              {isThisDevice && <Badge>{t('thisDevice')}</Badge>}
            </span>
          }
          hint={`${t('backups', { count: backups })} · ${t('lastOne', { when: format.ago(lastBackupAt) })}`}
        />
      ))}
    </SettingGroup>
  );
}
