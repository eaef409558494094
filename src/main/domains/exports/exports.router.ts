import { z } from 'zod';
import { procedure, router } from '#main/api/procedure.ts';
import { exportInputSchema } from './exports.jobs.ts';

export const exportsRouter = router({
  start: procedure.input(exportInputSchema).mutation(({ ctx, input }) => ctx.workspace.exports.start(input)),
  download: procedure
    .input(z.object({ jobId: z.uuid(), index: z.number().int().min(0) }))
    .query(({ ctx, input }) => ctx.workspace.exports.download(input.jobId, input.index)),
});
