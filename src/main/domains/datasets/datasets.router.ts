import { z } from 'zod';
import {
  datasetCreateInputSchema,
  datasetDuplicateInputSchema,
  datasetIdentitySchema,
  datasetListInputSchema,
  datasetRenameInputSchema,
  datasetUpdateInputSchema,
  specTextInputSchema,
} from '#shared/contracts/datasets.ts';
import { procedure, router } from '#main/api/procedure.ts';
import { datasetDraftsRouter } from './drafting/drafts.router.ts';
import { datasetExportsRouter } from './exchange/exports.router.ts';
import { datasetImportsRouter } from './exchange/imports.router.ts';
import { datasetProfilesRouter } from './profiles/profiles.router.ts';
import { recordsRouter } from './records/records.router.ts';
import { runsRouter } from './runs/runs.router.ts';
import { slicesRouter } from './runs/slices.router.ts';
import { toSpecText } from './spec/spec-text.ts';
import { datasetVersionsRouter } from './versions/versions.router.ts';

const byId = z.object({ id: z.uuid() });

/** Datasets: their definitions here, each other noun in a router of its own. */
export const datasetsRouter = router({
  drafts: datasetDraftsRouter,
  profiles: datasetProfilesRouter,
  runs: runsRouter,
  slices: slicesRouter,
  records: recordsRouter,
  versions: datasetVersionsRouter,
  exports: datasetExportsRouter,
  imports: datasetImportsRouter,
  list: procedure
    .input(datasetListInputSchema.prefault({}))
    .query(({ ctx, input }) => ctx.workspace.datasets.definitions.list(input)),
  metrics: procedure.query(({ ctx }) => ctx.workspace.datasets.definitions.metrics()),
  get: procedure
    .input(datasetIdentitySchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.definitions.get(input.ref)),
  /** Reads a `dataset.yaml`; all that is wrong with it, by line and column. */
  readText: procedure
    .input(specTextInputSchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.definitions.readText(input.text)),
  /** The definition as such a file. */
  text: procedure
    .input(datasetIdentitySchema)
    .query(({ ctx, input }) => ctx.workspace.datasets.definitions.textOf(input.ref)),
  /** One that is not kept yet as such a file. */
  textOfSpec: procedure.input(datasetCreateInputSchema).query(({ input }) => toSpecText(input.spec)),
  create: procedure
    .input(datasetCreateInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.definitions.create(input.spec)),
  update: procedure
    .input(datasetUpdateInputSchema)
    .mutation(({ ctx, input }) =>
      ctx.workspace.datasets.definitions.update(input.id, input.spec, input.expectedUpdatedAt),
    ),
  rename: procedure
    .input(datasetRenameInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.definitions.rename(input.id, input)),
  duplicate: procedure
    .input(datasetDuplicateInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.definitions.duplicate(input.id, input.name)),
  remove: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.definitions.remove(input.id)),
  restore: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.definitions.restore(input.id)),
});
