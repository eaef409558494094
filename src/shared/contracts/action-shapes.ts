import { z } from 'zod';
import { pageInput } from './common.ts';

/** Pages of actions are smaller than those of lists: what is answered may cross into a sandbox or a model. */
export const actionPageInput = { ...pageInput, limit: z.number().int().min(1).max(200).default(50) };

export function actionPage<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).readonly(),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
  });
}

/** What a write answers: where to find what was made, and the change set to undo it by. */
export const writtenItemSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `adiuva://task/<id>` */
  link: z.string(),
  changeSetId: z.number().int().nullable(),
});
export type WrittenItem = z.infer<typeof writtenItemSchema>;

export const writtenItemsSchema = z.object({
  ids: z.array(z.string()),
  changeSetId: z.number().int().nullable(),
});
export type WrittenItems = z.infer<typeof writtenItemsSchema>;

export function writtenIds(result: {
  readonly items: readonly { readonly id: string }[];
  readonly changeSetId: number | null;
}): WrittenItems {
  return { ids: result.items.map((item) => item.id), changeSetId: result.changeSetId };
}

/** Few enough to look at one by one. */
export const MOST_IDS = 100;
