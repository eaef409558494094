import { z } from 'zod';
import {
  checkpointCreateSchema,
  checkpointListInputSchema,
  checkpointPatchSchema,
} from '#shared/contracts/checkpoints.ts';
import { checkpointIdSchema } from '#shared/contracts/common.ts';
import { procedure, router } from '#main/api/procedure.ts';

const ids = z.array(checkpointIdSchema).min(1).max(5000);

export const checkpointsRouter = router({
  list: procedure
    .input(checkpointListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.checkpoints.list(input)),
  get: procedure
    .input(z.object({ id: checkpointIdSchema }))
    .query(({ ctx, input }) => ctx.workspace.checkpoints.get(input.id)),
  create: procedure
    .input(checkpointCreateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.checkpoints.create(input)),
  update: procedure
    .input(z.object({ ids, patch: checkpointPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.checkpoints.update(input.ids, input.patch)),
  remove: procedure
    .input(z.object({ ids }))
    .mutation(({ ctx, input }) => ctx.workspace.checkpoints.remove(input.ids)),
});
