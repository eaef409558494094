import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenVault, type ChosenVault, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { PlaceFields } from '#renderer/entities/backup/place-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from '../gate-frame.tsx';

type VaultPlaceStepProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  /** Why the place could not be reached or entered. */
  error: unknown;
  onChosen(chosen: ChosenVault): void;
  onBack(): void;
};

/** Where the backup lies. */
export function VaultPlaceStep(props: VaultPlaceStepProps) {
  const { draft, onDraftChange, error, onChosen, onBack } = props;
  const { t } = useTranslation('onboarding');
  const { t: backup } = useTranslation('backup');
  const chosen = chosenVault(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (chosen) onChosen(chosen);
  };
  return (
    <WelcomeFrame title={t('restorePlaceTitle')} text={t('restorePlaceText')}>
      <form onSubmit={submit}>
        <PlaceFields isNewDevice draft={draft} onDraftChange={onDraftChange} />
        {error !== null && error !== undefined && (
          <Banner tone="danger" className="mt-5">
            {describeError(error).message}
          </Banner>
        )}
        <div className="mt-7 flex items-center justify-between gap-3">
          <Button variant="ghost" onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" variant="primary" size="lg" disabled={!chosen}>
            {backup('goOn')}
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
