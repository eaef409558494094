import { z } from 'zod';
import { ITEM_KINDS } from './choices.ts';

export { ITEM_KINDS };

/** A calendar day without a time zone, `YYYY-MM-DD`. */
export const localDateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => {
    const instant = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
  }, 'This day does not exist.');
export type LocalDate = z.infer<typeof localDateSchema>;

/** A wall-clock time, `HH:MM`, 24 hours. */
export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Milliseconds since the Unix epoch. */
export const instantSchema = z.number().int();

export const clientIdSchema = z.uuid().brand<'ClientId'>();
export const projectIdSchema = z.uuid().brand<'ProjectId'>();
export const taskIdSchema = z.uuid().brand<'TaskId'>();
export const checkpointIdSchema = z.uuid().brand<'CheckpointId'>();
export const noteIdSchema = z.uuid().brand<'NoteId'>();
export const attachmentIdSchema = z.uuid().brand<'AttachmentId'>();
export type ClientId = z.infer<typeof clientIdSchema>;
export type ProjectId = z.infer<typeof projectIdSchema>;
export type TaskId = z.infer<typeof taskIdSchema>;
export type CheckpointId = z.infer<typeof checkpointIdSchema>;
export type NoteId = z.infer<typeof noteIdSchema>;
export type AttachmentId = z.infer<typeof attachmentIdSchema>;

export const itemKindSchema = z.enum(ITEM_KINDS);
export type ItemKind = z.infer<typeof itemKindSchema>;

/** A tag: no white space, no leading `#`, at most 60 characters. */
export const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\s#,][^\s,]*$/, 'A tag has no spaces or commas and no leading #.');
export const tagsSchema = z.array(tagSchema).max(50);

/** A palette name; the renderer maps it to a token that holds in both themes. */
export const COLOURS = ['gold', 'rose', 'coral', 'moss', 'teal', 'sky', 'indigo', 'violet', 'slate'] as const;
export const colourSchema = z.enum(COLOURS);
export type Colour = z.infer<typeof colourSchema>;

/** ISO 4217 code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

export const titleSchema = z.string().trim().min(1).max(500);
export const longTextSchema = z.string().max(2_000_000);

/** Keyset paging: `cursor` is opaque and comes from the former page's `nextCursor`. */
export const pageInput = {
  cursor: z.string().max(2000).optional(),
  limit: z.number().int().min(1).max(500).default(100),
};

export type Page<T> = {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  /** All rows that match, not only this page's. */
  readonly total: number;
};

/**
 * What every write answers: the rows as they are now and the change set to undo it by
 * (`null` when the write changed nothing).
 */
export type Written<T> = { readonly item: T; readonly changeSetId: number | null };
export type WrittenMany<T> = { readonly items: readonly T[]; readonly changeSetId: number | null };
