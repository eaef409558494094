import { z } from 'zod';
import { trashListInputSchema, trashPurgeInputSchema, trashRefSchema } from '#shared/contracts/trash.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const trashRouter = router({
  list: procedure.input(trashListInputSchema).query(({ ctx, input }) => ctx.workspace.trash.list(input)),
  heldBack: procedure.query(({ ctx }) => ctx.workspace.trash.listHeldBack()),
  restore: procedure
    .input(z.object({ items: z.array(trashRefSchema).min(1).max(10_000) }))
    .mutation(({ ctx, input }) => ctx.workspace.trash.restore(input.items)),
  purge: procedure
    .input(trashPurgeInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.trash.purge(input)),
});
