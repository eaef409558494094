import { settingsPatchSchema } from '#shared/contracts/settings.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const settingsRouter = router({
  get: procedure.query(({ ctx }) => ctx.workspace.settings.get()),
  set: procedure.input(settingsPatchSchema).mutation(({ ctx, input }) => ctx.workspace.settings.set(input)),
});
