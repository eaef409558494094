import { z } from 'zod';
import {
  importKindSchema,
  importPresetSchema,
  importSourceSchema,
  importStartSchema,
} from '#shared/contracts/imports.ts';
import { procedure, router } from '#main/api/procedure.ts';

/** 512 KiB as base64, with room for the line's own characters. */
const partSchema = z.base64().max(700 * 1024 + 4);

export const importsRouter = router({
  inspect: procedure
    .input(z.object({ source: importSourceSchema, kind: importKindSchema.optional() }))
    .query(({ ctx, input }) => ctx.workspace.imports.inspect(input.source, input.kind)),
  start: procedure.input(importStartSchema).mutation(({ ctx, input }) => ctx.workspace.imports.start(input)),
  undo: procedure
    .input(z.object({ jobId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.imports.undo(input.jobId)),
  presets: procedure.query(({ ctx }) => ctx.workspace.imports.presets()),
  savePreset: procedure
    .input(importPresetSchema)
    .mutation(({ ctx, input }) => ctx.workspace.imports.savePreset(input)),
  removePreset: procedure
    .input(z.object({ name: z.string().max(100) }))
    .mutation(({ ctx, input }) => ctx.workspace.imports.removePreset(input.name)),
  beginUpload: procedure
    .input(z.object({ name: z.string().trim().min(1).max(255) }))
    .mutation(({ ctx, input }) => ctx.workspace.imports.beginUpload(input.name)),
  appendUpload: procedure
    .input(
      z.object({
        uploadId: z.uuid(),
        path: z.string().min(1).max(1000),
        index: z.number().int().min(0),
        data: partSchema,
      }),
    )
    .mutation(({ ctx, input }) => ctx.workspace.imports.appendUpload(input)),
});
