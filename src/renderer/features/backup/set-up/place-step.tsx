import { ArrowRight } from 'lucide-react';
import type { SyntheticEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FoundAtPlace } from '#shared/contracts/backup.ts';
import { useTryPlace } from '#renderer/entities/backup/backup-queries.ts';
import { chosenPlace, type ChosenPlace, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { PlaceFields } from '#renderer/entities/backup/place-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

type PlaceStepProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  deviceName: string;
  onDeviceNameChange(name: string): void;
  onReached(chosen: ChosenPlace, found: FoundAtPlace): Promise<void>;
};

/** Where to. It is tried out before the next question: a wrong password is best known now. */
export function PlaceStep({
  draft,
  onDraftChange,
  deviceName,
  onDeviceNameChange,
  onReached,
}: PlaceStepProps) {
  const { t } = useTranslation('backup');
  const tryPlace = useTryPlace();
  const next = useMutation({
    mutationFn: async (chosen: ChosenPlace) => onReached(chosen, await tryPlace.mutateAsync(chosen)),
  });
  const chosen = chosenPlace(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (chosen && !next.isPending) next.mutate(chosen);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <PlaceFields
        canBrowse
        draft={draft}
        onDraftChange={(changed) => {
          next.reset();
          onDraftChange(changed);
        }}
      />
      <Field label={t('deviceName')} hint={t('deviceNameHint')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={deviceName}
            onChange={(event) => onDeviceNameChange(event.target.value)}
          />
        )}
      </Field>
      {next.error && <Banner tone="danger">{describeError(next.error).message}</Banner>}
      <div className="mt-2 flex justify-end">
        <Button type="submit" variant="primary" size="lg" disabled={!chosen} busy={next.isPending}>
          {t(next.isPending ? 'tryingPlace' : 'goOn')}
          {!next.isPending && <ArrowRight aria-hidden className="rtl:-scale-x-100" />}
        </Button>
      </div>
    </form>
  );
}
