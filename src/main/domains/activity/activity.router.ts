import { activityFilterSchema, activityListInputSchema } from '#shared/contracts/activity.ts';
import { procedure, router } from '#main/api/procedure.ts';

const filter = activityFilterSchema.default({});

export const activityRouter = router({
  list: procedure
    .input(activityListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.activity.list(input)),
  /** What was read, written and sent, by right and resource, the latest first. */
  summary: procedure.input(filter).query(({ ctx, input }) => ctx.workspace.activity.summary(input)),
  principals: procedure.query(({ ctx }) => ctx.workspace.activity.principals()),
  verify: procedure.query(({ ctx }) => ctx.workspace.activity.verify()),
  exportCsv: procedure.input(filter).query(({ ctx, input }) => ctx.workspace.activity.exportCsv(input)),
});
