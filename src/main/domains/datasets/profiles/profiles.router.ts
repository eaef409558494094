import { z } from 'zod';
import { datasetProfileInputSchema, datasetProfilePatchSchema } from '#shared/contracts/datasets.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byId = z.object({ id: z.uuid() });

/** Servers that are asked for records, beside the person's own providers. */
export const datasetProfilesRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.datasets.profiles.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.datasets.profiles.get(input.id)),
  add: procedure
    .input(datasetProfileInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.profiles.add(input)),
  update: procedure
    .input(byId.extend({ patch: datasetProfilePatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.datasets.profiles.update(input.id, input.patch)),
  remove: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.profiles.remove(input.id)),
  /** Null where the server has no list. */
  listModels: procedure
    .input(byId)
    .query(({ ctx, input, signal }) => ctx.workspace.datasets.profiles.listModels(input.id, signal)),
});
