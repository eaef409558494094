import {
  draftBasisSchema,
  draftConfirmInputSchema,
  draftEditInputSchema,
  draftFormInputSchema,
  draftIdSchema,
} from '#shared/contracts/dataset-drafts.ts';
import { procedure, router } from '#main/api/procedure.ts';

const DRAFT_MS = 300_000;
const limited = (signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(DRAFT_MS), ...(signal === undefined ? [] : [signal])]);

/** From a description to a definition that was seen before anything is spent on it. */
export const datasetDraftsRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.datasets.drafts.list()),
  get: procedure.input(draftIdSchema).query(({ ctx, input }) => ctx.workspace.datasets.drafts.get(input.id)),
  create: procedure
    .input(draftBasisSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.datasets.drafts.create(input, limited(signal))),
  /** Anew from the same basis; counted. */
  refresh: procedure
    .input(draftIdSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.datasets.drafts.refresh(input.id, limited(signal))),
  edit: procedure
    .input(draftEditInputSchema)
    .mutation(({ ctx, input, signal }) =>
      ctx.workspace.datasets.drafts.edit(input.id, input.spec, limited(signal)),
    ),
  /** Three other records; where a model makes them, one call. */
  sample: procedure
    .input(draftIdSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.datasets.drafts.sample(input.id, limited(signal))),
  /** Answers the dataset that it became. */
  confirm: procedure
    .input(draftConfirmInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.drafts.confirm(input)),
  /** What was typed to draft from and not sent yet. */
  form: procedure.query(({ ctx }) => ctx.workspace.datasets.drafts.form()),
  keepForm: procedure
    .input(draftFormInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.drafts.keepForm(input.form)),
  remove: procedure
    .input(draftIdSchema)
    .mutation(({ ctx, input }) => ctx.workspace.datasets.drafts.remove(input.id)),
});
