import { z } from 'zod';
import {
  assistantAskInputSchema,
  assistantDecideInputSchema,
  assistantExportInputSchema,
  assistantMessageListInputSchema,
  assistantScopeSchema,
  assistantSessionInputSchema,
  assistantSessionListInputSchema,
  assistantSessionPatchSchema,
} from '#shared/contracts/assistant.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byId = z.object({ id: z.uuid() });
const byMessage = z.object({ messageId: z.uuid() });

const sessionsRouter = router({
  list: procedure
    .input(assistantSessionListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.assistant.sessions.list(input)),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.assistant.sessions.get(input.id)),
  create: procedure
    .input(assistantSessionInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.assistant.sessions.create(input)),
  update: procedure
    .input(assistantSessionPatchSchema)
    .mutation(({ ctx, input }) => ctx.workspace.assistant.sessions.update(input)),
  remove: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.assistant.asking.remove(input.id)),
  restore: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.assistant.sessions.restore(input.id)),
  messages: procedure
    .input(assistantMessageListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.assistant.sessions.messages(input)),
  export: procedure
    .input(assistantExportInputSchema)
    .query(({ ctx, input }) => ctx.workspace.assistant.sessions.export(input.id, input.format)),
});

export const assistantRouter = router({
  sessions: sessionsRouter,
  /** The answer as it comes. It goes on when nobody listens; `cancel` ends it. */
  ask: procedure
    .input(assistantAskInputSchema)
    .subscription(({ ctx, input, signal }) =>
      ctx.workspace.assistant.asking.ask(input, signal ?? new AbortController().signal),
    ),
  /** An answer that was asked for elsewhere, or that goes on after a decision. */
  follow: procedure
    .input(byMessage)
    .subscription(({ ctx, input, signal }) =>
      ctx.workspace.assistant.asking.follow(input.messageId, signal ?? new AbortController().signal),
    ),
  cancel: procedure
    .input(byMessage)
    .mutation(({ ctx, input }) => ctx.workspace.assistant.asking.cancel(input.messageId)),
  decide: procedure
    .input(assistantDecideInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.assistant.asking.decide(input)),
  status: procedure
    .input(assistantScopeSchema)
    .query(({ ctx, input }) => ctx.workspace.assistant.asking.status(input)),
});
