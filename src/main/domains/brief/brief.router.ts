import { briefInputSchema, briefOfDayInputSchema } from '#shared/contracts/brief.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const briefRouter = router({
  get: procedure.input(briefInputSchema).query(({ ctx, input }) => ctx.workspace.briefs.get(input)),
  refresh: procedure
    .input(briefInputSchema)
    .mutation(({ ctx, input, signal }) =>
      ctx.workspace.briefs.write(input, signal ?? new AbortController().signal),
    ),
  ofDay: procedure.input(briefOfDayInputSchema).query(({ ctx, input }) => ctx.workspace.briefs.ofDay(input)),
});
