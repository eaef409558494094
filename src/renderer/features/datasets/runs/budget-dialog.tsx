import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDollars } from '#renderer/entities/spending/dollars.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

type BudgetDialogProps = {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** US dollars; null for no cap of this run's own. */
  onSave(budget: number | null): void;
};

/** A higher cap for a run that waits for one. */
export function BudgetDialog({ open, onOpenChange, onSave }: BudgetDialogProps) {
  const { t } = useTranslation('datasetPage');
  const form = useId();
  const [text, setText] = useState('');
  const micros = text.trim() === '' ? null : parseDollars(text);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={t('budgetTitle')}
      description={t('budgetText')}
      footer={
        <Button variant="primary" type="submit" form={form} disabled={micros === undefined}>
          {t('resume')}
        </Button>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (micros === undefined) return;
          onSave(micros === null ? null : micros / 1e6);
          onOpenChange(false);
        }}
      >
        <Field
          label={t('budgetLabel')}
          hint={t('budgetHint')}
          error={micros === undefined ? t('notAnAmount') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
