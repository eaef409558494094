import { Folder, Inbox } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailAccount, MailFolder } from '#shared/contracts/connectors.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useMailFolders, useSaveMail } from './connection-queries.ts';

type MailFoldersDialogProps = { account: EmailAccount; onClose(): void };

export function MailFoldersDialog({ account, onClose }: MailFoldersDialogProps) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const [chosen, setChosen] = useState(account.folders);
  const { data: folders, error, refetch } = useMailFolders(account.id);
  const save = useSaveMail();
  const submit = (): void =>
    save.mutate(
      { id: account.id, patch: { folders: chosen } },
      {
        onSuccess: () => {
          toastDone({ message: t('saved', { name: account.name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={t('mailFoldersTitle', { name: account.name })}
      description={t('mailFoldersText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" disabled={folders === undefined} busy={save.isPending} onClick={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />}
      {!folders && !error && <ListSkeleton rows={5} />}
      {folders && (
        <ul className="-mx-2 flex flex-col">
          {folders.map((folder) => (
            <FolderRow
              key={folder.path}
              folder={folder}
              isChosen={chosen.includes(folder.path)}
              onToggle={() =>
                setChosen(
                  chosen.includes(folder.path)
                    ? chosen.filter((path) => path !== folder.path)
                    : [...chosen, folder.path],
                )
              }
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

type FolderRowProps = { folder: MailFolder; isChosen: boolean; onToggle(): void };

function FolderRow({ folder, isChosen, onToggle }: FolderRowProps) {
  const { t } = useTranslation('connections');
  const format = useFormat();
  const id = useId();
  const Icon = folder.role === '\\Inbox' ? Inbox : Folder;
  return (
    <li className="flex h-10 items-center gap-3 rounded-lg px-2 hover:bg-muted">
      <Checkbox id={id} checked={isChosen} onCheckedChange={onToggle} />
      <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2 text-sm">
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {folder.path}
        </span>
        {folder.messages !== null && (
          <span className="shrink-0 text-meta tabular-nums">
            {t('messages', { count: folder.messages, number: format.number(folder.messages) })}
          </span>
        )}
      </label>
    </li>
  );
}
