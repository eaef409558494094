import { z } from 'zod';
import {
  modelProviderInputSchema,
  modelProviderOrderInputSchema,
  modelProviderPatchSchema,
  modelProviderTestInputSchema,
} from '#shared/contracts/models.ts';
import { procedure, router } from '#main/api/procedure.ts';
import { embeddingsRouter } from './embeddings.router.ts';

const byId = z.object({ id: z.uuid() });
const TEST_MS = 90_000;
const limited = (signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(TEST_MS), ...(signal === undefined ? [] : [signal])]);

export const modelsRouter = router({
  embeddings: embeddingsRouter,
  list: procedure.query(({ ctx }) => ctx.workspace.models.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.models.get(input.id)),
  presets: procedure.query(({ ctx }) => ctx.workspace.models.presets()),
  availability: procedure
    .input(z.object({ reach: z.enum(['any', 'local']).default('any') }).default({ reach: 'any' }))
    .query(({ ctx, input }) => ctx.workspace.models.availability(input.reach)),
  health: procedure.query(({ ctx }) => ctx.workspace.models.health()),
  add: procedure
    .input(modelProviderInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.models.add(input)),
  update: procedure
    .input(byId.extend({ patch: modelProviderPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.models.update(input.id, input.patch)),
  remove: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.models.remove(input.id)),
  order: procedure
    .input(modelProviderOrderInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.models.order(input.ids)),
  /** A provider that is kept, or one that is still being typed in. */
  test: procedure
    .input(modelProviderTestInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.models.test(input, limited(signal))),
  /** What the provider lists; null where its API has no list. */
  listModels: procedure
    .input(byId)
    .query(({ ctx, input, signal }) => ctx.workspace.models.listModels(input.id, limited(signal))),
});
