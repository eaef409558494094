import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProofForm } from '#renderer/entities/access/proof-form.tsx';
import { NO_PHRASE, PhraseFields, wholePhrase } from '#renderer/entities/backup/phrase-fields.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useSameWords } from './queries.ts';

/** The words of the backup become those of this workspace as well: one note to keep. */
export function SameWordsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('backup');
  const [words, setWords] = useState(NO_PHRASE);
  const phrase = wholePhrase(words);
  const change = useSameWords(onClose);
  return (
    <Dialog open onOpenChange={onClose} title={t('sameWords')} description={t('sameWordsText')}>
      <ProofForm
        label={t('useSameWords')}
        isReady={phrase !== undefined}
        isBusy={change.isPending}
        error={change.error}
        onEdited={change.reset}
        onProven={(current) => phrase !== undefined && change.mutate({ phrase, current })}
        onClose={onClose}
      >
        <PhraseFields
          autoFocus
          value={words}
          onValueChange={(next) => {
            change.reset();
            setWords(next);
          }}
        />
      </ProofForm>
    </Dialog>
  );
}
