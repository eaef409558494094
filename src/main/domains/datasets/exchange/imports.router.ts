import {
  datasetImportInputSchema,
  datasetImportUndoSchema,
  datasetInspectInputSchema,
  traceCollectInputSchema,
  tracePreviewInputSchema,
} from '#shared/contracts/dataset-exchange.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const datasetImportsRouter = router({
  inspect: procedure
    .input(datasetInspectInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.imports.inspect(input)),
  start: procedure
    .input(datasetImportInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.imports.start(input)),
  undo: procedure
    .input(datasetImportUndoSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.imports.undo(input.jobId)),
  /** What collecting would take; `collect` asks for the fingerprint of this. */
  traces: procedure
    .input(tracePreviewInputSchema.prefault({}))
    .query(({ ctx, input }) => ctx.workspace.datasets.imports.traces(input)),
  collect: procedure
    .input(traceCollectInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.imports.collect(input)),
});
