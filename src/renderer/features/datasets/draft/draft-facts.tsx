import { useMutation } from '@tanstack/react-query';
import { LockKeyhole, RefreshCw, Sparkles, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import type { DraftEditing } from './use-draft-editing.ts';

/** How the draft came about, what was put right in it, and another go. */
export function DraftFacts({ editing }: { editing: DraftEditing }) {
  const { t } = useTranslation('datasets');
  const dollars = useDollars();
  const { draft } = editing;
  const { source, modelId, refreshCount, isPrivate, costMicros, notice, mended } = draft;
  return (
    <div className="proposal flex flex-col gap-3 rounded-xl p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Sparkles aria-hidden className="size-4 shrink-0 text-secondary-text" />
        <p className="min-w-0 flex-1 basis-60 text-sm">
          <span className="font-medium">{t(`source_${source}`, { model: modelId ?? '' })}</span>
          {refreshCount > 0 && (
            <span className="text-muted-foreground"> · {t('refreshed', { count: refreshCount })}</span>
          )}
          {costMicros > 0 && (
            <span className="text-muted-foreground">
              {' '}
              · {t('spentSoFar', { amount: dollars(costMicros) })}
            </span>
          )}
        </p>
        {isPrivate && (
          <Badge>
            <LockKeyhole aria-hidden />
            {t('private')}
          </Badge>
        )}
        <Refresh key={draft.refreshCount} editing={editing} />
      </div>
      {notice !== '' && <Banner tone="info">{notice}</Banner>}
      {mended.length > 0 && (
        <details>
          <summary className="flex w-fit cursor-pointer items-center gap-1.5 rounded-md text-[13px] font-medium text-muted-foreground hover:text-foreground">
            <Wrench aria-hidden className="size-3.5" />
            {t('mended')} ({mended.length})
          </summary>
          <ul className="mt-2 list-disc ps-8 text-[13px] text-muted-foreground">
            {mended.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Refresh({ editing: { draft, spec, reset } }: { editing: DraftEditing }) {
  const { t } = useTranslation('datasets');
  const api = useApi();
  const [isAsking, setIsAsking] = useState(false);
  const [first] = useState(draft.spec);
  const refresh = useMutation({
    mutationFn: (): Promise<DatasetDraft> => api.datasets.drafts.refresh.mutate({ id: draft.id }),
    onSuccess: (next) => {
      setIsAsking(false);
      reset(next);
    },
    onError: toastError,
  });
  const isChanged = JSON.stringify(spec) !== JSON.stringify(first);
  return (
    <>
      <Button
        size="sm"
        variant="outline"
        busy={refresh.isPending}
        icon={<RefreshCw aria-hidden />}
        onClick={() => (isChanged ? setIsAsking(true) : refresh.mutate())}
      >
        {t('refresh')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setIsAsking}
          title={t('refreshTitle')}
          description={t('refreshText')}
          confirmLabel={t('refresh')}
          busy={refresh.isPending}
          onConfirm={() => refresh.mutate()}
        />
      )}
    </>
  );
}
