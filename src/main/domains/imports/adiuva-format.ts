import { z } from 'zod';
import { checkpointSchema } from '#shared/contracts/checkpoints.ts';
import { clientSchema } from '#shared/contracts/clients.ts';
import { instantSchema, noteIdSchema } from '#shared/contracts/common.ts';
import { attachmentSchema, noteSchema } from '#shared/contracts/notes.ts';
import { projectSchema } from '#shared/contracts/projects.ts';
import { savedFilterSchema } from '#shared/contracts/saved-filters.ts';
import { taskCommentSchema, taskSchema } from '#shared/contracts/tasks.ts';

/**
 * The lossless part of an export: `workspace.json` beside `manifest.json`, which names every file with its size and
 * SHA-256. `workspace.json` is one JSON document with one row a line, so that it is written and read as a stream.
 */
export const EXPORT_FORMAT = 'adiuva-export';
export const EXPORT_VERSION = 1;
export const MANIFEST_NAME = 'manifest.json';
export const WORKSPACE_NAME = 'workspace.json';
/** Notes as Markdown files, and the attachments beside them. */
export const NOTES_FOLDER = 'notes';
export const ATTACHMENTS_FOLDER = 'attachments';

export const manifestSchema = z.object({
  format: z.literal(EXPORT_FORMAT),
  version: z.number().int().min(1),
  appVersion: z.string(),
  exportedAt: instantSchema,
  counts: z.record(z.string(), z.number().int()),
  files: z.array(
    z.object({ path: z.string(), sizeBytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});
export type ExportManifest = z.infer<typeof manifestSchema>;

/** Kinds of rows in the order they are written in: none refers to one that comes later. */
export const ROW_KINDS = [
  'client',
  'project',
  'checkpoint',
  'task',
  'task_comment',
  'note',
  'note_version',
  'attachment',
  'saved_filter',
  'setting',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export const noteVersionRowSchema = z.object({
  id: z.uuid(),
  noteId: noteIdSchema,
  title: z.string(),
  body: z.string(),
  principal: z.string(),
  createdAt: instantSchema,
});

export const settingRowSchema = z.object({
  id: z.string().min(1).max(200),
  value: z.unknown(),
  updatedAt: instantSchema,
});

export const ROW_SCHEMAS = {
  client: clientSchema,
  project: projectSchema,
  checkpoint: checkpointSchema,
  task: taskSchema,
  task_comment: taskCommentSchema,
  note: noteSchema,
  note_version: noteVersionRowSchema,
  /** `file`: where in the export its content lies. */
  attachment: attachmentSchema.extend({ file: z.string().max(1000) }),
  saved_filter: savedFilterSchema,
  setting: settingRowSchema,
} as const satisfies Record<RowKind, z.ZodType>;

export type WorkspaceRow = {
  readonly kind: RowKind;
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string };
};

export const WORKSPACE_HEAD = `{"format":"adiuva-workspace","version":${EXPORT_VERSION},"rows":[`;
export const WORKSPACE_TAIL = ']}';
