import { z } from 'zod';
import { searchInputSchema } from '#shared/contracts/search.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const searchRouter = router({
  query: procedure.input(searchInputSchema).query(({ ctx, input }) => ctx.workspace.search.query(input)),
  rebuild: procedure.mutation(({ ctx }) => ctx.workspace.search.rebuild()),
  resolve: procedure
    .input(z.object({ link: z.string().max(200) }))
    .query(({ ctx, input }) => ctx.workspace.search.resolve(input)),
});
