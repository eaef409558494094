import { z } from 'zod';
import { historyInputSchema } from '#shared/contracts/changes.ts';
import { procedure, router } from './procedure.ts';

export const changesRouter = router({
  stream: procedure.subscription(({ ctx, signal }) =>
    ctx.workspace.changes.stream(signal ?? new AbortController().signal),
  ),
  undo: procedure
    .input(z.object({ changeSetId: z.number().int().optional() }).optional())
    .mutation(({ ctx, input }) => ctx.workspace.changes.undo(input?.changeSetId)),
  redo: procedure.mutation(({ ctx }) => ctx.workspace.changes.redo()),
  state: procedure.query(({ ctx }) => ctx.workspace.changes.state()),
  isUndone: procedure
    .input(z.object({ changeSetId: z.number().int() }))
    .query(({ ctx, input }) => ctx.workspace.changes.isUndone(input.changeSetId)),
  history: procedure
    .input(historyInputSchema)
    .query(({ ctx, input }) => ctx.workspace.changes.history(input)),
});
