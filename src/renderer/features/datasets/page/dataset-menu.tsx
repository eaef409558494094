import { Copy, Ellipsis, FileUp, ListChecks, ListTree, RotateCw, Trash2, Undo2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useDatasetActions } from '#renderer/entities/dataset/dataset-actions.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { RunActions } from '../runs/run-queries.ts';

type DatasetMenuProps = {
  dataset: Dataset;
  actions: RunActions;
  onCheck(judges: 'none' | 'missing' | 'all'): void;
  onImport(): void;
  onCollect(): void;
  onRemoved(): void;
  onOpen(name: string): void;
};

/** What is done with a dataset less often. */
export function DatasetMenu({
  dataset,
  actions,
  onCheck,
  onImport,
  onCollect,
  onRemoved,
  onOpen,
}: DatasetMenuProps) {
  const { t } = useTranslation('datasetPage');
  const { lastEdit, undo } = useLastEdit(dataset);
  const { duplicate, remove } = useDatasetActions();
  const hasJudges = dataset.spec.checks.some(({ kind }) => kind === 'judge');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="md" variant="outline" label={t('more')}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {hasJudges ? (
          <DropdownMenuSub icon={<ListChecks aria-hidden />} label={t('checkAgain')}>
            <DropdownMenuItem onSelect={() => onCheck('none')}>{t('check_none')}</DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onCheck('missing')}>{t('check_missing')}</DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onCheck('all')}>{t('check_all')}</DropdownMenuItem>
          </DropdownMenuSub>
        ) : (
          <DropdownMenuItem icon={<ListChecks aria-hidden />} onSelect={() => onCheck('none')}>
            {t('checkAgain')}
          </DropdownMenuItem>
        )}
        {dataset.failed > 0 && (
          <DropdownMenuItem icon={<RotateCw aria-hidden />} onSelect={() => actions.retry.mutate()}>
            {t('retryFailed', { count: dataset.failed })}
          </DropdownMenuItem>
        )}
        {lastEdit !== undefined && (
          <DropdownMenuItem icon={<Undo2 aria-hidden />} onSelect={undo}>
            {t(`undo_${lastEdit.what}`, { count: lastEdit.records })}
          </DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<FileUp aria-hidden />} onSelect={onImport}>
          {t('import')}
        </DropdownMenuItem>
        <DropdownMenuItem icon={<ListTree aria-hidden />} onSelect={onCollect}>
          {t('collect')}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem
          icon={<Copy aria-hidden />}
          onSelect={() => duplicate.mutate(dataset, { onSuccess: ({ name }) => onOpen(name) })}
        >
          {t('duplicate')}
        </DropdownMenuItem>
        <DropdownMenuItem
          danger
          icon={<Trash2 aria-hidden />}
          onSelect={() => remove.mutate(dataset, { onSuccess: onRemoved })}
        >
          {t('removeDataset')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** What the person changed last in the records, while it can be taken back. */
function useLastEdit({ id }: Dataset) {
  const api = useApi();
  const { t } = useTranslation('datasetPage');
  const { data: edits } = useQuery({
    queryKey: ['datasets', 'edits', id],
    queryFn: ({ signal }) => api.datasets.records.edits.query({ datasetId: id }, { signal }),
  });
  const lastEdit = edits?.[0];
  const undo = (): void => {
    if (lastEdit === undefined) return;
    api.datasets.records.undo
      .mutate({ editId: lastEdit.id })
      .then(() => toastDone({ message: t('undone') }), toastError);
  };
  return { lastEdit, undo };
}
