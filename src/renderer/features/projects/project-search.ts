import { z } from 'zod';
import { clientIdSchema } from '#shared/contracts/common.ts';
import { projectStatusSchema, type projectListInputSchema } from '#shared/contracts/projects.ts';

const SORTS = ['name', 'dueDate', '-updatedAt', '-createdAt'] as const;
export type ProjectSort = (typeof SORTS)[number];
export const PROJECT_SORTS: readonly ProjectSort[] = SORTS;

/** The address of the project list. A part that does not fit is dropped. */
export const projectSearchSchema = z.object({
  new: z.boolean().optional().catch(undefined),
  /** The client a new project begins with. */
  client: clientIdSchema.optional().catch(undefined),
  q: z.string().max(300).optional().catch(undefined),
  clients: z.array(clientIdSchema).max(200).optional().catch(undefined),
  statuses: z.array(projectStatusSchema).optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
  sort: z.enum(SORTS).optional().catch(undefined),
});
export type ProjectSearch = z.infer<typeof projectSearchSchema>;

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
