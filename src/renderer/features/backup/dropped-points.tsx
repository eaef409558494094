import { useTranslation } from 'react-i18next';
import type { BackupPoint } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';

const MOST_SHOWN = 4;

/** What rules that are not saved yet would let go. */
export function DroppedPoints({ points }: { points: readonly BackupPoint[] }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  if (points.length === 0) return <p className="text-[13px] text-muted-foreground">{t('keepsAll')}</p>;
  const more = points.length - MOST_SHOWN;
  return (
    <div className="text-[13px] leading-snug">
      <p className="font-medium text-warning-text">{t('wouldDrop', { count: points.length })}</p>
      <ul className="mt-1 text-muted-foreground tabular-nums">
        {points.slice(0, MOST_SHOWN).map(({ id, createdAt, device }) => (
          <li key={id}>
            {format.instant(createdAt)} · <bdi>{device.name}</bdi>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-muted-foreground">{t('damagedMore', { count: more })}</p>}
    </div>
  );
}
