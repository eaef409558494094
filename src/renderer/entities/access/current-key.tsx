import { useTranslation } from 'react-i18next';
import type { SlotKind } from '#shared/contracts/system.ts';
import { CredentialField } from './credential-field.tsx';
import type { Credential, CredentialKind } from './credential.ts';
import { Segmented } from '#renderer/ui/segmented.tsx';

export type CurrentKey = { readonly kind: CredentialKind; readonly secret: string };

type Slots = readonly { readonly kind: SlotKind }[];

/** The ways in that there are, the handiest first. */
function kindsOf(slots: Slots): CredentialKind[] {
  const has = (...kinds: SlotKind[]): boolean => slots.some(({ kind }) => kinds.includes(kind));
  const kinds: CredentialKind[] = [];
  if (has('passphrase')) kinds.push('passphrase');
  if (has('keychain', 'safe-storage')) kinds.push('keychain');
  if (has('recovery')) kinds.push('recovery');
  return kinds;
}

export function firstKey(slots: Slots): CurrentKey {
  return { kind: kindsOf(slots)[0] ?? 'passphrase', secret: '' };
}

/** What the host is to be asked with, or undefined while it is not typed yet. */
export function toCredential({ kind, secret }: CurrentKey): Credential | undefined {
  if (kind === 'keychain') return { keychain: true };
  if (secret.trim() === '') return undefined;
  return kind === 'passphrase' ? { passphrase: secret } : { recoveryPhrase: secret };
}

type CurrentKeyFieldsProps = {
  slots: Slots;
  value: CurrentKey;
  onValueChange(value: CurrentKey): void;
  error?: string | undefined;
};

/** Changing who can open the workspace needs a key that opens it, even while it is open. */
export function CurrentKeyFields({ slots, value, onValueChange, error }: CurrentKeyFieldsProps) {
  const { t } = useTranslation('settings');
  const kinds = kindsOf(slots);
  return (
    <div className="flex flex-col gap-3">
      {kinds.length > 1 && (
        <Segmented
          label={t('proveWith')}
          value={value.kind}
          onValueChange={(kind) => onValueChange({ kind, secret: '' })}
          segments={kinds.map((kind) => ({ value: kind, label: t(`proof_${kind}`) }))}
          className="self-start"
        />
      )}
      {value.kind === 'keychain' ? (
        <p className="text-sm text-muted-foreground">{t('proof_keychainText')}</p>
      ) : (
        <CredentialField
          key={value.kind}
          kind={value.kind}
          label={value.kind === 'passphrase' ? t('currentPassphrase') : undefined}
          value={value.secret}
          onValueChange={(secret) => onValueChange({ ...value, secret })}
          error={error}
        />
      )}
      {value.kind === 'keychain' && error !== undefined && (
        <p role="alert" className="text-sm text-danger-text">
          {error}
        </p>
      )}
    </div>
  );
}
