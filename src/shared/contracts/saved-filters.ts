import { z } from 'zod';
import { instantSchema } from './common.ts';

export const savedFilterSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(100),
  /** The list it belongs to. */
  scope: z.enum(['tasks', 'projects', 'clients', 'notes', 'search']),
  /** The list input without paging; parsed again by that list when used. */
  query: z.record(z.string(), z.unknown()),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type SavedFilter = z.infer<typeof savedFilterSchema>;
