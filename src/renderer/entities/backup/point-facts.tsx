import { useTranslation } from 'react-i18next';
import type { BackupPoint } from '#shared/contracts/backup.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';

const NOUNS = ['clients', 'projects', 'tasks', 'notes'] as const;

/** A point in time: when, on which device, what was in it. */
export function PointFacts({ point, className }: { point: BackupPoint; className?: string }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { createdAt, device, isThisDevice, counts, sizeBytes, addedBytes } = point;
  const nouns = NOUNS.map((noun) => t(`count_${noun}`, { count: counts[noun] ?? 0 }));
  return (
    <div className={cn('text-start', className)}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
        <time dateTime={new Date(createdAt).toISOString()}>{format.instant(createdAt)}</time>
        <span className="font-normal text-muted-foreground">{format.ago(createdAt)}</span>
        <Badge tone={isThisDevice ? 'neutral' : 'info'}>
          <bdi>{device.name}</bdi>
        </Badge>
      </p>
      <p className="mt-1 text-[13px] text-muted-foreground tabular-nums">
        {[...nouns, t('sizes', { size: format.bytes(sizeBytes), added: format.bytes(addedBytes) })].join(
          ' · ',
        )}
      </p>
    </div>
  );
}
