import { FolderTree, Mail, Pencil, PlugZap, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailAccount } from '#shared/contracts/connectors.ts';
import {
  useMailAccounts,
  useRemoveSource,
  useSaveMail,
  useTestMail,
} from '#renderer/entities/connection/connection-queries.ts';
import { MailAccountDialog } from '#renderer/entities/connection/mail-account-dialog.tsx';
import { MailFoldersDialog } from '#renderer/entities/connection/mail-folders-dialog.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { DropdownMenuItem, DropdownMenuSeparator } from '#renderer/ui/dropdown-menu.tsx';
import { SettingGroup } from '../setting-row.tsx';
import { SourceList } from './source-list.tsx';
import { SourceRow } from './source-row.tsx';

type Open =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'folders' | 'remove'; account: EmailAccount };

export function MailGroup() {
  const { t } = useTranslation('connections');
  const accounts = useMailAccounts();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  return (
    <SettingGroup
      title={t('mail')}
      text={t('mailText')}
      actions={
        <Button
          size="sm"
          variant="outline"
          icon={<Plus aria-hidden />}
          onClick={() => setOpen({ what: 'add' })}
        >
          {t('addMail')}
        </Button>
      }
    >
      <SourceList query={accounts} empty={{ icon: Mail, title: t('mailNone'), text: t('mailNoneText') }}>
        {(account) => <MailRow key={account.id} account={account} onOpen={setOpen} />}
      </SourceList>
      {open?.what === 'add' && <MailAccountDialog onClose={close} />}
      {open?.what === 'edit' && <MailAccountDialog account={open.account} onClose={close} />}
      {open?.what === 'folders' && <MailFoldersDialog account={open.account} onClose={close} />}
      {open?.what === 'remove' && <RemoveMail account={open.account} onClose={close} />}
    </SettingGroup>
  );
}

function MailRow({ account, onOpen }: { account: EmailAccount; onOpen(open: Open): void }) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const format = useFormat();
  const test = useTestMail();
  const save = useSaveMail();
  const { name, kind, folders, lastReadAt } = account;
  const isImap = kind === 'imap';
  const facts = [
    ...(isImap && folders.length > 0 ? [t('folderCount', { count: folders.length })] : []),
    ...(isImap && folders.length === 0 ? [t('inboxOnly')] : []),
    lastReadAt === null ? t('neverRead') : t('readAgo', { when: format.ago(lastReadAt) }),
  ];
  return (
    <SourceRow
      icon={Mail}
      name={name}
      place={isImap ? account.host : account.path}
      facts={facts}
      problem={account.problem}
      result={test.data}
      isEnabled={account.isEnabled}
      onEnabledChange={(isEnabled) => save.mutate({ id: account.id, patch: { isEnabled } })}
      menu={
        <>
          <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={() => onOpen({ what: 'edit', account })}>
            {common('edit')}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<PlugZap aria-hidden />} onSelect={() => test.mutate({ id: account.id })}>
            {t('test')}
          </DropdownMenuItem>
          {isImap && (
            <DropdownMenuItem
              icon={<FolderTree aria-hidden />}
              onSelect={() => onOpen({ what: 'folders', account })}
            >
              {t('chooseFolders')}
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem
            danger
            icon={<Trash2 aria-hidden />}
            onSelect={() => onOpen({ what: 'remove', account })}
          >
            {common('remove')}
          </DropdownMenuItem>
        </>
      }
    />
  );
}

function RemoveMail({ account, onClose }: { account: EmailAccount; onClose(): void }) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const remove = useRemoveSource();
  const { id, name } = account;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={t('removeMail', { name })}
      description={t('removeMailText')}
      confirmLabel={common('remove')}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(
          { kind: 'mail', id },
          {
            onSuccess: () => {
              toastDone({ message: t('removed', { name }) });
              onClose();
            },
          },
        )
      }
    />
  );
}
