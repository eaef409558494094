import { z } from 'zod';
import { projectIdSchema } from '#shared/contracts/common.ts';
import {
  projectCreateSchema,
  projectListInputSchema,
  projectPatchSchema,
} from '#shared/contracts/projects.ts';
import { procedure, router } from '#main/api/procedure.ts';

const ids = z.array(projectIdSchema).min(1).max(5000);

export const projectsRouter = router({
  list: procedure.input(projectListInputSchema).query(({ ctx, input }) => ctx.workspace.projects.list(input)),
  get: procedure
    .input(z.object({ id: projectIdSchema }))
    .query(({ ctx, input }) => ctx.workspace.projects.get(input.id)),
  create: procedure
    .input(projectCreateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.projects.create(input)),
  update: procedure
    .input(z.object({ ids, patch: projectPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.projects.update(input.ids, input.patch)),
  remove: procedure
    .input(z.object({ ids, withContents: z.boolean().default(true) }))
    .mutation(({ ctx, input }) => ctx.workspace.projects.remove(input.ids, input.withContents)),
});
