import { z } from 'zod';
import {
  jobDecideInputSchema,
  jobListInputSchema,
  jobQueueStateSchema,
  jobSignalInputSchema,
  LOG_LEVELS,
} from '#shared/contracts/jobs.ts';
import { procedure, router } from './procedure.ts';

const byId = z.object({ id: z.uuid() });
const pageOf = {
  cursor: z.string().max(20).optional(),
  limit: z.number().int().min(1).max(500).default(100),
};
const itemsInput = byId.extend({
  ...pageOf,
  outcome: z.enum(['created', 'updated', 'unchanged', 'skipped', 'failed']).optional(),
});
const logsInput = byId.extend({ ...pageOf, levels: z.array(z.enum(LOG_LEVELS)).optional() });

/** What the clock starts. */
const schedulesRouter = router({
  list: procedure
    .input(z.object({ owner: z.string().max(200).optional() }).optional())
    .query(({ ctx, input }) => ctx.workspace.scheduler.list(input?.owner)),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.scheduler.get(input.id)),
  setEnabled: procedure
    .input(byId.extend({ isEnabled: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.workspace.scheduler.setEnabled(input.id, input.isEnabled)),
  runNow: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.scheduler.runNow(input.id)),
});

export const jobsRouter = router({
  list: procedure.input(jobListInputSchema).query(({ ctx, input }) => ctx.workspace.jobs.list(input)),
  active: procedure.query(({ ctx }) => ctx.workspace.jobs.active()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.jobs.get(input.id)),
  /** With what it waits for, and what must be decided. */
  detail: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.jobs.detail(input.id)),
  items: procedure.input(itemsInput).query(({ ctx, input }) => ctx.workspace.jobs.items(input)),
  logs: procedure.input(logsInput).query(({ ctx, input }) => ctx.workspace.jobs.logs(input)),
  /** Answers when the job has ended, one way or the other. */
  wait: procedure.input(byId).query(({ ctx, input, signal }) => ctx.workspace.jobs.wait(input.id, signal)),
  cancel: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.cancel(input.id)),
  retry: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.retry(input.id)),
  pause: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.pause(input.id)),
  resume: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.jobs.resume(input.id)),
  decide: procedure
    .input(jobDecideInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.jobs.decide(input)),
  signal: procedure
    .input(jobSignalInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.jobs.signal(input.id, input.name, input.payload)),
  queue: procedure.query(({ ctx }) => ctx.workspace.jobs.queueState()),
  pauseQueue: procedure
    .input(jobQueueStateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.jobs.pauseQueue(input.isPaused)),
  schedules: schedulesRouter,
});
