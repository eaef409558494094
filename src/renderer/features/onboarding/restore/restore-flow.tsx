import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPoint } from '#shared/contracts/backup.ts';
import { NO_PHRASE } from '#renderer/entities/backup/phrase-fields.tsx';
import { NO_PLACE, type ChosenPlace } from '#renderer/entities/backup/place-draft.ts';
import { useOpenVault, useRestoreHere } from '../queries.ts';
import { SecureStep } from '../secure-step.tsx';
import { PointsStep } from './points-step.tsx';
import { RestoreProgressBar } from './restore-progress-bar.tsx';
import { VaultPlaceStep } from './vault-place-step.tsx';
import { VaultPhraseStep } from './vault-phrase-step.tsx';

type Step = 'place' | 'phrase' | 'point' | 'secure';

type RestoreFlowProps = { keychainAvailable: boolean; onBack(): void };

/** A new device: place, words, a point in time, and how this computer opens it. Then all is as it was. */
export function RestoreFlow({ keychainAvailable, onBack }: RestoreFlowProps) {
  const { t } = useTranslation('backup');
  const [step, setStep] = useState<Step>('place');
  const [draft, setDraft] = useState(NO_PLACE);
  const [chosen, setChosen] = useState<ChosenPlace>();
  const [words, setWords] = useState(NO_PHRASE);
  const [point, setPoint] = useState<BackupPoint>();
  const vault = useOpenVault();
  const restore = useRestoreHere();
  if (step === 'place' || !chosen) {
    const goOn = (place: ChosenPlace): void => {
      setChosen(place);
      setStep('phrase');
    };
    return <VaultPlaceStep draft={draft} onDraftChange={setDraft} onChosen={goOn} onBack={onBack} />;
  }
  const phrase = words.join(' ');
  if (step === 'phrase' || !vault.data) {
    const open = (): void => vault.mutate({ ...chosen, phrase }, { onSuccess: () => setStep('point') });
    return (
      <VaultPhraseStep
        words={words}
        onWordsChange={(next) => {
          vault.reset();
          setWords(next);
        }}
        isBusy={vault.isPending}
        error={vault.error}
        onSubmit={open}
        onBack={() => {
          vault.reset();
          setStep('place');
        }}
      />
    );
  }
  if (step === 'point' || !point) {
    const pick = (picked: BackupPoint): void => {
      setPoint(picked);
      setStep('secure');
    };
    return <PointsStep vault={vault.data} onPicked={pick} onBack={() => setStep('phrase')} />;
  }
  const { sequence } = point;
  const deviceName = t('myComputer');
  return (
    <SecureStep
      purpose="restore"
      keychainAvailable={keychainAvailable}
      isBusy={restore.isPending || restore.isSuccess}
      error={restore.error}
      onSubmit={(keys) => restore.mutate({ ...chosen, ...keys, phrase, sequence, deviceName })}
      onBack={() => setStep('point')}
    >
      {restore.isPending && <RestoreProgressBar />}
    </SecureStep>
  );
}
