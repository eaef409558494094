import { z } from 'zod';
import {
  attachmentIdSchema,
  clientIdSchema,
  noteIdSchema,
  projectIdSchema,
  tagsSchema,
} from '#shared/contracts/common.ts';
import {
  ATTACHMENT_PART_BYTES,
  noteCreateSchema,
  noteListInputSchema,
  notePatchSchema,
} from '#shared/contracts/notes.ts';
import { procedure, router } from '#main/api/procedure.ts';

const idInput = z.object({ id: noteIdSchema });
const idsInput = z.object({ ids: z.array(noteIdSchema).min(1).max(5000) });
const manyPatch = z
  .object({
    projectId: projectIdSchema.nullable(),
    clientId: clientIdSchema.nullable(),
    isPinned: z.boolean(),
  })
  .partial();
const newFile = z.object({
  noteId: noteIdSchema,
  name: z.string().min(1).max(255),
  mimeType: z.string().max(150),
});
/** One part as base64, which is a third longer. */
const part = z
  .base64()
  .max(Math.ceil(ATTACHMENT_PART_BYTES / 3) * 4)
  .transform((text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
const uploadId = z.uuid();
const versionId = z.uuid();

export const notesRouter = router({
  list: procedure.input(noteListInputSchema).query(({ ctx, input }) => ctx.workspace.notes.notes.list(input)),
  get: procedure.input(idInput).query(({ ctx, input }) => ctx.workspace.notes.notes.get(input.id)),
  create: procedure
    .input(noteCreateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.notes.notes.create(input)),
  update: procedure
    .input(idInput.extend({ patch: notePatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.notes.update(input.id, input.patch)),
  updateMany: procedure
    .input(idsInput.extend({ patch: manyPatch }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.notes.updateMany(input.ids, input.patch)),
  addTags: procedure
    .input(idsInput.extend({ add: tagsSchema.default([]), remove: tagsSchema.default([]) }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.notes.addTags(input.ids, input.add, input.remove)),
  remove: procedure.input(idsInput).mutation(({ ctx, input }) => ctx.workspace.notes.notes.remove(input.ids)),
  findByTitle: procedure
    .input(z.object({ title: z.string().max(500) }))
    .query(({ ctx, input }) => ctx.workspace.notes.notes.findByTitle(input.title)),
  titles: procedure
    .input(
      z.object({
        text: z.string().max(300).default(''),
        limit: z.number().int().min(1).max(100).default(20),
      }),
    )
    .query(({ ctx, input }) => ctx.workspace.notes.notes.titles(input.text, input.limit)),
  versions: procedure.input(idInput).query(({ ctx, input }) => ctx.workspace.notes.versions.list(input.id)),
  version: procedure
    .input(z.object({ id: versionId }))
    .query(({ ctx, input }) => ctx.workspace.notes.versions.get(input.id)),
  restoreVersion: procedure
    .input(z.object({ versionId }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.versions.restore(input.versionId)),
  addAttachment: procedure
    .input(newFile.extend({ data: part }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.attachments.add(input)),
  beginAttachment: procedure
    .input(newFile.extend({ sizeBytes: z.number().int().min(0) }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.attachments.begin(input)),
  appendAttachment: procedure
    .input(z.object({ uploadId, index: z.number().int().min(0), data: part }))
    .mutation(({ ctx, input }) =>
      ctx.workspace.notes.attachments.append(input.uploadId, input.index, input.data),
    ),
  finishAttachment: procedure
    .input(z.object({ uploadId }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.attachments.finish(input.uploadId)),
  readAttachment: procedure
    .input(z.object({ id: attachmentIdSchema, index: z.number().int().min(0).default(0) }))
    .query(({ ctx, input }) => ctx.workspace.notes.attachments.read(input.id, input.index)),
  removeAttachment: procedure
    .input(z.object({ id: attachmentIdSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.notes.attachments.remove(input.id)),
});
