import type { Note, NoteCreate, NotePatch } from '#shared/contracts/notes.ts';
import type { EntityInsert, EntityRow } from '#main/db/entity-rows.ts';
import { excerptOf, findLinkTitles, linkKey } from './note-text.ts';

/** A whole row from what was given; the excerpt and the links follow from the body. */
export function newNoteRow(id: string, input: NoteCreate, nowMs: number): EntityInsert<'note'> {
  const body = input.body ?? '';
  return {
    id,
    title: input.title ?? '',
    body,
    ...derivedFrom(body),
    projectId: input.projectId ?? null,
    clientId: input.clientId ?? null,
    tags: input.tags ?? [],
    isPinned: input.isPinned ?? false,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** A patch with what follows from a new body. */
export function withDerived(patch: Omit<NotePatch, 'baseUpdatedAt'>): Partial<EntityInsert<'note'>> {
  return patch.body === undefined ? patch : { ...patch, ...derivedFrom(patch.body) };
}

export function noteOf(row: EntityRow<'note'> | EntityInsert<'note'>): Note {
  const { excerpt: _excerpt, links: _links, ...note } = row;
  return note as Note; // rows of the writer name every column
}

function derivedFrom(body: string): { excerpt: string; links: readonly string[] } {
  return { excerpt: excerptOf(body), links: findLinkTitles(body).map(linkKey) };
}
