import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Textarea } from '#renderer/ui/input.tsx';
import { useVersionActions } from './version-queries.ts';

type FreezeDialogProps = { dataset: Dataset; onClose(): void; onFrozen(): void };

/** The records as they are now, kept under a number. */
export function FreezeDialog({ dataset, onClose, onFrozen }: FreezeDialogProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const form = useId();
  const [note, setNote] = useState('');
  const { freeze } = useVersionActions(dataset.id);
  const kept = dataset.made - dataset.rejected;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('freezeTitle')}
      description={t('freezeText', { count: kept, number: format.number(kept) })}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={freeze.isPending}>
            {t('freeze')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          freeze.mutate(note, { onSuccess: onFrozen });
        }}
      >
        {freeze.error && <Banner tone="danger">{describeError(freeze.error).message}</Banner>}
        <Field label={t('note')} optional hint={t('noteHint')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={2000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
