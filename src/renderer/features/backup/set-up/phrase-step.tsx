import { useTranslation } from 'react-i18next';
import { RecoveryWords } from '#renderer/entities/access/recovery-words.tsx';
import { Button } from '#renderer/ui/button.tsx';

type PhraseStepProps = {
  phrase: string;
  onNoted(): void;
  /** The words that open this workspace already are to open the backup as well. */
  onTyped(): void;
  onBack(): void;
};

/** The words, shown this once. */
export function PhraseStep({ phrase, onNoted, onTyped, onBack }: PhraseStepProps) {
  const { t } = useTranslation('backup');
  return (
    <>
      <RecoveryWords phrase={phrase} />
      <p className="mt-5 text-sm text-muted-foreground print:hidden">
        {t('haveWords')}{' '}
        <button
          type="button"
          className="rounded-sm font-medium text-primary-text underline underline-offset-4"
          onClick={onTyped}
        >
          {t('useMyWords')}
        </button>
      </p>
      <div className="mt-7 flex items-center justify-between gap-3 print:hidden">
        <Button variant="ghost" onClick={onBack}>
          {t('back')}
        </Button>
        <Button variant="primary" size="lg" onClick={onNoted}>
          {t('wroteThemDown')}
        </Button>
      </div>
    </>
  );
}
