import { askInputSchema } from '#shared/contracts/answers.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const answersRouter = router({
  ask: procedure
    .input(askInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.answers.ask(input, signal ? { signal } : {})),
});
