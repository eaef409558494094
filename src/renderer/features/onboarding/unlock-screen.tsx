import { Fingerprint } from 'lucide-react';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotKind } from '#shared/contracts/system.ts';
import { CredentialField } from '#renderer/entities/access/credential-field.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { CentreFrame } from './gate-frame.tsx';
import { useDataFolder, useUnlock } from './queries.ts';

const MACHINE_SLOTS: ReadonlySet<SlotKind> = new Set(['keychain', 'safe-storage']);

type UnlockScreenProps = { slots: readonly SlotKind[]; reason: string | null };

/** A wrong passphrase costs nothing but the time to check it: there is no lock-out. */
export function UnlockScreen({ slots, reason }: UnlockScreenProps) {
  const { t } = useTranslation('onboarding');
  const hasPassphrase = slots.includes('passphrase');
  const hasMachine = slots.some((slot) => MACHINE_SLOTS.has(slot));
  const [kind, setKind] = useState<'passphrase' | 'recovery'>(hasPassphrase ? 'passphrase' : 'recovery');
  const [secret, setSecret] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unlock = useUnlock();
  const folder = useDataFolder();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (secret.trim() === '' || unlock.isPending) return;
    const input = kind === 'passphrase' ? { passphrase: secret } : { recoveryPhrase: secret };
    unlock.mutate(input, { onError: () => field.current?.select() });
  };
  const change = (next: string): void => {
    unlock.reset();
    setSecret(next);
  };
  const isKeychainTry = unlock.variables !== undefined && 'keychain' in unlock.variables;
  return (
    <CentreFrame title={t('unlockTitle')} text={t('unlockText')}>
      {reason !== null && (
        <Banner tone="warning" className="mb-4">
          {reason}
        </Banner>
      )}
      <form
        onSubmit={submit}
        className="flex flex-col gap-4 rounded-2xl border border-border-subtle bg-card p-6 shadow-raised"
      >
        <CredentialField
          key={kind}
          ref={field}
          kind={kind}
          value={secret}
          onValueChange={change}
          error={unlock.error && !isKeychainTry ? describeError(unlock.error).message : undefined}
          autoFocus
        />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={unlock.isPending && !isKeychainTry}
          disabled={secret.trim() === ''}
        >
          {t('unlock')}
        </Button>
        {hasMachine && (
          <Button
            variant="outline"
            size="lg"
            icon={<Fingerprint aria-hidden />}
            busy={unlock.isPending && isKeychainTry}
            onClick={() => unlock.mutate({ keychain: true })}
          >
            {t('unlockWithKeychain')}
          </Button>
        )}
        {unlock.error && isKeychainTry && (
          <p role="alert" className="text-sm text-danger-text">
            {describeError(unlock.error).message}
          </p>
        )}
        {hasPassphrase && slots.includes('recovery') && (
          <Button
            variant="link"
            size="sm"
            className="self-center"
            onClick={() => {
              change('');
              setKind(kind === 'passphrase' ? 'recovery' : 'passphrase');
            }}
          >
            {t(kind === 'passphrase' ? 'useRecovery' : 'usePassphrase')}
          </Button>
        )}
      </form>
      <p dir="ltr" className="mt-5 truncate text-center text-meta" title={folder}>
        {folder}
      </p>
    </CentreFrame>
  );
}
