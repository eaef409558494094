import { Ellipsis, KeyRound, LogOut, RotateCw, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInDialog } from '#renderer/entities/account/sign-in-dialog.tsx';
import type { CloudAccount } from '#shared/contracts/cloud.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { useCheckAccount, useSignOut } from './account-queries.ts';
import { DeviceRows } from './device-rows.tsx';
import { ChangePasswordDialog, DeleteAccountDialog } from './password-dialogs.tsx';

type Open = 'again' | 'password' | 'delete';

const REACHABLE: ReadonlySet<CloudAccount['state']> = new Set(['signed_in', 'over_quota']);

/** One account: where, who, how much room, and on which devices. */
export function AccountGroup({ account }: { account: CloudAccount }) {
  const { t } = useTranslation('account');
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const { endpoint, email, tier, state } = account;
  const isAskable = state !== 'expired' && state !== 'offline';
  const check = useCheckAccount();
  const { mutate: ask } = check;
  useEffect(() => {
    if (isAskable) ask(endpoint);
    // Once when it is shown and when it can be asked again; not after each answer.
  }, [ask, endpoint, isAskable]);
  return (
    <SettingGroup
      title={endpoint.replace(/^https?:\/\//, '')}
      actions={<AccountMenu account={account} onOpen={setOpen} />}
    >
      {state !== 'signed_in' && (
        <div className="px-5 py-4">
          <StateBanner account={account} onSignIn={() => setOpen('again')} />
        </div>
      )}
      <SettingRow label={<span dir="ltr">{email}</span>} hint={account.deviceName}>
        <Badge>{t(`tier_${tier}`)}</Badge>
      </SettingRow>
      <Room account={account} isBusy={check.isPending} onCheck={() => ask(endpoint)} canAsk={isAskable} />
      <DeviceRows endpoint={endpoint} isReachable={REACHABLE.has(state)} />
      {open === 'again' && <SignInDialog isNew={false} known={account} onClose={close} />}
      {open === 'password' && <ChangePasswordDialog endpoint={endpoint} onClose={close} />}
      {open === 'delete' && <DeleteAccountDialog endpoint={endpoint} onClose={close} />}
    </SettingGroup>
  );
}

function AccountMenu({ account, onOpen }: { account: CloudAccount; onOpen(open: Open): void }) {
  const { t } = useTranslation('account');
  const signOut = useSignOut();
  const { email, endpoint, state } = account;
  const isIn = state !== 'expired';
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={t('actionsNamed', { email })}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {isIn && (
          <DropdownMenuItem icon={<KeyRound aria-hidden />} onSelect={() => onOpen('password')}>
            {t('changePassword')}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem icon={<LogOut aria-hidden />} onSelect={() => signOut.mutate(endpoint)}>
          {t('signOut')}
        </DropdownMenuItem>
        {isIn && (
          <DropdownMenuItem icon={<Trash2 aria-hidden />} onSelect={() => onOpen('delete')}>
            {t('deleteAccount')}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function StateBanner({ account, onSignIn }: { account: CloudAccount; onSignIn(): void }) {
  const { t } = useTranslation('account');
  const { state, retryAt } = account;
  switch (state) {
    case 'expired':
      return (
        <Banner
          tone="warning"
          actions={
            <Button size="sm" variant="outline" onClick={onSignIn}>
              {t('signInAgain')}
            </Button>
          }
        >
          {t('state_expired')}
        </Banner>
      );
    case 'rate_limited':
      return <Countdown key={retryAt} until={retryAt ?? 0} endpoint={account.endpoint} />;
    case 'offline':
      return <Banner tone="offline">{t('state_offline')}</Banner>;
    case 'unreachable':
      return <Banner tone="warning">{t('state_unreachable')}</Banner>;
    case 'over_quota':
      return <Banner tone="danger">{t('state_over_quota')}</Banner>;
    case 'signed_in':
      return null;
  }
}

/** Asks again by itself when the time is over. */
function Countdown({ until, endpoint }: { until: number; endpoint: string }) {
  const { t } = useTranslation('account');
  const { mutate: ask } = useCheckAccount();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const seconds = Math.max(0, Math.ceil((until - nowMs) / 1000));
  const isOver = seconds === 0;
  useEffect(() => {
    if (isOver) return ask(endpoint);
    const timer = window.setInterval(() => setNowMs(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [ask, endpoint, isOver]);
  return (
    <Banner tone="warning">
      {/* Read once, not each second. */}
      <span aria-live="off">{t('state_rate_limited', { seconds })}</span>
    </Banner>
  );
}

type RoomProps = { account: CloudAccount; isBusy: boolean; canAsk: boolean; onCheck(): void };

function Room({ account, isBusy, canAsk, onCheck }: RoomProps) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const { usage, checkedAt } = account;
  const hints = [
    ...(usage ? [t('pace', { count: usage.requestsPerMinute })] : []),
    ...(usage && usage.deletedBytes > 0
      ? [t('roomDeleted', { size: format.bytes(usage.deletedBytes) })]
      : []),
    ...(checkedAt === null ? [] : [t('checked', { when: format.ago(checkedAt) })]),
  ];
  return (
    <div className="flex flex-col gap-2 pb-4">
      <SettingRow label={roomText(account)} hint={hints.join(' · ') || undefined}>
        <Button
          size="sm"
          variant="outline"
          icon={<RotateCw aria-hidden />}
          busy={isBusy}
          disabled={!canAsk}
          onClick={onCheck}
        >
          {t('check')}
        </Button>
      </SettingRow>
      {usage !== null && usage.limitBytes !== null && (
        <div className="px-5">
          <Progress
            label={t('room')}
            value={usage.limitBytes === 0 ? 1 : usage.usedBytes / usage.limitBytes}
          />
        </div>
      )}
    </div>
  );

  function roomText({ usage: room }: CloudAccount): string {
    if (room === null) return t('roomUnknown');
    const used = format.bytes(room.usedBytes);
    return room.limitBytes === null
      ? t('roomUsed', { used })
      : t('roomOf', { used, limit: format.bytes(room.limitBytes) });
  }
}
