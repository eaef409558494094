import { useState } from 'react';
import type { BackupPoint, OpenedVault } from '#shared/contracts/backup.ts';
import { DeviceNameField, useDeviceName } from '#renderer/entities/backup/device-name.tsx';
import { NO_PHRASE } from '#renderer/entities/backup/phrase-fields.tsx';
import { NO_PLACE, type ChosenVault, type PlaceDraft } from '#renderer/entities/backup/place-draft.ts';
import { errorCode } from '#renderer/lib/describe-error.ts';
import { useOpenVault, useRestoreHere } from '../queries.ts';
import { SecureStep } from '../secure-step.tsx';
import { PointsStep } from './points-step.tsx';
import { RestoreProgressBar } from './restore-progress-bar.tsx';
import { VaultPlaceStep } from './vault-place-step.tsx';
import { VaultPhraseStep } from './vault-phrase-step.tsx';

type RestoreFlowProps = { keychainAvailable: boolean; onBack(): void };

/** What the words opened. */
type Opened = { readonly chosen: ChosenVault; readonly phrase: string; readonly vault: OpenedVault };

/** A new device: place, words, a point in time, and how this computer opens it. Then all is as it was. */
export function RestoreFlow({ keychainAvailable, onBack }: RestoreFlowProps) {
  const [draft, setDraft] = useState(NO_PLACE);
  const [words, setWords] = useState(NO_PHRASE);
  const [opened, setOpened] = useState<Opened>();
  const [point, setPoint] = useState<BackupPoint>();
  if (!opened) {
    return (
      <OpenVault
        draft={draft}
        onDraftChange={setDraft}
        words={words}
        onWordsChange={setWords}
        onOpened={setOpened}
        onBack={onBack}
      />
    );
  }
  if (!point)
    return <PointsStep vault={opened.vault} onPicked={setPoint} onBack={() => setOpened(undefined)} />;
  return (
    <RestorePoint
      {...opened}
      sequence={point.sequence}
      keychainAvailable={keychainAvailable}
      onBack={() => setPoint(undefined)}
    />
  );
}

/** What is put right where the place was named: words are asked for after it, and both are tried at once. */
const OF_THE_PLACE: ReadonlySet<string> = new Set([
  'sign_in_refused',
  'unreachable',
  'not_found',
  'invalid_input',
]);

type OpenVaultProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  words: readonly string[];
  onWordsChange(words: readonly string[]): void;
  onOpened(opened: Opened): void;
  onBack(): void;
};

function OpenVault({ draft, onDraftChange, words, onWordsChange, onOpened, onBack }: OpenVaultProps) {
  const [chosen, setChosen] = useState<ChosenVault>();
  const open = useOpenVault();
  const isRefused = open.error !== null && OF_THE_PLACE.has(errorCode(open.error));
  if (!chosen || isRefused) {
    return (
      <VaultPlaceStep
        draft={draft}
        onDraftChange={(changed) => {
          setChosen(undefined);
          open.reset();
          onDraftChange(changed);
        }}
        error={open.error}
        onChosen={(next) => {
          open.reset();
          setChosen(next);
        }}
        onBack={onBack}
      />
    );
  }
  const phrase = words.join(' ');
  return (
    <VaultPhraseStep
      words={words}
      onWordsChange={(next) => {
        open.reset();
        onWordsChange(next);
      }}
      isBusy={open.isPending}
      error={open.error}
      onSubmit={() =>
        open.mutate({ ...chosen, phrase }, { onSuccess: (vault) => onOpened({ chosen, phrase, vault }) })
      }
      onBack={() => {
        open.reset();
        setChosen(undefined);
      }}
    />
  );
}

type RestorePointProps = Opened & { sequence: number; keychainAvailable: boolean; onBack(): void };

function RestorePoint({ chosen, phrase, sequence, keychainAvailable, onBack }: RestorePointProps) {
  const restore = useRestoreHere();
  const device = useDeviceName();
  return (
    <SecureStep
      purpose="restore"
      keychainAvailable={keychainAvailable}
      isBusy={restore.isPending || restore.isSuccess}
      error={restore.error}
      onSubmit={(keys) => restore.mutate({ ...chosen, ...keys, phrase, sequence, deviceName: device.name })}
      onBack={onBack}
    >
      <DeviceNameField device={device} />
      {restore.isPending && <RestoreProgressBar />}
    </SecureStep>
  );
}
