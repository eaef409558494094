import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
  type DragEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { AttachmentsPanel } from './attachments-panel.tsx';
import { ConflictBanner } from './conflict-banner.tsx';
import type { NoteEditorRef } from './editor/note-editor.tsx';
import { LinksPanel } from './links-panel.tsx';
import { NoteFacts } from './note-facts.tsx';
import { NoteHistoryDialog } from './note-history-dialog.tsx';
import type { NotePaneProps } from './note-pane-props.ts';
import { NoteTitle } from './note-title.tsx';
import { NoteToolbar } from './note-toolbar.tsx';
import { useFindTitles, useNoteWrites, useOpenTitle } from './queries.ts';
import { TextSkeleton } from './text-skeleton.tsx';
import { useAttachments } from './use-attachments.ts';
import { useDiscardEmpty } from './use-discard-empty.ts';
import { useNoteDraft } from './use-note-draft.ts';
import { useOpenLink } from './use-open-link.ts';

const NoteEditor = lazy(async () => ({ default: (await import('./editor/note-editor.tsx')).NoteEditor }));

type NoteDocumentProps = NotePaneProps & { note: NoteDetail };

/** A note to read and write: its text, where it belongs, its files and the notes around it. */
export function NoteDocument({ note, focusOn, onOpenNote, onClose, ...pane }: NoteDocumentProps) {
  const { t } = useTranslation('notes');
  const draft = useNoteDraft(note);
  const editor = useRef<NoteEditorRef>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [isWide, setIsWide] = useLocalState<boolean>('notes.wide', false);
  // Whoever goes on into the text before its editor has loaded gets there once it has.
  const [wantsText, setWantsText] = useState(false);
  const [isHistoryOpen, setIsHistoryOpen] = useState(false);
  const writes = useNoteWrites();
  const attachments = useAttachments(note, (file) => editor.current?.insertFile(file));
  const openTitle = useOpenTitle(note, onOpenNote);
  const openLink = useOpenLink(note.attachments);
  const findTitles = useFindTitles();
  const title = draft.text.title.trim();
  useWindowTitle(title || t('untitled'));
  useDiscardEmpty(note, draft, focusOn === 'title');
  useEffect(() => () => editor.current?.flush(), []);
  const remove = (): void => {
    writes.remove([{ id: note.id, title }]);
    onClose();
  };
  const escape = useCallback(() => {
    const row = document.querySelector<HTMLElement>(`#content [role="row"][data-key="${note.id}"]`);
    (row ?? document.querySelector<HTMLElement>('#content'))?.focus();
  }, [note.id]);
  const measure = cn('mx-auto w-full px-10 @max-2xl:px-6', isWide ? 'max-w-6xl' : 'max-w-3xl');
  return (
    <div className="@container flex h-full flex-col">
      <NoteToolbar
        note={note}
        draft={draft}
        isWide={isWide}
        onWideChange={setIsWide}
        isListHidden={pane.isListHidden}
        onToggleList={pane.onToggleList}
        onPin={() => writes.pin({ ids: [note.id], isPinned: !note.isPinned })}
        onHistory={() => {
          editor.current?.flush();
          void draft.save().then(() => setIsHistoryOpen(true));
        }}
        onAttach={() => fileInput.current?.click()}
        onRemove={remove}
        onClose={onClose}
      />
      <DropZone onFiles={attachments.add}>
        <div className={cn(measure, 'pt-6')}>
          {draft.state === 'conflict' && <ConflictBanner draft={draft} />}
          <NoteTitle
            title={draft.text.title}
            autoFocus={focusOn === 'title'}
            onChange={(next) => draft.edit({ title: next })}
            onBlur={() => void draft.save()}
            onLeave={() => {
              setWantsText(true);
              editor.current?.focus();
            }}
          />
          <NoteFacts note={note} writes={writes} />
        </div>
        <div className={cn(measure, 'relative flex-1 pt-4')}>
          <Suspense fallback={<TextSkeleton />}>
            <NoteEditor
              key={draft.revision}
              ref={editor}
              body={draft.text.body}
              autoFocus={focusOn === 'text' || wantsText}
              placeAt={pane.placeAt}
              onPlaceShown={pane.onPlaceShown}
              missingTitles={note.outgoing.filter(({ noteId }) => noteId === null).map((link) => link.title)}
              onChange={(body) => draft.edit({ body })}
              onBlur={() => void draft.save()}
              onEscape={escape}
              onOpenTitle={(name) => void openTitle(name)}
              findTitles={findTitles}
              loadAttachment={attachments.load}
              onFiles={attachments.add}
              onChooseFile={() => fileInput.current?.click()}
              onLink={openLink}
            />
          </Suspense>
        </div>
        <div className={cn(measure, 'flex flex-col gap-6 pb-10')}>
          <AttachmentsPanel
            attachments={attachments}
            files={note.attachments}
            onAttach={() => fileInput.current?.click()}
          />
          <LinksPanel note={note} onOpenNote={onOpenNote} onOpenTitle={(name) => void openTitle(name)} />
        </div>
      </DropZone>
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        aria-label={t('attach')}
        onChange={(event) => {
          attachments.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {isHistoryOpen && <NoteHistoryDialog note={note} onClose={() => setIsHistoryOpen(false)} />}
    </div>
  );
}

type DropZoneProps = { onFiles(files: readonly File[]): void; children: ReactNode };

/** Files may be dropped anywhere on the note. */
function DropZone({ onFiles, children }: DropZoneProps) {
  const { t } = useTranslation('notes');
  const [isOver, setIsOver] = useState(false);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col overflow-y-auto"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={(event) => {
        setIsOver(false);
        if (!hasFiles(event) || event.defaultPrevented) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none sticky inset-x-0 bottom-4 z-20 mx-auto rounded-xl border border-dashed border-border bg-popover px-4 py-2 text-sm shadow-overlay">
          {t('dropFiles')}
        </div>
      )}
    </div>
  );
}
