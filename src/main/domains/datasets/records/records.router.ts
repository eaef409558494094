import { z } from 'zod';
import {
  checkResumeInputSchema,
  datasetCheckInputSchema,
  recordEditInputSchema,
  recordRefSchema,
  recordReviewInputSchema,
} from '#shared/contracts/dataset-runs.ts';
import { recordListInputSchema } from '#shared/contracts/datasets.ts';
import { procedure, router } from '#main/api/procedure.ts';

const ofDataset = z.object({ datasetId: z.uuid() });

/** Records: what a dataset holds, as the person looks at it, corrects it and judges it. */
export const recordsRouter = router({
  list: procedure
    .input(recordListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.list(input)),
  get: procedure
    .input(recordRefSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.get(input.datasetId, input.number)),
  counts: procedure
    .input(ofDataset)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.counts(input.datasetId)),
  /** By column and over all; counted anew when a record was changed since. */
  stats: procedure
    .input(ofDataset)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.stats(input.datasetId)),
  edit: procedure
    .input(recordEditInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.records.edit(input)),
  review: procedure
    .input(recordReviewInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.records.review(input)),
  /** Changes by the person that can still be taken back, newest first. */
  edits: procedure
    .input(ofDataset)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.edits(input.datasetId)),
  undo: procedure
    .input(z.object({ editId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.datasets.records.undo(input.editId)),
  /** Holds every record against the checks again; answers the job. */
  check: procedure
    .input(datasetCheckInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.records.check(input)),
  /** A check that is under way or has stopped, and why; null where there is none. */
  checking: procedure
    .input(ofDataset)
    .query(({ ctx, input }) => ctx.workspace.datasets.records.checking(input.datasetId)),
  /** Takes up a check that stopped where it was; `budget` is its new cap. */
  resumeCheck: procedure
    .input(checkResumeInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.records.resumeCheck(input)),
});
