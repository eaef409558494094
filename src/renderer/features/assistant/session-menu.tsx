import { Braces, FileDown, PencilLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AssistantSession } from '#shared/contracts/assistant.ts';
import type { MenuParts } from '#renderer/ui/menu-parts.tsx';
import { useExportSession } from './queries.ts';

type SessionMenuProps = {
  parts: MenuParts;
  session: AssistantSession;
  onRename(session: AssistantSession): void;
  onRemove(session: AssistantSession): void;
};

/** What can be done to a conversation, by right click in the list and by the menu above it. */
export function SessionMenu({ parts: { Item, Separator }, session, onRename, onRemove }: SessionMenuProps) {
  const { t } = useTranslation('assistant');
  const save = useExportSession();
  const { id } = session;
  return (
    <>
      <Item icon={<PencilLine aria-hidden />} onSelect={() => onRename(session)}>
        {t('rename')}
      </Item>
      <Item icon={<FileDown aria-hidden />} onSelect={() => save.mutate({ id, format: 'markdown' })}>
        {t('exportMarkdown')}
      </Item>
      <Item icon={<Braces aria-hidden />} onSelect={() => save.mutate({ id, format: 'json' })}>
        {t('exportJson')}
      </Item>
      <Separator />
      <Item danger icon={<Trash2 aria-hidden />} onSelect={() => onRemove(session)}>
        {t('remove')}
      </Item>
    </>
  );
}
