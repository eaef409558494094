import type { z } from 'zod';
import type { clientListInputSchema } from '#shared/contracts/clients.ts';
import { addressParser, flag, oneOf, text } from '#renderer/lib/address.ts';

const SORTS = ['name', '-updatedAt', '-createdAt'] as const;
export const CLIENT_SORTS = SORTS;

/** The address of the client list. A part that does not fit is dropped. */
export const parseClientSearch = addressParser({
  new: flag,
  q: text(300),
  archived: flag,
  sort: oneOf(SORTS),
});
export type ClientSearch = ReturnType<typeof parseClientSearch>;

export type ClientQuery = Omit<z.input<typeof clientListInputSchema>, 'cursor' | 'limit'>;

export function toClientQuery(search: ClientSearch): ClientQuery {
  return {
    text: search.q?.trim() || undefined,
    archived: search.archived === true ? 'only' : 'exclude',
    sort: search.sort ?? 'name',
  };
}
