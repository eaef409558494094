import { z } from 'zod';
import { itemKindSchema } from '#shared/contracts/common.ts';

export const trashSearchSchema = z.object({
  q: z.string().max(300).optional().catch(undefined),
  kind: itemKindSchema.optional().catch(undefined),
});
export type TrashSearch = z.infer<typeof trashSearchSchema>;
