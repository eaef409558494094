import { z } from 'zod';
import { pluginNameSchema } from '#shared/contracts/plugin-manifest.ts';
import {
  chosenRightSchema,
  pluginInstallInputSchema,
  pluginLogsInputSchema,
  pluginRemoveInputSchema,
  pluginRunNowInputSchema,
  pluginRunsInputSchema,
  pluginScheduleInputSchema,
  pluginSettingsInputSchema,
  pluginSourceSchema,
} from '#shared/contracts/plugins.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byName = z.object({ name: pluginNameSchema });

export const pluginsRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.plugins.list()),
  get: procedure.input(byName).query(({ ctx, input }) => ctx.workspace.plugins.get(input.name)),
  shipped: procedure.query(({ ctx }) => ctx.workspace.plugins.shipped()),
  look: procedure
    .input(z.object({ source: pluginSourceSchema }))
    .query(({ ctx, input }) => ctx.workspace.plugins.look(input.source)),
  install: procedure
    .input(pluginInstallInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.plugins.install(input)),
  grant: procedure
    .input(byName.extend({ right: chosenRightSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.plugins.grant(input.name, input.right)),
  revoke: procedure
    .input(byName.extend({ grantId: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.plugins.revoke(input.name, input.grantId)),
  runNow: procedure
    .input(pluginRunNowInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.plugins.runNow(input.name, input.trigger)),
  pause: procedure.input(byName).mutation(({ ctx, input }) => ctx.workspace.plugins.pause(input.name)),
  resume: procedure.input(byName).mutation(({ ctx, input }) => ctx.workspace.plugins.resume(input.name)),
  setSettings: procedure
    .input(pluginSettingsInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.plugins.setSettings(input.name, input.settings)),
  setSchedule: procedure
    .input(pluginScheduleInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.plugins.setSchedule(input.name, input.schedule)),
  runs: procedure
    .input(pluginRunsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.plugins.runs(input.name, input)),
  logs: procedure
    .input(pluginLogsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.plugins.logs(input.name, input.jobId, input)),
  remove: procedure
    .input(pluginRemoveInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.plugins.remove(input.name, input.keepItems)),
});
