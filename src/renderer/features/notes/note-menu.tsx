import { Link as LinkIcon, PanelRight, Pin, PinOff, Trash2 } from 'lucide-react';
import { useState, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteListItem } from '#shared/contracts/notes.ts';
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from '#renderer/ui/context-menu.tsx';
import { useCopyNoteLink } from './use-copy-note-link.ts';
import type { NoteWrites } from './queries.ts';

type NoteMenuProps = {
  /** The notes a menu opened on this row is about. */
  notesAt(key: string): readonly NoteListItem[];
  writes: NoteWrites;
  onOpen(id: string): void;
  onRemove(notes: readonly NoteListItem[]): void;
  children: ReactElement;
};

/** One context menu for the whole list; it finds the row it was opened on. */
export function NoteMenu({ notesAt, writes, onOpen, onRemove, children }: NoteMenuProps) {
  const { t } = useTranslation('notes');
  const copyLink = useCopyNoteLink();
  const [notes, setNotes] = useState<readonly NoteListItem[]>([]);
  const onContextMenu = (event: MouseEvent): void => {
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[role="row"][data-key]') : null;
    const found = row === null ? [] : notesAt(row.dataset['key'] ?? '');
    if (found.length === 0) event.preventDefault();
    else setNotes(found);
  };
  const [only] = notes.length === 1 ? notes : [];
  const allPinned = notes.every(({ isPinned }) => isPinned);
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        {children}
      </ContextMenuTrigger>
      <ContextMenuContent className="w-56">
        {only !== undefined && (
          <ContextMenuItem icon={<PanelRight aria-hidden />} keys="enter" onSelect={() => onOpen(only.id)}>
            {t('open')}
          </ContextMenuItem>
        )}
        <ContextMenuItem
          icon={allPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
          keys="p"
          onSelect={() => writes.pin({ ids: notes.map(({ id }) => id), isPinned: !allPinned })}
        >
          {t(allPinned ? 'unpin' : 'pin')}
        </ContextMenuItem>
        {only !== undefined && (
          <ContextMenuItem icon={<LinkIcon aria-hidden />} onSelect={() => copyLink(only.id)}>
            {t('copyLink')}
          </ContextMenuItem>
        )}
        <ContextMenuSeparator />
        <ContextMenuItem danger icon={<Trash2 aria-hidden />} keys="delete" onSelect={() => onRemove(notes)}>
          {t('moveToTrash')}
        </ContextMenuItem>
      </ContextMenuContent>
    </ContextMenu>
  );
}
