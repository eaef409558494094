import { useState } from 'react';
import type { BackupStatus, FoundAtPlace, SetUpBackupInput } from '#shared/contracts/backup.ts';
import { useDeviceName } from '#renderer/entities/backup/device-name.tsx';
import { NO_PLACE, type ChosenPlace, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { useNewPhrase, useSetUp } from '../queries.ts';
import { ConfirmStep } from './confirm-step.tsx';
import { FirstBackupStep } from './first-backup-step.tsx';
import { PhraseStep } from './phrase-step.tsx';
import { PlaceStep } from './place-step.tsx';
import { StepFrame } from './step-frame.tsx';
import { TypedStep } from './typed-step.tsx';

type Step = 'place' | 'words' | 'confirm' | 'typed' | 'first';
const NUMBERS: Record<Step, number> = { place: 1, words: 2, typed: 2, confirm: 3, first: 4 };

type SetUpWizardProps = { status: BackupStatus; onClose(): void };

/** Place, words, four of them back, first backup. The words live here only, until they are confirmed. */
export function SetUpWizard({ status, onClose }: SetUpWizardProps) {
  const [step, setStep] = useState<Step>(status.state === 'not_set_up' ? 'place' : 'first');
  const [draft, setDraft] = useState<PlaceDraft>(NO_PLACE);
  const device = useDeviceName();
  const [reached, setReached] = useState<{ chosen: ChosenPlace; found: FoundAtPlace }>();
  const offer = useNewPhrase();
  const setUp = useSetUp(() => setStep('first'));
  const send = (phrase: SetUpBackupInput['phrase'], current: SetUpBackupInput['current']): void => {
    if (reached) setUp.mutate({ ...reached.chosen, deviceName: device.name, phrase, current });
  };
  const reach = async (chosen: ChosenPlace, found: FoundAtPlace): Promise<void> => {
    setReached({ chosen, found });
    if (found.found === 'empty' && !offer.data) await offer.mutateAsync();
    setStep(found.found === 'empty' ? 'words' : 'typed');
  };
  const newPhrase = setUp.variables?.phrase.kind === 'new' ? offer.data?.phrase : undefined;
  const go = (next: Step): void => {
    setUp.reset();
    setStep(next);
  };
  return (
    <StepFrame step={step} number={NUMBERS[step]} onClose={step === 'first' ? undefined : onClose}>
      {step === 'place' && (
        <PlaceStep draft={draft} onDraftChange={setDraft} device={device} onReached={reach} />
      )}
      {step === 'words' && offer.data && (
        <PhraseStep
          phrase={offer.data.phrase}
          onNoted={() => go('confirm')}
          onTyped={() => go('typed')}
          onBack={() => go('place')}
        />
      )}
      {step === 'confirm' && offer.data && (
        <ConfirmStep words={offer.data} setUp={setUp} onSend={send} onBack={() => go('words')} />
      )}
      {step === 'typed' && reached && (
        <TypedStep
          found={reached.found}
          setUp={setUp}
          onSend={send}
          onBack={() => go(reached.found.found === 'vault' ? 'place' : 'words')}
        />
      )}
      {step === 'first' && <FirstBackupStep status={status} phrase={newPhrase} onDone={onClose} />}
    </StepFrame>
  );
}
