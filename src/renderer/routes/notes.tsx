import { createFileRoute, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { parseNoteSearch, withoutRequest } from '#renderer/features/notes/note-search.ts';
import { NotesPage } from '#renderer/features/notes/notes-page.tsx';

export const Route = createFileRoute('/notes')({ validateSearch: parseNoteSearch, component: Notes });

/** The list stays where it is while notes open beside it. */
function Notes() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const noteId = useParams({ strict: false, select: (params) => params.noteId ?? null });
  const rest = withoutRequest(search);
  return (
    <>
      <NotesPage
        search={search}
        activeId={noteId}
        onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
        onOpenNote={(id) => void navigate({ to: '/notes/$noteId', params: { noteId: id }, search: rest })}
        onClose={() => void navigate({ to: '/notes', search: rest })}
      />
      <Outlet />
    </>
  );
}
