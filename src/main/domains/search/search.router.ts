import { z } from 'zod';
import { passageSearchInputSchema } from '#shared/contracts/passages.ts';
import { searchInputSchema } from '#shared/contracts/search.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const searchRouter = router({
  query: procedure.input(searchInputSchema).query(({ ctx, input }) => ctx.workspace.search.query(input)),
  near: procedure
    .input(searchInputSchema)
    .query(({ ctx, input, signal }) => ctx.workspace.search.near(input, signal)),
  passages: procedure
    .input(passageSearchInputSchema)
    .query(({ ctx, input, signal }) => ctx.workspace.search.passages(input, signal)),
  coverage: procedure.query(({ ctx }) => ctx.workspace.search.coverage()),
  reindex: procedure.mutation(({ ctx }) => ctx.workspace.search.reindex()),
  rebuild: procedure.mutation(({ ctx }) => ctx.workspace.search.rebuild()),
  resolve: procedure
    .input(z.object({ link: z.string().max(200) }))
    .query(({ ctx, input }) => ctx.workspace.search.resolve(input)),
});
