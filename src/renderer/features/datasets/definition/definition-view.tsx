import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useDataset } from '../page/dataset-queries.ts';
import { saveEffect } from './save-effect.ts';
import { SpecEditor } from './spec-editor.tsx';

/** The definition of a dataset, as a form and as the text of its file. */
export function DefinitionView({ datasetId }: { datasetId: string }) {
  const { data, error, refetch } = useDataset(datasetId);
  if (error && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ListSkeleton rows={8} />;
  return <Definition key={data.id} dataset={data} />;
}

type Editing = { readonly base: Dataset; readonly spec: DatasetSpec };

function Definition({ dataset }: { dataset: Dataset }) {
  const [editing, setEditing] = useState<Editing>();
  const [isWrong, setIsWrong] = useState(false);
  const spec = editing?.spec ?? dataset.spec;
  const change = (next: DatasetSpec): void => {
    const base = editing?.base ?? dataset;
    setEditing(JSON.stringify(next) === JSON.stringify(base.spec) ? undefined : { base, spec: next });
  };
  return (
    <div className="flex flex-col gap-5">
      <SpecEditor format="yaml" spec={spec} onChange={change} onWrong={setIsWrong} />
      {editing && (
        <SaveBar dataset={dataset} editing={editing} isWrong={isWrong} onDone={() => setEditing(undefined)} />
      )}
    </div>
  );
}

type SaveBarProps = { dataset: Dataset; editing: Editing; isWrong: boolean; onDone(): void };

/** What saving means for the records that are there, before it is done. */
function SaveBar({ dataset, editing, isWrong, onDone }: SaveBarProps) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const api = useApi();
  const { base, spec } = editing;
  const save = useMutation({
    mutationFn: (wanted: { spec: DatasetSpec; expectedUpdatedAt?: number }): Promise<Dataset> =>
      api.datasets.update.mutate({ id: dataset.id, ...wanted }),
    onSuccess: (kept) => {
      toastDone({
        message: t('savedDefinition'),
        undo: () =>
          api.datasets.update.mutate({ id: kept.id, spec: base.spec, expectedUpdatedAt: kept.updatedAt }),
      });
      onDone();
    },
  });
  const isOutdated = dataset.updatedAt !== base.updatedAt && !save.isPending && !save.isSuccess;
  const effect = saveEffect(base.spec, spec);
  const count = dataset.made;
  return (
    <div
      role="group"
      aria-label={t('unsaved')}
      className="sticky bottom-4 z-10 flex flex-col gap-3 rounded-xl border border-border bg-popover p-4 shadow-overlay"
    >
      {save.error && <Banner tone="danger">{describeError(save.error).message}</Banner>}
      {isOutdated && <Banner tone="warning">{t('changedSince')}</Banner>}
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <p className="text-sm font-medium">{t('unsaved')}</p>
          <p className="text-[13px] text-muted-foreground">
            {count === 0 ? t('effectNone') : t(`effect${effect}`, { count, number: format.number(count) })}
          </p>
        </div>
        <Button variant="ghost" onClick={onDone}>
          {t('revert')}
        </Button>
        <Button
          variant="primary"
          busy={save.isPending}
          disabled={isWrong || isOutdated}
          onClick={() => save.mutate({ spec, expectedUpdatedAt: base.updatedAt })}
        >
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
