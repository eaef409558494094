import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { Attachment } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { itemPath } from '#renderer/lib/item-path.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { saveFile } from './attachment-transfer.ts';

/** Follows a link of a text: to a file of the note, to something in Adiuva, or out to the web in its own window. */
export function useOpenLink(files: readonly Attachment[]): (href: string) => void {
  const api = useApi();
  const router = useRouter();
  const { t } = useTranslation('notes');
  return (href) => {
    const [, fileId] = /^adiuva-attachment:([0-9a-f-]{36})$/i.exec(href) ?? [];
    const [, kindText, id = ''] = /^adiuva:\/\/([a-z]+)\/([0-9a-f-]{36})\/?$/i.exec(href) ?? [];
    const kind = ITEM_KINDS.find((known) => known === kindText);
    if (fileId !== undefined) {
      const file = files.find((other) => other.id === fileId);
      if (file) saveFile(api, file).catch(toastError);
      else toastDone({ message: t('fileGone') });
    } else if (kind !== undefined) router.history.push(itemPath(kind, id));
    else if (/^(https?:\/\/|mailto:|tel:)/i.test(href)) window.open(href, '_blank', 'noopener,noreferrer');
  };
}
