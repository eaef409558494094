import { z } from 'zod';
import { instantSchema } from './common.ts';
import { REFUSALS } from './extract.ts';

/** The real path of a folder, as it was granted. */
const folderSchema = z.string().min(1).max(4096);
const cursorSchema = z.string().regex(/^\d{1,15}$/);

export const MAX_CHANGES_A_CALL = 500;
export const MAX_READS_A_CALL = 50;
export const MAX_FILE_TEXT = 200_000;
/** Of all files of one call together. */
export const MAX_CALL_TEXT = 2_000_000;

export const listChangedFilesInputSchema = z.object({
  folder: folderSchema,
  /** From an earlier answer; without it, what the caller acknowledged last. */
  cursor: cursorSchema.optional(),
  limit: z.number().int().min(1).max(MAX_CHANGES_A_CALL).default(200),
});
export type ListChangedFilesInput = z.infer<typeof listChangedFilesInputSchema>;

export const FILE_CHANGES = ['added', 'changed', 'moved', 'removed'] as const;
export const fileChangeSchema = z.object({
  /** Stays the same when the file is moved. */
  id: z.uuid(),
  change: z.enum(FILE_CHANGES),
  /** Below the folder, with `/` between its parts. */
  path: z.string(),
  /** Where a moved file was before. */
  previousPath: z.string().nullable(),
  /** A moved file may have other text as well. */
  isContentChanged: z.boolean(),
  sizeBytes: z.number(),
  modifiedAt: instantSchema,
  /** SHA-256 of the content, null where it is not read. */
  hash: z.string().nullable(),
  /** Text can be taken from files of this kind and size. */
  hasText: z.boolean(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

export const listChangedFilesOutputSchema = z.object({
  changes: z.array(fileChangeSchema),
  /** To go on from, and to acknowledge. */
  cursor: z.string(),
  hasMore: z.boolean(),
  fileCount: z.number(),
  /** The folder holds more than is followed. */
  isTruncated: z.boolean(),
});
export type ChangedFiles = z.infer<typeof listChangedFilesOutputSchema>;

export const readTextInputSchema = z.object({
  folder: folderSchema,
  paths: z.array(z.string().min(1).max(4096)).min(1).max(MAX_READS_A_CALL),
  maxChars: z.number().int().min(1).max(MAX_FILE_TEXT).default(MAX_FILE_TEXT),
});
export type ReadTextInput = z.infer<typeof readTextInputSchema>;

export const fileTextSchema = z.discriminatedUnion('status', [
  z.object({ path: z.string(), status: z.literal('ok'), text: z.string(), isTruncated: z.boolean() }),
  z.object({ path: z.string(), status: z.literal('refused'), reason: z.enum(REFUSALS) }),
]);
export type FileText = z.infer<typeof fileTextSchema>;
export const readTextOutputSchema = z.object({ files: z.array(fileTextSchema) });

export const acknowledgeFilesInputSchema = z.object({ folder: folderSchema, cursor: cursorSchema });

/** A folder that is followed, for the pages. */
export type FollowedFolder = {
  readonly path: string;
  readonly fileCount: number;
  readonly scannedAt: number | null;
  readonly isTruncated: boolean;
};

/** What a folder holds, for a person who looks for one to choose. */
export type FolderListing = {
  readonly path: string;
  readonly name: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  readonly isTruncated: boolean;
};
