import { z } from 'zod';
import { clientCreateSchema, clientListInputSchema, clientPatchSchema } from '#shared/contracts/clients.ts';
import { clientIdSchema } from '#shared/contracts/common.ts';
import { procedure, router } from '#main/api/procedure.ts';

const ids = z.array(clientIdSchema).min(1).max(5000);

export const clientsRouter = router({
  list: procedure.input(clientListInputSchema).query(({ ctx, input }) => ctx.workspace.clients.list(input)),
  get: procedure
    .input(z.object({ id: clientIdSchema }))
    .query(({ ctx, input }) => ctx.workspace.clients.get(input.id)),
  create: procedure
    .input(clientCreateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.clients.create(input)),
  update: procedure
    .input(z.object({ ids, patch: clientPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.clients.update(input.ids, input.patch)),
  remove: procedure
    .input(z.object({ ids, withContents: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => ctx.workspace.clients.remove(input.ids, input.withContents)),
});
