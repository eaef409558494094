import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_RECORDS, MOST_SLICES } from '#shared/contracts/dataset-defaults.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { parseDollars } from '#renderer/entities/spending/dollars.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import type { RunActions } from '../runs/run-queries.ts';

type StartDialogProps = { dataset: Dataset; start: RunActions['start']; onClose(): void };

/** So many records more, and what they may cost at most. */
export function StartDialog({ dataset, start, onClose }: StartDialogProps) {
  const { t } = useTranslation('datasetPage');
  const form = useId();
  const isModel = dataset.spec.generator.kind === 'model';
  const [count, setCount] = useState('10');
  const [budget, setBudget] = useState('');
  const [parts, setParts] = useState('');
  const records = /^\d+$/.test(count.trim()) ? Number(count) : 0;
  const isCount = records >= 1 && records <= MOST_RECORDS;
  const micros = budget.trim() === '' ? null : parseDollars(budget);
  const slices = parts.trim() === '' ? undefined : Number(parts);
  const isParts = slices === undefined || (Number.isInteger(slices) && slices >= 1 && slices <= MOST_SLICES);
  const isReady = isCount && isParts && micros !== undefined;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="sm"
      title={t('addMoreTitle')}
      description={t('addMoreText')}
      footer={
        <Button variant="primary" type="submit" form={form} disabled={!isReady} busy={start.isPending}>
          {t('generate')}
        </Button>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          const cap = micros === null || micros === undefined ? undefined : micros / 1e6;
          start.mutate({ count: records, budget: cap, slices }, { onSuccess: onClose });
        }}
      >
        <Field label={t('howMany')} error={isCount ? undefined : t('countRange')}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={count}
              onChange={(event) => setCount(event.target.value)}
            />
          )}
        </Field>
        {isModel && (
          <Field
            label={t('budgetLabel')}
            optional
            hint={t('budgetOwn')}
            error={micros === undefined ? t('notAnAmount') : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={budget}
                onChange={(event) => setBudget(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t('slices')}
          optional
          hint={t('slicesHint')}
          error={isParts ? undefined : t('slicesRange', { most: MOST_SLICES })}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={parts}
              onChange={(event) => setParts(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
