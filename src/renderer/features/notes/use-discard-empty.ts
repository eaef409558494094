import { useEffect, useRef } from 'react';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import type { NoteDraft } from './note-draft.ts';

/** A note that was begun and left without a word leaves nothing behind. */
export function useDiscardEmpty(note: NoteDetail, draft: NoteDraft, isFresh: boolean): void {
  const api = useApi();
  const latest = useRef(note);
  useEffect(() => {
    latest.current = note;
  }, [note]);
  useEffect(() => {
    if (!isFresh) return undefined;
    return () => {
      const { title, body } = draft.text;
      const isEmpty = title.trim() === '' && body.trim() === '' && latest.current.attachments.length === 0;
      if (!isEmpty) return;
      // After the page has moved on, and only if it did not come straight back.
      window.setTimeout(() => {
        if (window.location.pathname.includes(draft.id)) return;
        // An empty note that stays is no harm.
        api.notes.remove.mutate({ ids: [draft.id] }).catch(() => undefined);
      }, 50);
    };
  }, [api, draft, isFresh]);
}
