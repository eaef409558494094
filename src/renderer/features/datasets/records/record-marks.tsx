import { Check, CircleX, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { cn } from '#renderer/lib/cn.ts';

type Look = {
  readonly icon: typeof Check;
  readonly colour: string;
  readonly key: 'failed' | 'accepted' | 'rejected';
};

function lookOf({ state, review }: Pick<DatasetRecord, 'state' | 'review'>): Look | undefined {
  if (state === 'failed') return { icon: CircleX, colour: 'text-danger', key: 'failed' };
  if (review === 'accepted') return { icon: Check, colour: 'text-success', key: 'accepted' };
  if (review === 'rejected') return { icon: X, colour: 'text-muted-foreground', key: 'rejected' };
  return undefined;
}

/** How a record stands, in the room of two icons: the person's word, and whether a check found something. */
export function RecordMarks({ record }: { record: DatasetRecord }) {
  const { t } = useTranslation('datasetPage');
  const look = lookOf(record);
  const Icon = look?.icon;
  return (
    <span className="flex w-10 shrink-0 items-center gap-1">
      {Icon && look && (
        <Icon role="img" aria-label={t(`mark_${look.key}`)} className={cn('size-4', look.colour)} />
      )}
      {record.issues.length > 0 && (
        <TriangleAlert
          role="img"
          aria-label={t('findings', { count: record.issues.length })}
          className="size-4 text-warning"
        />
      )}
    </span>
  );
}
