import {
  ArrowLeft,
  Ellipsis,
  History,
  Link as LinkIcon,
  Maximize2,
  Minimize2,
  Paperclip,
  Pin,
  PinOff,
  RectangleHorizontal,
  Trash2,
} from 'lucide-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import { useFormat } from '#renderer/lib/format.ts';
import {
  DropdownMenu,
  DropdownMenuCheckItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { countWords } from './count-words.ts';
import type { NoteDraft } from './note-draft.ts';
import { SaveState } from './save-state.tsx';
import { useCopyNoteLink } from './use-copy-note-link.ts';

type NoteToolbarProps = {
  note: NoteDetail;
  draft: NoteDraft;
  isWide: boolean;
  onWideChange(isWide: boolean): void;
  isListHidden: boolean;
  onToggleList(): void;
  onPin(): void;
  onHistory(): void;
  onAttach(): void;
  onRemove(): void;
  onClose(): void;
};

export function NoteToolbar(props: NoteToolbarProps) {
  const { note, draft, isListHidden } = props;
  const { t } = useTranslation('notes');
  const format = useFormat();
  const words = countWords(useDeferredValue(draft.text.body));
  return (
    <div role="toolbar" aria-label={t('noteActions')} className="flex h-13 shrink-0 items-center gap-1 px-4">
      <IconButton label={t('backToList')} className="@2xl/notes:hidden" onClick={props.onClose}>
        <ArrowLeft aria-hidden className="rtl:rotate-180" />
      </IconButton>
      <IconButton
        label={t(isListHidden ? 'showList' : 'focusMode')}
        keys="mod+."
        onClick={props.onToggleList}
        className="@max-2xl/notes:hidden"
      >
        {isListHidden ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
      </IconButton>
      <div className="ms-auto flex items-center gap-3 pe-2 text-meta tabular-nums">
        <span>{t('words', { count: words, number: format.number(words) })}</span>
        <SaveState draft={draft} />
      </div>
      <IconButton
        label={t(note.isPinned ? 'unpin' : 'pin')}
        aria-pressed={note.isPinned}
        onClick={props.onPin}
      >
        {note.isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      </IconButton>
      <IconButton label={t('attach')} onClick={props.onAttach}>
        <Paperclip aria-hidden />
      </IconButton>
      <IconButton label={t('history')} onClick={props.onHistory}>
        <History aria-hidden />
      </IconButton>
      <MoreMenu {...props} />
    </div>
  );
}

function MoreMenu({ note, isWide, onWideChange, onRemove }: NoteToolbarProps) {
  const { t } = useTranslation('notes');
  const copyLink = useCopyNoteLink();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={t('moreActions')}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-56">
        <DropdownMenuItem icon={<LinkIcon aria-hidden />} onSelect={() => copyLink(note.id)}>
          {t('copyLink')}
        </DropdownMenuItem>
        <DropdownMenuCheckItem
          icon={<RectangleHorizontal aria-hidden />}
          checked={isWide}
          onCheckedChange={onWideChange}
        >
          {t('wide')}
        </DropdownMenuCheckItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
          {t('moveToTrash')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
