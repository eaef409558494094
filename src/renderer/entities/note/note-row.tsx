import { Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteListItem } from '#shared/contracts/notes.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';

/** A note in a list: its title, how it begins, and where it belongs. */
export function NoteRow({ note }: { note: NoteListItem }) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  const place = note.projectName ?? note.clientName;
  return (
    <div className="flex h-full flex-col justify-center gap-0.5 px-3 py-2">
      <div className="flex items-center gap-1.5">
        <span
          dir="auto"
          className={cn(
            'min-w-0 flex-1 truncate text-sm font-medium',
            note.title === '' && 'text-muted-foreground',
          )}
        >
          {note.title || t('untitled')}
        </span>
        {note.isPinned && (
          <>
            <Pin aria-hidden className="size-3.5 shrink-0 rotate-45 text-primary-text" />
            <span className="sr-only">{t('pinned')}</span>
          </>
        )}
      </div>
      <p dir="auto" className="truncate text-[13px] leading-5 text-muted-foreground">
        {note.excerpt || t('noText')}
      </p>
      <div className="flex items-center gap-2 text-meta">
        <span className="shrink-0 tabular-nums">{format.ago(note.updatedAt)}</span>
        {place !== null && (
          <>
            <span aria-hidden>·</span>
            {note.projectName === null ? (
              <span className="truncate">{place}</span>
            ) : (
              <DotLabel colour={note.projectColour}>{place}</DotLabel>
            )}
          </>
        )}
      </div>
    </div>
  );
}
