import { z } from 'zod';
import {
  attachmentIdSchema,
  clientIdSchema,
  instantSchema,
  longTextSchema,
  noteIdSchema,
  pageInput,
  projectIdSchema,
  tagsSchema,
} from './common.ts';

const noteFields = {
  title: z.string().trim().max(500),
  /** Markdown (CommonMark + GFM) with `[[wiki links]]`; attachments as `adiuva-attachment:<id>`. */
  body: longTextSchema,
  projectId: projectIdSchema.nullable(),
  clientId: clientIdSchema.nullable(),
  tags: tagsSchema,
  isPinned: z.boolean(),
};

export const noteSchema = z.object({
  id: noteIdSchema,
  ...noteFields,
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type Note = z.infer<typeof noteSchema>;

export const noteCreateSchema = z.object(noteFields).partial();
export type NoteCreate = z.infer<typeof noteCreateSchema>;
/** `baseUpdatedAt`: what the editor started from; a later change by someone else is a `conflict`, nothing is lost. */
export const notePatchSchema = z
  .object(noteFields)
  .partial()
  .extend({ baseUpdatedAt: instantSchema.optional() });
export type NotePatch = z.infer<typeof notePatchSchema>;

export const noteListInputSchema = z.object({
  ...pageInput,
  text: z.string().max(300).optional(),
  projectIds: z.array(projectIdSchema).max(200).optional(),
  clientIds: z.array(clientIdSchema).max(200).optional(),
  tags: tagsSchema.optional(),
  pinnedOnly: z.boolean().optional(),
  sort: z.enum(['-updatedAt', '-createdAt', 'title']).default('-updatedAt'),
});
export type NoteListInput = z.infer<typeof noteListInputSchema>;

/** A list row carries the first lines only, never the body. */
export type NoteListItem = Omit<Note, 'body'> & {
  readonly excerpt: string;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  readonly clientName: string | null;
};

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  noteId: noteIdSchema,
  name: z.string().min(1).max(255),
  mimeType: z.string().max(150),
  sizeBytes: z.number().int().min(0),
  /** SHA-256 of the content, lower-case hex. */
  sha256: z.string(),
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type Attachment = z.infer<typeof attachmentSchema>;

export type NoteLink = { readonly noteId: string; readonly title: string; readonly excerpt: string };

export type NoteDetail = Note & {
  readonly projectName: string | null;
  readonly clientName: string | null;
  readonly attachments: readonly Attachment[];
  /** Notes that link here by title. */
  readonly backlinks: readonly NoteLink[];
  /** Titles linked from here; `noteId` is null where no such note exists yet. */
  readonly outgoing: readonly { readonly title: string; readonly noteId: string | null }[];
};

/** A kept earlier state of a note. */
export type NoteVersion = {
  readonly id: string;
  readonly noteId: string;
  readonly title: string;
  readonly createdAt: number;
  readonly principal: string;
  readonly sizeBytes: number;
};

export type DiffPart = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

export { ATTACHMENT_MAX_BYTES, ATTACHMENT_PART_BYTES } from './choices.ts';
