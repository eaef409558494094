import { z } from 'zod';
import { jobListInputSchema } from '#shared/contracts/jobs.ts';
import { procedure, router } from './procedure.ts';

const byId = z.object({ id: z.uuid() });
const itemsInput = byId.extend({
  outcome: z.enum(['created', 'updated', 'unchanged', 'skipped', 'failed']).optional(),
  cursor: z.string().max(20).optional(),
  limit: z.number().int().min(1).max(500).default(100),
});

export const jobsRouter = router({
  list: procedure.input(jobListInputSchema).query(({ ctx, input }) => ctx.workspace.jobs.list(input)),
  active: procedure.query(({ ctx }) => ctx.workspace.jobs.active()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.jobs.get(input.id)),
  items: procedure.input(itemsInput).query(({ ctx, input }) => ctx.workspace.jobs.items(input)),
  /** Answers when the job has ended, one way or the other. */
  wait: procedure.input(byId).query(({ ctx, input, signal }) => ctx.workspace.jobs.wait(input.id, signal)),
  cancel: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.cancel(input.id)),
  retry: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.retry(input.id)),
});
