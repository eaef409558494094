import { CircleAlert, CircleCheck, Compass } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotKind } from '#shared/contracts/system.ts';
import { CredentialField } from '#renderer/entities/access/credential-field.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CentreFrame } from './gate-frame.tsx';
import { useKeySlots, useLookAgain, useRepair } from './queries.ts';
import { Fact, FactList } from './trouble-screen.tsx';

type RepairScreenProps = {
  canSalvage: boolean;
  onChoosePage(path: string): void;
};

/** Saves what can be read into a new store. What came of it is told in Settings, where the app then begins. */
export function RepairScreen({ canSalvage, onChoosePage }: RepairScreenProps) {
  const { t } = useTranslation('onboarding');
  const look = useLookAgain();
  const slots = useKeySlots();
  if (slots.isPending) return null;
  // The file itself may be whole: without the key file nobody can tell.
  const isKeyMissing = !canSalvage && (slots.data ?? []).length === 0;
  const kind = isKeyMissing ? 'keys' : 'corrupt';
  return (
    <CentreFrame wide title={t(`${kind}_title`)}>
      <FactList>
        <Fact icon={CircleAlert} title={t('whatHappened')}>
          {t(`${kind}_happened`)}
        </Fact>
        <Fact icon={CircleCheck} title={t('whatIsSafe')}>
          {t(`${kind}_safe`)}
        </Fact>
        <Fact icon={Compass} title={t('whatNext')}>
          {isKeyMissing ? t('keys_next') : t(canSalvage ? 'corrupt_next' : 'corrupt_nextNoSalvage')}
        </Fact>
      </FactList>
      {canSalvage && (
        <SalvageForm slots={(slots.data ?? []).map((slot) => slot.kind)} onChoosePage={onChoosePage} />
      )}
      <div className="mt-5 text-center">
        <Button
          variant={canSalvage ? 'link' : 'primary'}
          size={canSalvage ? 'sm' : 'lg'}
          busy={look.isPending}
          onClick={() => look.mutate()}
        >
          {t('lookAgain')}
        </Button>
      </div>
    </CentreFrame>
  );
}

type SalvageFormProps = Pick<RepairScreenProps, 'onChoosePage'> & { slots: readonly SlotKind[] };

function SalvageForm({ slots, onChoosePage }: SalvageFormProps) {
  const { t } = useTranslation('onboarding');
  const [kind, setKind] = useState<'passphrase' | 'recovery'>(
    slots.includes('passphrase') ? 'passphrase' : 'recovery',
  );
  const [secret, setSecret] = useState('');
  const repair = useRepair();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (secret.trim() === '' || repair.isPending) return;
    // Before the answer: it opens the gate, and the page behind it is to be the one with the report.
    onChoosePage('/settings?section=data');
    repair.mutate(kind === 'passphrase' ? { passphrase: secret } : { recoveryPhrase: secret });
  };
  return (
    <form
      onSubmit={submit}
      className="mt-5 flex flex-col gap-4 rounded-2xl border border-border-subtle bg-card p-5 shadow-card"
    >
      <CredentialField
        key={kind}
        kind={kind}
        value={secret}
        onValueChange={(value) => {
          repair.reset();
          setSecret(value);
        }}
        error={repair.error ? describeError(repair.error).message : undefined}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button
          variant="link"
          size="sm"
          className="px-0"
          onClick={() => {
            setSecret('');
            repair.reset();
            setKind(kind === 'passphrase' ? 'recovery' : 'passphrase');
          }}
        >
          {t(kind === 'passphrase' ? 'useRecovery' : 'usePassphrase')}
        </Button>
        <div className="flex flex-wrap gap-2">
          {slots.some((slot) => slot === 'keychain' || slot === 'safe-storage') && (
            <Button
              variant="outline"
              busy={repair.isPending}
              onClick={() => {
                onChoosePage('/settings?section=data');
                repair.mutate({ keychain: true });
              }}
            >
              {t('useKeychain')}
            </Button>
          )}
          <Button type="submit" variant="primary" busy={repair.isPending} disabled={secret.trim() === ''}>
            {t('salvage')}
          </Button>
        </div>
      </div>
    </form>
  );
}
