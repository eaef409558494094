import { z } from 'zod';
import type { clientListInputSchema } from '#shared/contracts/clients.ts';

const SORTS = ['name', '-updatedAt', '-createdAt'] as const;
export const CLIENT_SORTS = SORTS;

/** The address of the client list. A part that does not fit is dropped. */
export const clientSearchSchema = z.object({
  new: z.boolean().optional().catch(undefined),
  q: z.string().max(300).optional().catch(undefined),
  archived: z.boolean().optional().catch(undefined),
  sort: z.enum(SORTS).optional().catch(undefined),
});
export type ClientSearch = z.infer<typeof clientSearchSchema>;

export type ClientQuery = Omit<z.input<typeof clientListInputSchema>, 'cursor' | 'limit'>;

export function toClientQuery(search: ClientSearch): ClientQuery {
  return {
    text: search.q?.trim() || undefined,
    archived: search.archived === true ? 'only' : 'exclude',
    sort: search.sort ?? 'name',
  };
}
