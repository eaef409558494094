import {
  dismissNotificationsInputSchema,
  listNotificationsInputSchema,
} from '#shared/contracts/notifications.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const notificationsRouter = router({
  list: procedure
    .input(listNotificationsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.notifications.list(input)),
  dismiss: procedure
    .input(dismissNotificationsInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.notifications.dismiss(input.ids)),
});
