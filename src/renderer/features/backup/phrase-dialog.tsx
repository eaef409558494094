import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewPhrase } from '#shared/contracts/backup.ts';
import { RecoveryWords } from '#renderer/entities/access/recovery-words.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { OnePhraseFields, useOnePhraseChoice } from './one-phrase-choice.tsx';
import { useChangePhrase, useNewPhrase } from './queries.ts';
import { AskedWords } from './set-up/asked-words.tsx';

type PhraseDialogProps = {
  isLeaked: boolean;
  /** The words of the backup open this workspace too, so far. */
  isOnePhrase: boolean;
  onClose(): void;
};

/** New words in place of the former ones; where those may be known to others, everything is sent again as well. */
export function PhraseDialog({ isLeaked, isOnePhrase, onClose }: PhraseDialogProps) {
  const { t } = useTranslation('backup');
  const { t: common } = useTranslation();
  const offer = useNewPhrase();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(isLeaked ? 'leakedTitle' : 'newPhrase')}
      description={t(isAsking ? 'confirmText' : isLeaked ? 'leakedText' : 'newPhraseText')}
    >
      {!offer.data && (
        <>
          {offer.error && <Banner tone="danger">{describeError(offer.error).message}</Banner>}
          <div className="mt-4 flex justify-end gap-2">
            <Button variant="ghost" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button variant="primary" busy={offer.isPending} onClick={() => offer.mutate()}>
              {t('showNewWords')}
            </Button>
          </div>
        </>
      )}
      {offer.data && !isAsking && (
        <>
          <RecoveryWords phrase={offer.data.phrase} />
          <div className="mt-5 flex justify-end print:hidden">
            <Button variant="primary" onClick={() => setIsAsking(true)}>
              {t('wroteThemDown')}
            </Button>
          </div>
        </>
      )}
      {offer.data && isAsking && (
        <Confirm
          words={offer.data}
          isLeaked={isLeaked}
          isOnePhrase={isOnePhrase}
          onBack={() => setIsAsking(false)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

type ConfirmProps = PhraseDialogProps & { words: NewPhrase; onBack(): void };

function Confirm({ words, isLeaked, isOnePhrase, onBack, onClose }: ConfirmProps) {
  const { t } = useTranslation('backup');
  const change = useChangePhrase(onClose);
  const onePhrase = useOnePhraseChoice(isOnePhrase);
  // Words that others know must open nothing any more, this workspace least of all.
  const isFixed = isLeaked && isOnePhrase;
  return (
    <AskedWords
      indexes={words.confirmIndexes}
      label={t(isLeaked ? 'replaceAllNow' : 'useNewWords')}
      isReady={onePhrase.isReady}
      isBusy={change.isPending}
      error={change.error}
      onEdited={change.reset}
      onSubmit={(asked) => change.mutate({ words: asked, isLeaked, current: onePhrase.current })}
      onBack={onBack}
    >
      <OnePhraseFields
        choice={onePhrase}
        hint={t(isFixed ? 'sameWordsLeaked' : 'sameWordsHint')}
        isFixed={isFixed}
        onEdited={change.reset}
      />
    </AskedWords>
  );
}
