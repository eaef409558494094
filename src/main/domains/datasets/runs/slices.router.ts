import {
  sliceAskInputSchema,
  sliceAttachInputSchema,
  sliceBeatInputSchema,
  sliceLeaseInputSchema,
  sliceOfferInputSchema,
  slicePutInputSchema,
  sliceReleaseInputSchema,
} from '#shared/contracts/dataset-slices.ts';
import { lineProcedure, router } from '#main/api/procedure.ts';

/** Parts of runs for other processes of the same person (`adiuva daemon --worker`). */
export const slicesRouter = router({
  /** What it is told, for as long as it works here. */
  attach: lineProcedure
    .input(sliceAttachInputSchema)
    .subscription(({ ctx, input, signal }) =>
      ctx.workspace.datasets.slices.attach(input.name, signal ?? new AbortController().signal),
    ),
  /** Null where there is none to take right now. */
  lease: lineProcedure
    .input(sliceLeaseInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.lease(input)),
  ask: lineProcedure
    .input(sliceAskInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.ask(input)),
  offer: lineProcedure
    .input(sliceOfferInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.offer(input)),
  put: lineProcedure
    .input(slicePutInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.put(input)),
  beat: lineProcedure
    .input(sliceBeatInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.beat(input)),
  release: lineProcedure
    .input(sliceReleaseInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.slices.release(input)),
});
