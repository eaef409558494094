import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_PHRASE, PhraseFields, wholePhrase } from '#renderer/entities/backup/phrase-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useReenter } from './trouble-queries.ts';

/** The words as they are now, after another device replaced them. */
export function ReenterDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('backup');
  const { t: common } = useTranslation();
  const [words, setWords] = useState(NO_PHRASE);
  const reenter = useReenter(onClose);
  const phrase = wholePhrase(words);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (phrase !== undefined && !reenter.isPending) reenter.mutate(phrase);
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('reenterTitle')} description={t('reenterText')}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <PhraseFields
          autoFocus
          value={words}
          onValueChange={(next) => {
            reenter.reset();
            setWords(next);
          }}
        />
        {reenter.error && (
          <p role="alert" className="text-sm text-danger-text">
            {describeError(reenter.error).message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" disabled={reenter.isPending} onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" variant="primary" disabled={phrase === undefined} busy={reenter.isPending}>
            {t('reenter')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
