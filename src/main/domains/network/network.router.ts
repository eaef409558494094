import { z } from 'zod';
import { egressFilterSchema, egressListInputSchema } from '#shared/contracts/egress.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const networkRouter = router({
  /** Whether the offline switch is on. */
  state: procedure.query(({ ctx }) => ctx.workspace.network.state()),
  setOffline: procedure
    .input(z.object({ isOffline: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.workspace.network.setOffline(input.isOffline)),
  /** Each request and connection, the latest first. */
  list: procedure.input(egressListInputSchema).query(({ ctx, input }) => ctx.workspace.network.list(input)),
  /** All that one feature sent to one host, as one row. */
  summary: procedure
    .input(egressFilterSchema.default({}))
    .query(({ ctx, input }) => ctx.workspace.network.summary(input)),
});
