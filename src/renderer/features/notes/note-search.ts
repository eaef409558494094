import type { NoteQuery } from '#renderer/entities/note/note-queries.ts';
import { addressParser, flag, id, listOf, offset, oneOf, tag, text } from '#renderer/lib/address.ts';

export const NOTE_SORTS = ['-updatedAt', '-createdAt', 'title'] as const;
export type NoteSort = (typeof NOTE_SORTS)[number];

/** The address of the list of notes. A part that does not fit is dropped. */
export const parseNoteSearch = addressParser({
  q: text(300),
  projects: listOf(id),
  clients: listOf(id),
  tags: listOf(tag, 50),
  pinned: flag,
  sort: oneOf(NOTE_SORTS),
  /** Asks the page to begin a new note, of this project or client where one is named. */
  new: flag,
  project: id,
  client: id,
  /** A place in the text of the note that is open. */
  at: offset,
});
export type NoteSearch = ReturnType<typeof parseNoteSearch>;

export function sortOf(search: NoteSearch): NoteSort {
  return search.sort ?? '-updatedAt';
}

function some<T>(values: readonly T[] | undefined): T[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...values];
}

export function toNoteQuery(search: NoteSearch): NoteQuery {
  return {
    text: search.q?.trim() || undefined,
    projectIds: some(search.projects),
    clientIds: some(search.clients),
    tags: some(search.tags),
    pinnedOnly: search.pinned || undefined,
    sort: sortOf(search),
  };
}

/** The address once the new note that it asked for is on its way, or the place is shown. */
export function withoutRequest(search: NoteSearch): NoteSearch {
  return { ...search, new: undefined, project: undefined, client: undefined, at: undefined };
}

export function isFiltered({ q, projects, clients, tags, pinned }: NoteSearch): boolean {
  return Boolean(q?.trim() || projects?.length || clients?.length || tags?.length || pinned);
}

/** The same order without any filter. */
export function withoutFilters({ sort }: NoteSearch): NoteSearch {
  return { sort };
}
