import { z } from 'zod';
import { datasetDownloadInputSchema, datasetExportInputSchema } from '#shared/contracts/dataset-exchange.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const datasetExportsRouter = router({
  chatTemplates: procedure
    .input(z.object({ datasetId: z.uuid() }))
    .query(({ ctx, input }) => ctx.workspace.datasets.exports.chatTemplates(input.datasetId)),
  start: procedure
    .input(datasetExportInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.exports.start(input)),
  download: procedure
    .input(datasetDownloadInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.exports.download(input.jobId, input.index)),
});
