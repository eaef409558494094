import { z } from 'zod';
import { executionPlanSchema, playbookInputSchema, playbookRunInputSchema } from '#shared/contracts/plans.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byName = z.object({ name: z.string().min(1).max(60) });
const USER = { kind: 'user' } as const;

export const playbooksRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.playbooks.list()),
  get: procedure.input(byName).query(({ ctx, input }) => ctx.workspace.playbooks.get(input.name)),
  save: procedure
    .input(playbookInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.playbooks.save(input)),
  remove: procedure.input(byName).mutation(({ ctx, input }) => ctx.workspace.playbooks.remove(input.name)),
  /** Answers the job that runs it; `jobs.wait` tells how it ended. */
  run: procedure
    .input(playbookRunInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.playbooks.run(input.name, input.parameters, USER)),
  /** Everything that is wrong with a plan; nothing is run. */
  check: procedure.input(executionPlanSchema).query(({ ctx, input }) => ctx.workspace.playbooks.check(input)),
  runPlan: procedure
    .input(z.object({ plan: executionPlanSchema, title: z.string().trim().min(1).max(200) }))
    .mutation(({ ctx, input: { plan, title } }) =>
      ctx.workspace.playbooks.runPlan(plan, { principal: USER, title }),
    ),
});
