import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type { NoteDetail, NoteListItem, noteListInputSchema } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages, type Pages } from '#renderer/api/use-pages.ts';

/** What a list of notes is asked for with; paging is the hook's business. */
export type NoteQuery = Omit<z.input<typeof noteListInputSchema>, 'cursor' | 'limit'>;

const FIRST_PAGE = 60;
const NEXT_PAGES = 300;

const idOf = ({ id }: NoteListItem): string => id;

export function useNotePages(query: NoteQuery): Pages<NoteListItem> {
  const api = useApi();
  return usePages<NoteListItem>({
    key: ['notes', 'list', query],
    idOf,
    fetchPage: useCallback(
      (cursor: string | undefined, signal: AbortSignal) =>
        api.notes.list.query(
          { ...query, cursor, limit: cursor === undefined ? FIRST_PAGE : NEXT_PAGES },
          { signal },
        ),
      [api, query],
    ),
  });
}

export function useNoteDetail(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['notes', 'get', id],
    queryFn: ({ signal }): Promise<NoteDetail> => api.notes.get.query({ id }, { signal }),
  });
}
