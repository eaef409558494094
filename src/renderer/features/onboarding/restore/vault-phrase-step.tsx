import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PhraseFields, wholePhrase } from '#renderer/entities/backup/phrase-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from '../gate-frame.tsx';

type VaultPhraseStepProps = {
  words: readonly string[];
  onWordsChange(words: readonly string[]): void;
  isBusy: boolean;
  error: unknown;
  onSubmit(): void;
  onBack(): void;
};

/** The words that open the backup. */
export function VaultPhraseStep(props: VaultPhraseStepProps) {
  const { words, onWordsChange, isBusy, error, onSubmit, onBack } = props;
  const { t } = useTranslation('onboarding');
  const { t: backup } = useTranslation('backup');
  const isWhole = wholePhrase(words) !== undefined;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isWhole && !isBusy) onSubmit();
  };
  return (
    <WelcomeFrame title={backup('step_typed')} text={backup('step_typedText')}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <PhraseFields autoFocus value={words} onValueChange={onWordsChange} />
        {error !== null && error !== undefined && (
          <Banner tone="danger">{describeError(error).message}</Banner>
        )}
        <div className="mt-2 flex items-center justify-between gap-3">
          <Button variant="ghost" disabled={isBusy} onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" variant="primary" size="lg" disabled={!isWhole} busy={isBusy}>
            {t(isBusy ? 'openingBackup' : 'openBackup')}
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
