import { z } from 'zod';
import { savedFilterSchema } from '#shared/contracts/saved-filters.ts';
import { procedure, router } from '#main/api/procedure.ts';

const { name, scope, query, id } = savedFilterSchema.shape;

export const savedFiltersRouter = router({
  list: procedure
    .input(z.object({ scope: scope.optional() }).optional())
    .query(({ ctx, input }) => ctx.workspace.savedFilters.list(input?.scope)),
  create: procedure
    .input(z.object({ name, scope, query }))
    .mutation(({ ctx, input }) => ctx.workspace.savedFilters.create(input)),
  update: procedure
    .input(z.object({ id, name: name.optional(), query: query.optional() }))
    .mutation(({ ctx, input: { id: filterId, ...patch } }) =>
      ctx.workspace.savedFilters.update(filterId, patch),
    ),
  remove: procedure
    .input(z.object({ id }))
    .mutation(({ ctx, input }) => ctx.workspace.savedFilters.remove(input.id)),
});
