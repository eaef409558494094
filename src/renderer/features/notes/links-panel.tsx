import { CornerDownRight, FilePlus2, NotebookText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import { SectionHeading } from '#renderer/ui/page-header.tsx';

type LinksPanelProps = {
  note: NoteDetail;
  onOpenNote(id: string): void;
  onOpenTitle(title: string): void;
};

/** The notes around this one: which lead here, and where this one leads. */
export function LinksPanel({ note, onOpenNote, onOpenTitle }: LinksPanelProps) {
  const { t } = useTranslation('notes');
  const { backlinks, outgoing } = note;
  if (backlinks.length === 0 && outgoing.length === 0) return null;
  return (
    <section
      aria-label={t('links')}
      className="grid gap-6 border-t border-border-subtle pt-4 @3xl:grid-cols-2"
    >
      {backlinks.length > 0 && (
        <div>
          <SectionHeading count={backlinks.length}>{t('backlinks')}</SectionHeading>
          <ul className="-mx-2 mt-1">
            {backlinks.map((link) => (
              <li key={link.noteId}>
                <button
                  type="button"
                  onClick={() => onOpenNote(link.noteId)}
                  className="ring-inset-focus block w-full rounded-lg px-2 py-1.5 text-start hover:bg-muted"
                >
                  <span className="flex items-center gap-2 text-sm">
                    <CornerDownRight
                      aria-hidden
                      className="size-3.5 shrink-0 text-muted-foreground rtl:-scale-x-100"
                    />
                    <span className="truncate">{link.title || t('untitled')}</span>
                  </span>
                  <span className="block truncate ps-5.5 text-meta">{link.excerpt}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {outgoing.length > 0 && (
        <div>
          <SectionHeading count={outgoing.length}>{t('outgoing')}</SectionHeading>
          <ul className="-mx-2 mt-1">
            {outgoing.map(({ title, noteId }) => (
              <li key={title}>
                <button
                  type="button"
                  onClick={() => (noteId === null ? onOpenTitle(title) : onOpenNote(noteId))}
                  className="ring-inset-focus flex min-h-8 w-full items-center gap-2 rounded-lg px-2 py-1 text-start text-sm hover:bg-muted"
                >
                  {noteId === null ? (
                    <FilePlus2 aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
                  ) : (
                    <NotebookText aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
                  )}
                  <span className="truncate">{title}</span>
                  {noteId === null && <span className="ms-auto shrink-0 text-meta">{t('notYet')}</span>}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
