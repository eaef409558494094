import { z } from 'zod';
import {
  runListInputSchema,
  runRegenerateInputSchema,
  runResumeInputSchema,
  runRetryInputSchema,
  runStartInputSchema,
} from '#shared/contracts/dataset-runs.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byRun = z.object({ runId: z.uuid() });

/** Runs: what makes the records of a dataset. */
export const runsRouter = router({
  start: procedure
    .input(runStartInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.runs.start(input)),
  /** The failed records alone. */
  retry: procedure
    .input(runRetryInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.runs.retry(input)),
  /** Single records anew; `datasets.records.undo` brings back what they said. */
  regenerate: procedure
    .input(runRegenerateInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.runs.regenerate(input)),
  list: procedure
    .input(runListInputSchema.prefault({}))
    .query(({ ctx, input }) => ctx.workspace.datasets.runs.list(input)),
  get: procedure.input(byRun).query(({ ctx, input }) => ctx.workspace.datasets.runs.get(input.runId)),
  /** Null where it is not under way in this process. */
  progress: procedure
    .input(byRun)
    .query(({ ctx, input }) => ctx.workspace.datasets.runs.progress(input.runId)),
  workers: procedure.input(byRun).query(({ ctx, input }) => ctx.workspace.datasets.runs.workers(input.runId)),
  pause: procedure.input(byRun).mutation(({ ctx, input }) => ctx.workspace.datasets.runs.pause(input.runId)),
  resume: procedure
    .input(runResumeInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.runs.resume(input.runId, input.budget)),
  cancel: procedure
    .input(byRun)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.runs.cancel(input.runId)),
});
