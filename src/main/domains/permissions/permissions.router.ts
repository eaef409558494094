import { z } from 'zod';
import {
  grantInputSchema,
  grantListInputSchema,
  permissionCheckInputSchema,
} from '#shared/contracts/permissions.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const permissionsRouter = router({
  list: procedure
    .input(grantListInputSchema.default({ withEnded: false }))
    .query(({ ctx, input }) => ctx.workspace.permissions.list(input)),
  grant: procedure
    .input(grantInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.permissions.grant(input)),
  revoke: procedure
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.permissions.revoke(input.id)),
  revokeHolder: procedure
    .input(z.object({ holder: z.string().min(1).max(200) }))
    .mutation(({ ctx, input }) => ctx.workspace.permissions.revokeHolder(input.holder)),
  check: procedure
    .input(permissionCheckInputSchema)
    .query(({ ctx, input }) => ctx.workspace.permissions.checkAll(input)),
});
