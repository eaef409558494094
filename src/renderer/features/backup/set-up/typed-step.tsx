import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundAtPlace, SetUpBackupInput } from '#shared/contracts/backup.ts';
import { NO_PHRASE, PhraseFields, wholePhrase } from '#renderer/entities/backup/phrase-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { OnePhraseFields, useOnePhraseChoice } from '../one-phrase-choice.tsx';
import type { useSetUp } from '../queries.ts';

type TypedStepProps = {
  found: FoundAtPlace;
  setUp: ReturnType<typeof useSetUp>;
  onSend(phrase: SetUpBackupInput['phrase'], current: SetUpBackupInput['current']): void;
  onBack(): void;
};

/** Words that exist already: of the backup that was found, or of this workspace. */
export function TypedStep({ found, setUp, onSend, onBack }: TypedStepProps) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const [words, setWords] = useState(NO_PHRASE);
  const phrase = wholePhrase(words);
  const isJoining = found.found === 'vault';
  const onePhrase = useOnePhraseChoice();
  const canSend = phrase !== undefined && (!isJoining || onePhrase.isReady);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (phrase === undefined || !canSend || setUp.isPending) return;
    // Words of this workspace prove themselves by opening it.
    onSend({ kind: 'typed', phrase }, isJoining ? onePhrase.current : { recoveryPhrase: phrase });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      {found.found === 'vault' && (
        <Banner tone="info">{t('foundVault', { when: format.instant(found.createdAt) })}</Banner>
      )}
      <PhraseFields
        autoFocus
        value={words}
        onValueChange={(next) => {
          setUp.reset();
          setWords(next);
        }}
      />
      {isJoining && <OnePhraseFields choice={onePhrase} hint={t('sameWordsSetUp')} onEdited={setUp.reset} />}
      {setUp.error && (
        <p role="alert" className="text-sm text-danger-text">
          {describeError(setUp.error).message}
        </p>
      )}
      <div className="mt-2 flex items-center justify-between gap-3">
        <Button variant="ghost" disabled={setUp.isPending} onClick={onBack}>
          {t('back')}
        </Button>
        <Button type="submit" variant="primary" size="lg" disabled={!canSend} busy={setUp.isPending}>
          {t(setUp.isPending ? 'settingUp' : 'setUpAndBegin')}
        </Button>
      </div>
    </form>
  );
}
