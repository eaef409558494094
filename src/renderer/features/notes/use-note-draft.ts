import { useEffect, useMemo, useReducer } from 'react';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import type { Api, ApiConnection } from '#renderer/api/client.ts';
import { useApiConnection } from '#renderer/api/provider.tsx';
import { errorCode } from '#renderer/lib/describe-error.ts';
import { NoteDrafts } from './note-drafts.ts';
import type { NoteDraft } from './note-draft.ts';

const draftsOf = new WeakMap<Api, NoteDrafts>();

/** The drafts outlive the pages: one set for each connection to the host. */
function draftsFor({ api, connection }: ApiConnection): NoteDrafts {
  const known = draftsOf.get(api);
  if (known) return known;
  const drafts = new NoteDrafts({
    save: async (id, patch) => (await api.notes.update.mutate({ id, patch })).item,
    load: (id) => api.notes.get.query({ id }),
    isConflict: (error) => errorCode(error) === 'conflict',
  });
  draftsOf.set(api, drafts);
  connection.subscribe((state) => state === 'online' && drafts.saveAll());
  window.addEventListener('pagehide', () => drafts.saveAll());
  document.addEventListener('visibilitychange', () => document.hidden && drafts.saveAll());
  // In a browser tab the browser asks before text is lost. A desktop window would just refuse to close.
  if (!window.adiuva) {
    window.addEventListener('beforeunload', (event) => {
      drafts.saveAll();
      if (drafts.hasUnsaved) event.preventDefault();
    });
  }
  return drafts;
}

/** The draft of the note on screen; the component renders anew whenever it moves. */
export function useNoteDraft(note: NoteDetail): NoteDraft {
  const host = useApiConnection();
  const drafts = draftsFor(host);
  // The first answer opens the draft; later ones reach it through `receive`.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const draft = useMemo(() => drafts.open(note.id, note), [drafts, note.id]);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => draft.subscribe(redraw), [draft]);
  useEffect(() => drafts.show(draft), [drafts, draft]);
  const { title, body, updatedAt } = note;
  useEffect(() => draft.receive({ title, body, updatedAt }), [draft, title, body, updatedAt]);
  return draft;
}
