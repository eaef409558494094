import { z } from 'zod';
import { itemKindSchema, pageInput, type ItemKind } from './common.ts';

export const trashRefSchema = z.object({ kind: itemKindSchema, id: z.uuid() });
export type TrashRef = z.infer<typeof trashRefSchema>;

export const trashListInputSchema = z.object({
  ...pageInput,
  kind: itemKindSchema.optional(),
  text: z.string().max(300).optional(),
});
export type TrashListInput = z.infer<typeof trashListInputSchema>;

export type TrashItem = {
  readonly kind: ItemKind;
  readonly id: string;
  readonly title: string;
  readonly deletedAt: number;
  /** When retention would remove it for good, or null when retention is off. */
  readonly purgeAfter: number | null;
};

/** `confirmCount` must equal the number of items removed when that is more than a fifth of all of that kind. */
export const trashPurgeInputSchema = z.object({
  items: z.array(trashRefSchema).max(10_000).optional(),
  all: z.boolean().optional(),
  confirmCount: z.number().int().optional(),
});
