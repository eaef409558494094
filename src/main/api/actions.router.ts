import { z } from 'zod';
import { proposalSourceSchema } from '#shared/contracts/actions.ts';
import { procedure, router } from './procedure.ts';

const invokeInput = z.object({
  id: z.string().min(1).max(100),
  input: z.unknown().optional(),
  reason: z.string().max(2000).optional(),
  sources: z.array(proposalSourceSchema).max(20).optional(),
});

export const actionsRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.actions.list()),
  /** As the person at the keyboard: it runs at once and is logged. */
  invoke: procedure
    .input(invokeInput)
    .mutation(({ ctx, input: { id, input, ...options }, signal }) =>
      ctx.workspace.actions.invoke(id, input, { kind: 'user' }, signal ? { ...options, signal } : options),
    ),
});
