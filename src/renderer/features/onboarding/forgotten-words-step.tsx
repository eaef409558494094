import { Fingerprint } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CredentialField } from '#renderer/entities/access/credential-field.tsx';
import type { Credential } from '#renderer/entities/access/credential.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from './gate-frame.tsx';
import { useKeySlots } from './queries.ts';

type ForgottenWordsStepProps = {
  error: unknown;
  isBusy: boolean;
  onRenew(current: Credential): void;
};

/** The window was closed before the words were confirmed. They are told once only, so new ones are made. */
export function ForgottenWordsStep({ error, isBusy, onRenew }: ForgottenWordsStepProps) {
  const { t } = useTranslation('onboarding');
  const [secret, setSecret] = useState('');
  const { data: slots = [] } = useKeySlots();
  const hasPassphrase = slots.some(({ kind }) => kind === 'passphrase');
  const hasMachine = slots.some(({ kind }) => kind === 'keychain' || kind === 'safe-storage');
  const message = error ? describeError(error).message : undefined;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (secret !== '' && !isBusy) onRenew({ passphrase: secret });
  };
  return (
    <WelcomeFrame title={t('forgottenTitle')} text={t('forgottenText')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {hasPassphrase && (
          <CredentialField
            kind="passphrase"
            value={secret}
            onValueChange={setSecret}
            error={message}
            autoFocus
          />
        )}
        {!hasPassphrase && message !== undefined && (
          <p role="alert" className="text-sm text-danger-text">
            {message}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {hasMachine && (
            <Button
              variant="outline"
              size="lg"
              busy={isBusy}
              icon={<Fingerprint aria-hidden />}
              onClick={() => onRenew({ keychain: true })}
            >
              {t('useKeychain')}
            </Button>
          )}
          {hasPassphrase && (
            <Button type="submit" variant="primary" size="lg" busy={isBusy} disabled={secret === ''}>
              {t('showNewWords')}
            </Button>
          )}
        </div>
      </form>
    </WelcomeFrame>
  );
}
