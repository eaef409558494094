import { z } from 'zod';
import { memoryFactInputSchema, memoryListInputSchema } from '#shared/contracts/memory.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const memoryRouter = router({
  list: procedure
    .input(memoryListInputSchema.optional())
    .query(({ ctx, input }) => ctx.workspace.memory.list(input)),
  set: procedure.input(memoryFactInputSchema).mutation(({ ctx, input }) => ctx.workspace.memory.set(input)),
  remove: procedure
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.memory.remove(input.id)),
});
