import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  NewPassphraseFields,
  NO_PASSPHRASE,
  usablePassphrase,
} from '#renderer/entities/access/new-passphrase-fields.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { WelcomeFrame } from './gate-frame.tsx';
import type { StartInput } from './queries.ts';

type SecurePurpose = 'new' | 'bringIn' | 'restore';

type SecureStepProps = {
  keychainAvailable: boolean;
  /** What the keys are for: a new workspace, an older one that is brought in, or one out of a backup. */
  purpose: SecurePurpose;
  isBusy: boolean;
  error: unknown;
  onSubmit(input: StartInput): void;
  onBack(): void;
  /** Above the buttons: how far it is. */
  children?: ReactNode;
};

const LABELS = {
  new: { idle: 'makeWorkspace', busy: 'making' },
  bringIn: { idle: 'bringIn', busy: 'bringingIn' },
  restore: { idle: 'restoreHere', busy: 'restoring' },
} as const;

/** With a keychain the passphrase may be left out; without one it is the only daily key there is. */
export function SecureStep(props: SecureStepProps) {
  const { keychainAvailable, purpose, isBusy, error, onSubmit, onBack, children } = props;
  const { t } = useTranslation('onboarding');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [useKeychain, setUseKeychain] = useState(true);
  const usable = usablePassphrase(passphrase);
  const isEmpty = passphrase.first === '' && passphrase.second === '';
  const withKeychain = keychainAvailable && useKeychain;
  const canGo = usable !== undefined || (withKeychain && isEmpty);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (canGo && !isBusy) onSubmit({ passphrase: usable, useKeychain: withKeychain });
  };
  return (
    <WelcomeFrame title={t('secureTitle')} text={t(keychainAvailable ? 'secureTextKeychain' : 'secureText')}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {keychainAvailable && (
          <label
            htmlFor="use-keychain"
            className="flex items-start gap-4 rounded-xl border border-border-subtle bg-card p-4"
          >
            <span className="min-w-0 flex-1">
              <span className="block text-sm font-semibold">{t('keychainTitle')}</span>
              <span className="mt-0.5 block text-[13px] leading-snug text-muted-foreground">
                {t('keychainText')}
              </span>
            </span>
            <Switch id="use-keychain" checked={useKeychain} onCheckedChange={setUseKeychain} />
          </label>
        )}
        <NewPassphraseFields value={passphrase} onValueChange={setPassphrase} autoFocus />
        {error !== null && error !== undefined && (
          <Banner tone="danger">{describeError(error).message}</Banner>
        )}
        {children}
        <div className="mt-2 flex items-center justify-between gap-3">
          <Button variant="ghost" disabled={isBusy} onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" variant="primary" size="lg" disabled={!canGo && !isBusy} busy={isBusy}>
            {t(LABELS[purpose][isBusy ? 'busy' : 'idle'])}
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
