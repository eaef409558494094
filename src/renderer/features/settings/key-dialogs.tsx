import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupResult, SlotKind } from '#shared/contracts/system.ts';
import { ConfirmWords } from '#renderer/entities/access/confirm-words.tsx';
import { CurrentKeyFields, firstKey, toCredential } from '#renderer/entities/access/current-key.tsx';
import {
  NewPassphraseFields,
  NO_PASSPHRASE,
  usablePassphrase,
} from '#renderer/entities/access/new-passphrase-fields.tsx';
import { RecoveryWords } from '#renderer/entities/access/recovery-words.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog, Dialog } from '#renderer/ui/dialog.tsx';
import { useChangeKeys, useNewRecoveryPhrase } from './queries.ts';

type Slots = readonly { readonly kind: SlotKind }[];
type KeyDialogProps = { slots: Slots; onClose(): void };

export function PassphraseDialog({ slots, onClose }: KeyDialogProps) {
  const { t } = useTranslation('settings');
  const hasOne = slots.some(({ kind }) => kind === 'passphrase');
  const [current, setCurrent] = useState(() => firstKey(slots));
  const [next, setNext] = useState(NO_PASSPHRASE);
  const change = useChangeKeys(onClose);
  const credential = toCredential(current);
  const passphrase = usablePassphrase(next);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (credential && passphrase !== undefined && !change.isPending)
      change.mutate({ change: 'passphrase', current: credential, next: passphrase });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={t(hasOne ? 'changePassphrase' : 'addPassphrase')}
      description={t('passphraseDialogText')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        <CurrentKeyFields
          slots={slots}
          value={current}
          onValueChange={(value) => {
            change.reset();
            setCurrent(value);
          }}
          error={change.error ? describeError(change.error).message : undefined}
        />
        <NewPassphraseFields value={next} onValueChange={setNext} />
        <DialogButtons
          label={t(hasOne ? 'changePassphrase' : 'addPassphrase')}
          isReady={credential !== undefined && passphrase !== undefined}
          isBusy={change.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

type ProofDialogProps = KeyDialogProps & { what: 'add-keychain' | { readonly remove: SlotKind } };

/** For changes that need nothing but a key that opens the workspace. */
export function ProofDialog({ slots, what, onClose }: ProofDialogProps) {
  const { t } = useTranslation('settings');
  const [current, setCurrent] = useState(() => firstKey(slots));
  const change = useChangeKeys(onClose);
  const credential = toCredential(current);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!credential || change.isPending) return;
    if (what === 'add-keychain') change.mutate({ change: 'add-keychain', current: credential });
    else change.mutate({ change: 'remove', current: credential, kind: what.remove });
  };
  const label =
    what === 'add-keychain' ? t('addKeychain') : t('removeSlot', { slot: t(`slot_${what.remove}`) });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={label}
      description={t(what === 'add-keychain' ? 'addKeychainText' : 'removeSlotText')}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        <CurrentKeyFields
          slots={slots}
          value={current}
          onValueChange={(value) => {
            change.reset();
            setCurrent(value);
          }}
          error={change.error ? describeError(change.error).message : undefined}
        />
        <DialogButtons
          label={label}
          isDanger={what !== 'add-keychain'}
          isReady={credential !== undefined}
          isBusy={change.isPending}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

/** A key that opens the workspace, the new words, and three of them asked back. */
export function RecoveryDialog({ slots, onClose }: KeyDialogProps) {
  const { t } = useTranslation('settings');
  const [current, setCurrent] = useState(() => firstKey(slots));
  const renew = useNewRecoveryPhrase();
  const [isLeaving, setIsLeaving] = useState(false);
  const credential = toCredential(current);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (credential && !renew.isPending) renew.mutate(credential);
  };
  return (
    <Dialog
      open
      // The former words are gone already: a stray Escape must not take the new ones with it.
      onOpenChange={() => (renew.data === undefined ? onClose() : setIsLeaving(true))}
      title={t('newRecovery')}
      description={t(renew.data === undefined ? 'newRecoveryText' : 'newRecoveryWords')}
    >
      {renew.data === undefined ? (
        <form onSubmit={submit} className="flex flex-col gap-5">
          <CurrentKeyFields
            slots={slots}
            value={current}
            onValueChange={(value) => {
              renew.reset();
              setCurrent(value);
            }}
            error={renew.error ? describeError(renew.error).message : undefined}
          />
          <DialogButtons
            label={t('makeNewWords')}
            isReady={credential !== undefined}
            isBusy={renew.isPending}
            onClose={onClose}
          />
        </form>
      ) : (
        <NewWords words={renew.data} onClose={onClose} />
      )}
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setIsLeaving}
        danger
        title={t('leaveWords')}
        description={t('leaveWordsText')}
        confirmLabel={t('leaveAnyway')}
        onConfirm={onClose}
      />
    </Dialog>
  );
}

function NewWords({ words, onClose }: { words: SetupResult; onClose(): void }) {
  const { t } = useTranslation('settings');
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking) {
    return (
      <ConfirmWords
        indexes={words.confirmIndexes}
        onBack={() => setIsAsking(false)}
        onConfirmed={() => {
          toastDone({ message: t('recoveryConfirmed') });
          onClose();
        }}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="warning">{t('oldWordsGone')}</Banner>
      <RecoveryWords phrase={words.recoveryPhrase} />
      <div className="flex justify-end">
        <Button variant="primary" onClick={() => setIsAsking(true)}>
          {t('wroteThemDown')}
        </Button>
      </div>
    </div>
  );
}

type DialogButtonsProps = {
  label: string;
  isReady: boolean;
  isBusy: boolean;
  isDanger?: boolean;
  onClose(): void;
};

function DialogButtons({ label, isReady, isBusy, isDanger = false, onClose }: DialogButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className="flex justify-end gap-2">
      <Button variant="ghost" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button type="submit" variant={isDanger ? 'danger' : 'primary'} disabled={!isReady} busy={isBusy}>
        {label}
      </Button>
    </div>
  );
}
