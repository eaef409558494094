import {
  backupRunsInputSchema,
  backupSettingsSchema,
  changeAccessInputSchema,
  changePhraseInputSchema,
  connectionInputSchema,
  drillInputSchema,
  setUpBackupInputSchema,
  tryPlaceInputSchema,
  usePhraseHereInputSchema,
  kitInputSchema,
  listItemsInputSchema,
  openVaultInputSchema,
  pointInputSchema,
  previewPruneInputSchema,
  putBackInputSchema,
  reenterInputSchema,
  restoreHereInputSchema,
  restoreInputSchema,
  restoreItemsInputSchema,
  verifyInputSchema,
} from '#shared/contracts/backup.ts';
import { procedure, router, systemProcedure } from '#main/api/procedure.ts';

const never = () => new AbortController().signal;

export const backupRouter = router({
  status: procedure.query(({ ctx }) => ctx.workspace.backups.status()),
  watch: procedure.subscription(({ ctx, signal }) => ctx.workspace.backups.watch(signal ?? never())),
  phraseWords: systemProcedure.query(({ ctx }) => ctx.system.recoveryWords()),
  newPhrase: procedure.mutation(({ ctx }) => ctx.workspace.backups.newPhrase()),
  tryPlace: procedure
    .input(tryPlaceInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.tryPlace(input, signal)),
  setUp: procedure
    .input(setUpBackupInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.setUp(input, signal)),
  settings: procedure.query(({ ctx }) => ctx.workspace.backups.settings()),
  updateSettings: procedure
    .input(backupSettingsSchema.partial())
    .mutation(({ ctx, input }) => ctx.workspace.backups.updateSettings(input)),
  start: procedure.mutation(({ ctx }) => ctx.workspace.backups.start()),
  pause: procedure.mutation(({ ctx }) => ctx.workspace.backups.pause()),
  resume: procedure.mutation(({ ctx }) => ctx.workspace.backups.resume()),
  cancel: procedure.mutation(({ ctx }) => ctx.workspace.backups.cancel()),
  list: procedure.query(({ ctx, signal }) => ctx.workspace.backups.list(signal)),
  devices: procedure.query(({ ctx, signal }) => ctx.workspace.backups.devices(signal)),
  runs: procedure.input(backupRunsInputSchema).query(({ ctx, input }) => ctx.workspace.backups.runs(input)),
  preview: procedure
    .input(pointInputSchema)
    .query(({ ctx, input, signal }) => ctx.workspace.backups.reading.preview(input.sequence, signal)),
  items: procedure
    .input(listItemsInputSchema)
    .query(({ ctx, input }) => ctx.workspace.backups.reading.items(input)),
  restoreItems: procedure
    .input(restoreItemsInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.backups.reading.restoreItems(input)),
  restore: procedure
    .input(restoreInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.backups.restore(input)),
  putBack: procedure
    .input(putBackInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.backups.putBack(input)),
  verify: procedure
    .input(verifyInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.backups.verify(input)),
  drill: procedure.input(drillInputSchema).mutation(({ ctx, input }) => ctx.workspace.backups.drill(input)),
  prune: procedure.mutation(({ ctx }) => ctx.workspace.backups.prune()),
  previewPrune: procedure
    .input(previewPruneInputSchema)
    .query(({ ctx, input, signal }) => ctx.workspace.backups.previewPrune(input?.retention, signal)),
  changeAccess: procedure
    .input(changeAccessInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.changeAccess(input, signal)),
  changePhrase: procedure
    .input(changePhraseInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.changePhrase(input, signal)),
  usePhraseHere: procedure
    .input(usePhraseHereInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.usePhraseHere(input, signal)),
  openVault: systemProcedure
    .input(openVaultInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.newDevice.openVault(input, signal)),
  restoreHere: systemProcedure
    .input(restoreHereInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.newDevice.restoreHere(input, signal)),
  restoreProgress: systemProcedure.subscription(({ ctx, signal }) =>
    ctx.newDevice.progress(signal ?? never()),
  ),
  noteConnection: procedure
    .input(connectionInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.backups.noteConnection(input.isMetered)),
  kit: procedure
    .input(kitInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.kit(input, signal)),
  reenter: procedure
    .input(reenterInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.backups.reenter(input.phrase, signal)),
  acceptList: procedure.mutation(({ ctx, signal }) => ctx.workspace.backups.acceptList(signal)),
  disconnect: procedure.mutation(({ ctx }) => ctx.workspace.backups.disconnect()),
});
