import { ArrowRight } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FoundAtPlace } from '#shared/contracts/backup.ts';
import { SignInDialog } from '#renderer/entities/account/sign-in-dialog.tsx';
import { useTryPlace } from '#renderer/entities/backup/backup-queries.ts';
import { DeviceNameField, type DeviceName } from '#renderer/entities/backup/device-name.tsx';
import { chosenPlace, type ChosenPlace, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { PlaceFields } from '#renderer/entities/backup/place-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';

type PlaceStepProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  device: DeviceName;
  onReached(chosen: ChosenPlace, found: FoundAtPlace): Promise<void>;
};

/** Where to. It is tried out before the next question: a wrong password is best known now. */
export function PlaceStep({ draft, onDraftChange, device, onReached }: PlaceStepProps) {
  const { t } = useTranslation('backup');
  const tryPlace = useTryPlace();
  const next = useMutation({
    mutationFn: async (chosen: ChosenPlace) => onReached(chosen, await tryPlace.mutateAsync(chosen)),
  });
  const chosen = chosenPlace(draft);
  const goOn = (): void => {
    if (chosen && !next.isPending) next.mutate(chosen);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    goOn();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <PlaceFields
        draft={draft}
        onDraftChange={(changed) => {
          next.reset();
          onDraftChange(changed);
        }}
      />
      <DeviceNameField device={device} />
      {next.error && chosen && (
        <div ref={intoView}>
          <Refused error={next.error} chosen={chosen} onSignedIn={goOn} />
        </div>
      )}
      <div className="mt-2 flex justify-end">
        <Button type="submit" variant="primary" size="lg" disabled={!chosen} busy={next.isPending}>
          {t(next.isPending ? 'tryingPlace' : 'goOn')}
          {!next.isPending && <ArrowRight aria-hidden className="rtl:-scale-x-100" />}
        </Button>
      </div>
    </form>
  );
}

/** It may have come below the edge of the window. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'center' });
}

type RefusedProps = { error: unknown; chosen: ChosenPlace; onSignedIn(): void };

/** Why the place was not reached; at an Adiuva server where nobody is signed in, with the way in. */
function Refused({ error, chosen: { place }, onSignedIn }: RefusedProps) {
  const { t } = useTranslation('account');
  const [dialog, setDialog] = useState<'in' | 'up'>();
  const { code, message } = describeError(error);
  if (place.kind !== 'adiuva' || code !== 'sign_in_refused') return <Banner tone="danger">{message}</Banner>;
  return (
    <>
      <Banner
        tone="info"
        actions={
          <>
            <Button size="sm" variant="outline" onClick={() => setDialog('up')}>
              {t('signUp')}
            </Button>
            <Button size="sm" variant="outline" onClick={() => setDialog('in')}>
              {t('signIn')}
            </Button>
          </>
        }
      >
        {t('neededHere')}
      </Banner>
      {dialog && (
        <SignInDialog
          isNew={dialog === 'up'}
          known={{ endpoint: place.url }}
          onSignedIn={onSignedIn}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
