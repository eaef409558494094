import { Fingerprint, KeyRound, Lock, LifeBuoy, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotKind } from '#shared/contracts/system.ts';
import { useKeySlots } from '#renderer/entities/access/use-key-slots.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { PassphraseDialog, ProofDialog, RecoveryDialog } from './key-dialogs.tsx';
import { useLock } from './queries.ts';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

const ICONS: Record<SlotKind, LucideIcon> = {
  passphrase: KeyRound,
  recovery: LifeBuoy,
  keychain: Fingerprint,
  'safe-storage': Fingerprint,
};

/** The daily ways first, whatever order they were made in. */
const ORDER: readonly SlotKind[] = ['passphrase', 'keychain', 'safe-storage', 'recovery'];

type OpenDialog = 'passphrase' | 'recovery' | 'add-keychain' | { readonly remove: SlotKind };

export function SecuritySection() {
  const { t } = useTranslation('settings');
  const slots = useKeySlots();
  const [dialog, setDialog] = useState<OpenDialog>();
  const lock = useLock();
  const close = (): void => setDialog(undefined);
  if (slots.error && slots.data === undefined)
    return <ErrorState error={slots.error} onRetry={() => void slots.refetch()} />;
  if (slots.data === undefined) return <ListSkeleton rows={4} />;
  return (
    <>
      <SettingGroup title={t('waysIn')} text={t('waysInText')}>
        {slots.data
          .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
          .map((slot) => (
            <SlotRow key={slot.kind} slot={slot} isOnly={slots.data.length === 1} onOpen={setDialog} />
          ))}
        <MissingSlots slots={slots.data} onOpen={setDialog} />
      </SettingGroup>
      <SettingGroup title={t('lockTitle')}>
        <SettingRow label={t('lockNow')} hint={t('lockNowHint')}>
          <Button icon={<Lock aria-hidden />} busy={lock.isPending} onClick={() => lock.mutate()}>
            {t('lockNow')}
          </Button>
        </SettingRow>
      </SettingGroup>
      {dialog === 'passphrase' && <PassphraseDialog slots={slots.data} onClose={close} />}
      {dialog === 'recovery' && <RecoveryDialog slots={slots.data} onClose={close} />}
      {(dialog === 'add-keychain' || typeof dialog === 'object') && (
        <ProofDialog slots={slots.data} what={dialog} onClose={close} />
      )}
    </>
  );
}

type SlotRowProps = {
  slot: { readonly kind: SlotKind; readonly createdAt: number };
  isOnly: boolean;
  onOpen(dialog: OpenDialog): void;
};

function SlotRow({ slot, isOnly, onOpen }: SlotRowProps) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { kind, createdAt } = slot;
  return (
    <SettingRow
      label={<SlotName kind={kind} />}
      hint={`${t(`slot_${kind}_text`)} ${t('since', { when: format.ago(createdAt) })}`}
    >
      {kind === 'passphrase' && (
        <Button variant="outline" size="sm" onClick={() => onOpen('passphrase')}>
          {t('change')}
        </Button>
      )}
      {kind === 'recovery' && (
        <Button variant="outline" size="sm" onClick={() => onOpen('recovery')}>
          {t('newWords')}
        </Button>
      )}
      {kind !== 'recovery' && (
        <Button variant="danger-ghost" size="sm" disabled={isOnly} onClick={() => onOpen({ remove: kind })}>
          {t('remove')}
        </Button>
      )}
    </SettingRow>
  );
}

function MissingSlots({
  slots,
  onOpen,
}: {
  slots: readonly { readonly kind: SlotKind }[];
  onOpen(dialog: OpenDialog): void;
}) {
  const { t } = useTranslation('settings');
  const has = (...kinds: SlotKind[]): boolean => slots.some(({ kind }) => kinds.includes(kind));
  return (
    <>
      {!has('passphrase') && (
        <SettingRow label={<SlotName kind="passphrase" />} hint={t('slot_passphrase_text')}>
          <Button size="sm" onClick={() => onOpen('passphrase')}>
            {t('add')}
          </Button>
        </SettingRow>
      )}
      {!has('recovery') && (
        <SettingRow label={<SlotName kind="recovery" />} hint={t('slot_recovery_text')}>
          <Button size="sm" onClick={() => onOpen('recovery')}>
            {t('add')}
          </Button>
        </SettingRow>
      )}
      {!has('keychain', 'safe-storage') && (
        <SettingRow label={<SlotName kind="keychain" />} hint={t('slot_keychain_text')}>
          <Button size="sm" onClick={() => onOpen('add-keychain')}>
            {t('add')}
          </Button>
        </SettingRow>
      )}
    </>
  );
}

function SlotName({ kind }: { kind: SlotKind }) {
  const { t } = useTranslation('settings');
  const Icon = ICONS[kind];
  return (
    <span className="flex items-center gap-2.5">
      <Icon aria-hidden className="size-4 text-primary-text" strokeWidth={1.8} />
      {t(`slot_${kind}`)}
    </span>
  );
}
