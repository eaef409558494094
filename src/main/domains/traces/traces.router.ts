import { z } from 'zod';
import {
  traceExportInputSchema,
  traceIdSchema,
  traceListInputSchema,
  tracesRemoveInputSchema,
} from '#shared/contracts/traces.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const tracesRouter = router({
  list: procedure.input(traceListInputSchema).query(({ ctx, input }) => ctx.workspace.traces.list(input)),
  get: procedure
    .input(z.object({ id: traceIdSchema }))
    .query(({ ctx, input }) => ctx.workspace.traces.get(input.id)),
  export: procedure
    .input(traceExportInputSchema)
    .query(({ ctx, input }) => ctx.workspace.traces.exportOtlp(input)),
  remove: procedure
    .input(tracesRemoveInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.traces.remove(input.ids)),
  clear: procedure.mutation(({ ctx }) => ctx.workspace.traces.clear()),
});
