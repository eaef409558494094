import { useTranslation } from 'react-i18next';
import type { NewPhrase, SetUpBackupInput } from '#shared/contracts/backup.ts';
import { OnePhraseFields, useOnePhraseChoice } from '../one-phrase-choice.tsx';
import type { useSetUp } from '../queries.ts';
import { AskedWords } from './asked-words.tsx';

type ConfirmStepProps = {
  words: NewPhrase;
  setUp: ReturnType<typeof useSetUp>;
  onSend(phrase: SetUpBackupInput['phrase'], current: SetUpBackupInput['current']): void;
  onBack(): void;
};

/** Four of the words, from the note. */
export function ConfirmStep({ words, setUp, onSend, onBack }: ConfirmStepProps) {
  const { t } = useTranslation('backup');
  const onePhrase = useOnePhraseChoice();
  return (
    <AskedWords
      indexes={words.confirmIndexes}
      label={t(setUp.isPending ? 'settingUp' : 'setUpAndBegin')}
      isReady={onePhrase.isReady}
      isBusy={setUp.isPending}
      error={setUp.error}
      onEdited={setUp.reset}
      onSubmit={(asked) => onSend({ kind: 'new', words: asked }, onePhrase.current)}
      onBack={onBack}
    >
      <OnePhraseFields choice={onePhrase} hint={t('sameWordsSetUp')} onEdited={setUp.reset} />
    </AskedWords>
  );
}
