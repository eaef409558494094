import { outboxItemInputSchema, outboxRetryInputSchema } from '#shared/contracts/outbox.ts';
import { procedure, router } from './procedure.ts';

/** What could not be sent yet. */
export const queueRouter = router({
  /** The oldest first. */
  list: procedure.query(({ ctx }) => ctx.workspace.outbox.list()),
  /** Tries again now; answers what of it is still to be sent. */
  retry: procedure
    .input(outboxRetryInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.outbox.retry(input)),
  clear: procedure
    .input(outboxItemInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.outbox.clear(input.id)),
  clearAll: procedure.mutation(({ ctx }) => ctx.workspace.outbox.clearAll()),
});
