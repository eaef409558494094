import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useDatasetActions } from '#renderer/entities/dataset/dataset-actions.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';

/** One that was thrown away: what it held, since when, and the way back. */
export function DeletedRow({ dataset, deletedAt }: { dataset: Dataset; deletedAt: number }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const { restore } = useDatasetActions();
  const { name, title, made } = dataset;
  return (
    <li className="flex items-center gap-4 px-4 py-3.5">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-sm font-medium">
          {title}
        </p>
        <p className="mt-0.5 truncate text-[13px] text-muted-foreground tabular-nums">
          <span dir="ltr">{name}</span> · {t('records', { count: made, number: format.number(made) })}
        </p>
      </div>
      <time dateTime={new Date(deletedAt).toISOString()} className="shrink-0 text-meta">
        {t('deletedAgo', { when: format.ago(deletedAt) })}
      </time>
      <Button
        size="sm"
        variant="outline"
        icon={<RotateCcw aria-hidden />}
        aria-label={t('restoreNamed', { title })}
        busy={restore.isPending}
        onClick={() => restore.mutate(dataset)}
      >
        {t('restore')}
      </Button>
    </li>
  );
}
