import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePrices } from '#renderer/entities/spending/spending-queries.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useDestination } from '../definition/use-destination.ts';
import { estimateRun, priceOf } from './estimate.ts';
import type { DraftEditing } from './use-draft-editing.ts';

type ConfirmBarProps = {
  editing: DraftEditing;
  isWrong: boolean;
  onCreated(dataset: Dataset, tab?: 'runs' | 'definition'): void;
  onClose(): void;
};

/** What is on screen becomes a dataset, and begins to be made where that is wanted. */
function useConfirm({ editing, onCreated }: ConfirmBarProps) {
  const api = useApi();
  const { t } = useTranslation('datasets');
  return useMutation({
    mutationFn: async (isStarted: boolean) => {
      const { id, fingerprint } = await editing.flush();
      const dataset = await api.datasets.drafts.confirm.mutate({ id, fingerprint });
      // It is there from here on: why it cannot begin is told on its own page.
      const run = isStarted ? api.datasets.runs.start.mutate({ datasetId: dataset.id }) : Promise.resolve();
      await run.catch(toastError);
      return { dataset, isStarted };
    },
    onSuccess: ({ dataset, isStarted }) => {
      toastDone({ message: t(isStarted ? 'runStarted' : 'created', { title: dataset.title }) });
      onCreated(dataset, isStarted ? 'runs' : undefined);
    },
  });
}

export function ConfirmBar(props: ConfirmBarProps) {
  const { editing, isWrong, onClose } = props;
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const api = useApi();
  const confirm = useConfirm(props);
  const discard = useMutation({
    mutationFn: () => api.datasets.drafts.remove.mutate({ id: editing.draft.id }),
    onSuccess: () => {
      toastDone({ message: t('discarded') });
      onClose();
    },
    onError: toastError,
  });
  const { draft, spec, isElsewhere, isSaving, error } = editing;
  const hasProblems = draft.problems.some(({ isWarning }) => !isWarning);
  const isHeld = hasProblems || isWrong || isElsewhere || error !== null;
  const start = (): void => {
    if (!isHeld && !confirm.isPending) confirm.mutate(true);
  };
  const label = t('confirm', { count: spec.records, number: format.number(spec.records) });
  useCommands([
    {
      id: 'datasets.confirm',
      title: label,
      group: t('title'),
      keys: 'mod+enter',
      inFields: true,
      run: start,
    },
  ]);
  return (
    <div className="sticky bottom-4 z-10 flex flex-col gap-3 rounded-xl border border-border bg-popover p-4 shadow-overlay">
      {error && <Banner tone="danger">{t('notSaved', { message: describeError(error).message })}</Banner>}
      {confirm.error && <Banner tone="danger">{describeError(confirm.error).message}</Banner>}
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <Cost editing={editing} />
          <p role="status" className="text-meta">
            {hasProblems ? t('hasProblems') : t(isSaving ? 'saving' : 'saved')}
          </p>
        </div>
        <div className="ms-auto flex flex-wrap items-center justify-end gap-3">
          <Button variant="ghost" busy={discard.isPending} onClick={() => discard.mutate()}>
            {t('discard')}
          </Button>
          <Button
            variant="outline"
            disabled={isHeld || confirm.isPending}
            onClick={() => confirm.mutate(false)}
          >
            {t('saveOnly')}
          </Button>
          <Button
            variant="primary"
            disabled={isHeld}
            busy={confirm.isPending}
            icon={<Play aria-hidden />}
            onClick={start}
          >
            {label}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Said before anything is spent. */
function Cost({ editing: { draft, spec } }: { editing: DraftEditing }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const dollars = useDollars();
  const { data: prices } = usePrices();
  const destination = useDestination(spec.generator);
  if (spec.generator.kind === 'builtin') return <p className="text-[13px]">{t('estimateFree')}</p>;
  const estimate = estimateRun(spec, draft.samples);
  if (estimate === null || !destination) return null;
  const isFree = destination.reach !== 'away';
  const micros = priceOf(estimate, prices ?? [], destination.modelId);
  const compact = (value: number): string =>
    format.number(value, { notation: 'compact', maximumFractionDigits: 1 });
  return (
    <p className="text-[13px]" title={t('estimateRough')}>
      <span className="font-medium">
        {isFree && t('estimateNear')}
        {!isFree && micros === null && t('estimateUnpriced', { model: destination.modelId })}
        {!isFree && micros !== null && t('estimateMoney', { amount: dollars(micros) })}
      </span>{' '}
      <span className="text-muted-foreground">
        {t('estimateTokens', {
          input: compact(estimate.inputTokens),
          output: compact(estimate.outputTokens),
          count: spec.records,
        })}
      </span>
    </p>
  );
}
