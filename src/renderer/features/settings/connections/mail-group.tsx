import { FolderTree, Mail, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailAccount } from '#shared/contracts/connectors.ts';
import {
  useMailAccounts,
  useSaveMail,
  useTestMail,
} from '#renderer/entities/connection/connection-queries.ts';
import { MailAccountDialog } from '#renderer/entities/connection/mail-account-dialog.tsx';
import { MailFoldersDialog } from '#renderer/entities/connection/mail-folders-dialog.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { DropdownMenuItem } from '#renderer/ui/dropdown-menu.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { RemoveSource } from './remove-source.tsx';
import { SourceList } from './source-list.tsx';
import { SourceMenu } from './source-menu.tsx';
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
      {open?.what === 'remove' && (
        <RemoveSource
          kind="mail"
          source={open.account}
          title={t('removeMail', { name: open.account.name })}
          description={t('removeMailText')}
          onClose={close}
        />
      )}
    </SettingGroup>
  );
}

function MailRow({ account, onOpen }: { account: EmailAccount; onOpen(open: Open): void }) {
  const { t } = useTranslation('connections');
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
        <SourceMenu
          onEdit={() => onOpen({ what: 'edit', account })}
          onTest={() => test.mutate({ id: account.id })}
          onRemove={() => onOpen({ what: 'remove', account })}
        >
          {isImap && (
            <DropdownMenuItem
              icon={<FolderTree aria-hidden />}
              onSelect={() => onOpen({ what: 'folders', account })}
            >
              {t('chooseFolders')}
            </DropdownMenuItem>
          )}
        </SourceMenu>
      }
    />
  );
}
