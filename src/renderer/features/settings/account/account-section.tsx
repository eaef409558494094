import { CircleUser } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInDialog } from '#renderer/entities/account/sign-in-dialog.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { AccountGroup } from './account-group.tsx';
import { useAccounts } from './account-queries.ts';

/** Who is signed in at which Adiuva endpoint. */
export function AccountSection() {
  const { t } = useTranslation('account');
  const [open, setOpen] = useState<'in' | 'up'>();
  const { data, error, refetch } = useAccounts();
  return (
    <>
      <SettingGroup
        title={t('title')}
        text={t('intro')}
        actions={
          <>
            <Button size="sm" variant="outline" onClick={() => setOpen('up')}>
              {t('signUp')}
            </Button>
            <Button size="sm" variant="primary" onClick={() => setOpen('in')}>
              {t('signIn')}
            </Button>
          </>
        }
      >
        {error && <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />}
        {!error && !data && <ListSkeleton rows={2} />}
        {data?.length === 0 && (
          <EmptyState compact icon={CircleUser} title={t('none')} text={t('noneText')} />
        )}
      </SettingGroup>
      {data?.map((account) => (
        <AccountGroup key={account.endpoint} account={account} />
      ))}
      {open && <SignInDialog isNew={open === 'up'} onClose={() => setOpen(undefined)} />}
    </>
  );
}
