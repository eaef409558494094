import { listEventsInputSchema, listExternalInputSchema } from '#shared/contracts/external-items.ts';
import { procedure, router } from '#main/api/procedure.ts';

/** What plugins found outside of the workspace. */
export const externalItemsRouter = router({
  list: procedure
    .input(listExternalInputSchema)
    .query(({ ctx, input }) => ctx.workspace.externalItems.list(input)),
  listEvents: procedure
    .input(listEventsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.externalItems.listEvents(input)),
});
