import {
  versionDiffInputSchema,
  versionFreezeInputSchema,
  versionListInputSchema,
  versionRecordsInputSchema,
  versionRefSchema,
} from '#shared/contracts/dataset-versions.ts';
import { procedure, router } from '#main/api/procedure.ts';

/** Frozen versions of a dataset. */
export const datasetVersionsRouter = router({
  list: procedure
    .input(versionListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.versions.list(input.datasetId, input.isDeleted)),
  get: procedure
    .input(versionRefSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.versions.get(input)),
  records: procedure
    .input(versionRecordsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.versions.records(input)),
  freeze: procedure
    .input(versionFreezeInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.versions.freeze(input)),
  diff: procedure
    .input(versionDiffInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.versions.diff(input)),
  remove: procedure
    .input(versionRefSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.versions.remove(input)),
  restore: procedure
    .input(versionRefSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.versions.restore(input)),
});
