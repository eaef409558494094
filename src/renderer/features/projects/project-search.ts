import type { z } from 'zod';
import { PROJECT_STATUSES } from '#shared/contracts/choices.ts';
import type { projectListInputSchema } from '#shared/contracts/projects.ts';
import { addressParser, flag, id, listOf, oneOf, text } from '#renderer/lib/address.ts';

const SORTS = ['name', 'dueDate', '-updatedAt', '-createdAt'] as const;
export type ProjectSort = (typeof SORTS)[number];
export const PROJECT_SORTS: readonly ProjectSort[] = SORTS;

/** The address of the project list. A part that does not fit is dropped. */
export const parseProjectSearch = addressParser({
  new: flag,
  /** The client a new project begins with. */
  client: id,
  q: text(300),
  clients: listOf(id),
  statuses: listOf(oneOf(PROJECT_STATUSES)),
  archived: flag,
  sort: oneOf(SORTS),
});
export type ProjectSearch = ReturnType<typeof parseProjectSearch>;

export type ProjectQuery = Omit<z.input<typeof projectListInputSchema>, 'cursor' | 'limit'>;

export function toProjectQuery(search: ProjectSearch): ProjectQuery {
  return {
    text: search.q?.trim() || undefined,
    clientIds: search.clients,
    statuses: search.statuses,
    archived: search.archived === true ? 'only' : 'exclude',
    sort: search.sort ?? 'name',
  };
}

export function isFiltered(search: ProjectSearch): boolean {
  return [search.q, search.clients, search.statuses].some((part) => part !== undefined && part.length > 0);
}

export function withoutFilters({ archived, sort }: ProjectSearch): ProjectSearch {
  return { archived, sort };
}
