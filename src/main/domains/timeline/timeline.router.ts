import { timelineInputSchema } from '#shared/contracts/timeline.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const timelineRouter = router({
  get: procedure.input(timelineInputSchema).query(({ ctx, input }) => ctx.workspace.timeline.get(input)),
});
