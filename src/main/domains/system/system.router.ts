import { z } from 'zod';
import { setupInputSchema, SLOT_KINDS, unlockInputSchema } from '#shared/contracts/system.ts';
import { procedure, router, systemProcedure } from '#main/api/procedure.ts';

const words = z
  .array(z.object({ index: z.number().int().min(0).max(11), word: z.string().max(40) }))
  .min(1)
  .max(12);

export const systemRouter = router({
  info: systemProcedure.query(({ ctx }) => ctx.system.info()),
  status: systemProcedure.query(({ ctx }) => ctx.system.status()),
  events: systemProcedure.subscription(({ ctx, signal }) =>
    ctx.system.statuses(signal ?? new AbortController().signal),
  ),
  setup: systemProcedure.input(setupInputSchema).mutation(({ ctx, input }) => ctx.system.setup(input)),
  confirmRecovery: systemProcedure
    .input(z.object({ words }))
    .mutation(({ ctx, input }) => ctx.system.confirmRecovery(input.words)),
  finishOnboarding: systemProcedure.mutation(({ ctx }) => ctx.system.finishOnboarding()),
  startSample: procedure.mutation(({ ctx }) => ctx.workspace.startSample()),
  unlock: systemProcedure.input(unlockInputSchema).mutation(({ ctx, input }) => ctx.system.unlock(input)),
  lock: systemProcedure.mutation(({ ctx }) => ctx.system.lock()),
  doctor: systemProcedure.query(({ ctx }) => ctx.system.doctor()),
  repair: systemProcedure.input(unlockInputSchema).mutation(({ ctx, input }) => ctx.system.repair(input)),
  importPlaintext: systemProcedure
    .input(setupInputSchema)
    .mutation(({ ctx, input }) => ctx.system.importPlaintext(input)),
  keySlots: systemProcedure.query(({ ctx }) => ctx.system.keySlots()),
  changePassphrase: systemProcedure
    .input(z.object({ current: unlockInputSchema, next: z.string().min(8).max(1024) }))
    .mutation(({ ctx, input }) => ctx.system.changePassphrase(input.current, input.next)),
  newRecoveryPhrase: systemProcedure
    .input(z.object({ current: unlockInputSchema }))
    .mutation(({ ctx, input }) => ctx.system.newRecoveryPhrase(input.current)),
  addKeychain: systemProcedure
    .input(z.object({ current: unlockInputSchema }))
    .mutation(({ ctx, input }) => ctx.system.addKeychain(input.current)),
  removeKeySlot: systemProcedure
    .input(z.object({ current: unlockInputSchema, kind: z.enum(SLOT_KINDS) }))
    .mutation(({ ctx, input }) => ctx.system.removeKeySlot(input.current, input.kind)),
  acknowledgeWarning: systemProcedure
    .input(z.object({ kind: z.string().max(60) }))
    .mutation(({ ctx, input }) => ctx.system.acknowledgeWarning(input.kind)),
});
