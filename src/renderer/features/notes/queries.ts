import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { noteCreateSchema, NoteListItem } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import { useUndo, useWrite } from '#renderer/api/use-write.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export type NotePlace = { readonly projectId?: string | null; readonly clientId?: string | null };
/** What the host is given: ids are plain text until it has checked them. */
export type NewNote = z.input<typeof noteCreateSchema>;
type Named = { readonly id: string; readonly title: string };

/** What is done to whole notes: one or many at a time, each with undo. */
export function useNoteWrites() {
  const api = useApi();
  const { t } = useTranslation('notes');
  const remove = useWrite({
    write: (notes: readonly Named[]) => api.notes.remove.mutate({ ids: notes.map(({ id }) => id) }),
    message: (notes) => t('removed', { count: notes.length, title: notes[0]?.title || t('untitled') }),
    optimistic: (notes) => [{ key: ['notes', 'list'], update: dropItems(notes.map(({ id }) => id)) }],
  });
  const pin = useWrite({
    write: ({ ids, isPinned }: { ids: readonly string[]; isPinned: boolean }) =>
      api.notes.updateMany.mutate({ ids: [...ids], patch: { isPinned } }),
    optimistic: ({ ids, isPinned }) => [
      { key: ['notes'], update: patchItems<NoteListItem>(ids, (note) => ({ ...note, isPinned })) },
    ],
  });
  const place = useWrite({
    write: ({ ids, place: patch }: { ids: readonly string[]; place: NotePlace }) =>
      api.notes.updateMany.mutate({ ids: [...ids], patch }),
    message: ({ ids }) => (ids.length > 1 ? t('moved', { count: ids.length }) : undefined),
  });
  const tag = useWrite({
    write: ({ ids, add, remove: without }: { ids: readonly string[]; add: string[]; remove: string[] }) =>
      api.notes.addTags.mutate({ ids: [...ids], add, remove: without }),
  });
  return { remove: remove.mutate, pin: pin.mutate, place: place.mutate, tag: tag.mutate };
}

export type NoteWrites = ReturnType<typeof useNoteWrites>;

export function useCreateNote() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useWrite({
    write: async (input: NewNote) => {
      const written = await api.notes.create.mutate(input);
      queryClient.setQueryData(['notes', 'get', written.item.id], {
        ...written.item,
        projectName: null,
        clientName: null,
        attachments: [],
        backlinks: [],
        outgoing: [],
      });
      return written;
    },
  });
}

/** Opens what a link names; a note that does not exist yet begins with that title. */
export function useOpenTitle(place: NotePlace, onOpen: (id: string) => void) {
  const api = useApi();
  const undo = useUndo();
  const { t } = useTranslation('notes');
  const { projectId, clientId } = place;
  return useCallback(
    async (title: string) => {
      try {
        const found = await api.notes.findByTitle.query({ title });
        if (found !== null) return onOpen(found.id);
        const { item, changeSetId } = await api.notes.create.mutate({ title, projectId, clientId });
        onOpen(item.id);
        toastDone({
          message: t('createdNamed', { title }),
          undo: changeSetId === null ? undefined : () => undo(changeSetId),
        });
      } catch (error) {
        toastError(error);
      }
    },
    [api, undo, t, projectId, clientId, onOpen],
  );
}

export function useFindTitles() {
  const api = useApi();
  return useCallback((text: string) => api.notes.titles.query({ text, limit: 8 }), [api]);
}

export function useVersions(noteId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['notes', 'versions', noteId],
    queryFn: ({ signal }) => api.notes.versions.query({ id: noteId }, { signal }),
  });
}

export function useVersion(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['notes', 'version', id],
    queryFn: ({ signal }) => api.notes.version.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

export function useRestoreVersion() {
  const api = useApi();
  const { t } = useTranslation('notes');
  return useWrite({
    write: (versionId: string) => api.notes.restoreVersion.mutate({ versionId }),
    message: () => t('versionRestored'),
  });
}

/** Tags of notes and tasks are one vocabulary. */
export function useKnownTags(enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'tags'],
    queryFn: ({ signal }) => api.tasks.tags.query(undefined, { signal }),
    enabled,
  });
}

export function useRestoreFromTrash() {
  const api = useApi();
  return useWrite({
    write: (id: string) => api.trash.restore.mutate({ items: [{ kind: 'note', id }] }),
  });
}
