import { z } from 'zod';
import { ITEM_KINDS, itemKindSchema } from '#shared/contracts/common.ts';

/** The address of a search: what a link, a saved search and the back button bring back. */
export const searchParamsSchema = z.object({
  q: z.string().max(900).optional().catch(undefined),
  kind: itemKindSchema.optional().catch(undefined),
});
export type SearchParams = z.infer<typeof searchParamsSchema>;

export const KIND_FILTERS = ['all', ...ITEM_KINDS] as const;

/** One line for the host: the kind chosen beside the field is an operator like any other. */
export function toQuery({ q = '', kind }: SearchParams): string {
  return [q.trim(), kind === undefined ? '' : `type:${kind}`].filter(Boolean).join(' ');
}
