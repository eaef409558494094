import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileText, Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteListItem } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useFormat } from '#renderer/lib/format.ts';

type Scope = { readonly projectId?: string; readonly clientId?: string };

/** The notes of a project or of a client, the latest first. */
export function useLinkedNotes({ projectId, clientId }: Scope, limit: number) {
  const api = useApi();
  const input = {
    projectIds: projectId === undefined ? undefined : [projectId],
    clientIds: clientId === undefined ? undefined : [clientId],
    limit,
  };
  return useQuery({
    queryKey: ['notes', 'list', input],
    queryFn: ({ signal }) => api.notes.list.query(input, { signal }),
  });
}

export function LinkedNotes({ notes }: { notes: readonly NoteListItem[] }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
      {notes.map((note) => (
        <li key={note.id}>
          <Link
            to="/notes/$noteId"
            params={{ noteId: note.id }}
            className="flex h-full flex-col gap-1 rounded-xl border border-border-subtle bg-card p-3.5 shadow-card transition-shadow hover:shadow-raised"
          >
            <span className="flex items-center gap-2 text-sm font-medium">
              <FileText aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              <span dir="auto" className="truncate">
                {note.title === '' ? t('untitledNote') : note.title}
              </span>
              {note.isPinned && <Pin aria-hidden className="ms-auto size-3.5 shrink-0 text-primary-text" />}
            </span>
            <span dir="auto" className="line-clamp-2 min-h-8 text-meta">
              {note.excerpt}
            </span>
            <span className="mt-auto pt-1 text-meta">{format.ago(note.updatedAt)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
