import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupPoint } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { PointFacts } from '#renderer/entities/backup/point-facts.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { buttonStyles } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { DeviceGroup } from './device-group.tsx';
import { useBackupPoints } from './queries.ts';

/** Points in time that can be gone back to, and who made them. */
export function PointsView() {
  const { t } = useTranslation('backup');
  const { data: points, error, refetch } = useBackupPoints();
  return (
    <>
      <SettingGroup title={t('points')} text={t('pointsText')}>
        {error && points && <Banner tone="offline">{describeError(error).message}</Banner>}
        {error && !points && <ErrorState error={error} onRetry={() => void refetch()} className="py-10" />}
        {!points && !error && <ListSkeleton rows={5} />}
        {points?.length === 0 && (
          <EmptyState compact icon={History} title={t('noPoints')} text={t('noPointsText')} />
        )}
        {points && points.length > 0 && (
          <ul aria-label={t('points')} className="divide-y divide-border-subtle">
            {points.map((point) => (
              <PointRow key={point.id} point={point} />
            ))}
          </ul>
        )}
      </SettingGroup>
      <DeviceGroup />
    </>
  );
}

function PointRow({ point }: { point: BackupPoint }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const when = format.instant(point.createdAt);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3.5">
      <PointFacts point={point} className="min-w-0 flex-1 basis-72" />
      <Link
        to="/backup/$sequence"
        params={{ sequence: String(point.sequence) }}
        aria-label={t('openPoint', { when })}
        className={buttonStyles({ variant: 'outline', size: 'sm' })}
      >
        {t('lookAndRestore')}
      </Link>
    </li>
  );
}
