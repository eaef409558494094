import { useState } from 'react';
import type { SystemStatus } from '#shared/contracts/system.ts';
import { BeginStep } from './begin-step.tsx';
import { ForgottenWordsStep } from './forgotten-words-step.tsx';
import { useNewRecoveryPhrase, useSetup } from './queries.ts';
import { RecoveryStep } from './recovery-step.tsx';
import { RestoreFlow } from './restore/restore-flow.tsx';
import { SecureStep } from './secure-step.tsx';
import { WelcomeStep } from './welcome-step.tsx';

type FirstStartProps = {
  status: Extract<SystemStatus, { state: 'absent' | 'ready' }>;
  onChoosePage(path: string): void;
};

/**
 * Welcome, passphrase, recovery words, how to begin. The host says how far it got; the words themselves are
 * known here only, from the answer that made them until they were confirmed. Both requests live up here
 * because the host's event can change the step before their answer arrives.
 */
export function FirstStart({ status, onChoosePage }: FirstStartProps) {
  const [hasBegun, setHasBegun] = useState(false);
  const [isRestoring, setIsRestoring] = useState(false);
  // Kept from the state before: once the store is made nobody says any more where it came from.
  const [source, setSource] = useState<'new' | 'plaintext'>('new');
  const setup = useSetup(source);
  const renew = useNewRecoveryPhrase();
  if (status.state === 'ready' && status.onboarding !== 'recovery') {
    return <BeginStep onChoosePage={onChoosePage} />;
  }
  const words = renew.data ?? setup.data;
  if (status.state === 'ready' && words !== undefined) return <RecoveryStep words={words} />;
  if (status.state === 'ready' && !setup.isPending) {
    return <ForgottenWordsStep error={renew.error} isBusy={renew.isPending} onRenew={renew.mutate} />;
  }
  if (isRestoring && status.state === 'absent') {
    return <RestoreFlow keychainAvailable={status.keychainAvailable} onBack={() => setIsRestoring(false)} />;
  }
  const plaintextFound = status.state === 'absent' ? status.plaintextFound : source === 'plaintext';
  if (!hasBegun) {
    return (
      <WelcomeStep
        plaintextFound={plaintextFound}
        onRestore={() => setIsRestoring(true)}
        onBegin={() => {
          setSource(plaintextFound ? 'plaintext' : 'new');
          setHasBegun(true);
        }}
      />
    );
  }
  return (
    <SecureStep
      keychainAvailable={status.state === 'absent' && status.keychainAvailable}
      purpose={plaintextFound ? 'bringIn' : 'new'}
      isBusy={setup.isPending || setup.isSuccess}
      error={setup.error}
      onSubmit={setup.mutate}
      onBack={() => setHasBegun(false)}
    />
  );
}
