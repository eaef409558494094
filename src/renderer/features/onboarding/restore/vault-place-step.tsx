import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenPlace, type ChosenPlace, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { PlaceFields } from '#renderer/entities/backup/place-fields.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from '../gate-frame.tsx';

type VaultPlaceStepProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  onChosen(chosen: ChosenPlace): void;
  onBack(): void;
};

/** Where the backup lies. */
export function VaultPlaceStep({ draft, onDraftChange, onChosen, onBack }: VaultPlaceStepProps) {
  const { t } = useTranslation('onboarding');
  const { t: backup } = useTranslation('backup');
  const chosen = chosenPlace(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (chosen) onChosen(chosen);
  };
  return (
    <WelcomeFrame title={t('restorePlaceTitle')} text={t('restorePlaceText')}>
      <form onSubmit={submit}>
        <PlaceFields canBrowse={false} draft={draft} onDraftChange={onDraftChange} />
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
