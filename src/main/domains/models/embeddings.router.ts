import {
  embedderDownloadInputSchema,
  embedderFolderInputSchema,
  embedderIdSchema,
  embedderModelInputSchema,
} from '#shared/contracts/embeddings.ts';
import { procedure, router } from '#main/api/procedure.ts';

const ADD_MS = 600_000;
const limited = (signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(ADD_MS), ...(signal === undefined ? [] : [signal])]);

/** What turns texts into vectors for the search by meaning. */
export const embeddingsRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.embeddings.list()),
  catalogue: procedure.query(({ ctx }) => ctx.workspace.embeddings.catalogue()),
  choose: procedure
    .input(embedderIdSchema)
    .mutation(({ ctx, input }) => ctx.workspace.embeddings.choose(input.id)),
  addFolder: procedure
    .input(embedderFolderInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.embeddings.addFolder(input, limited(signal))),
  addModel: procedure
    .input(embedderModelInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.embeddings.addModel(input, limited(signal))),
  /** Answers the job that fetches it. */
  download: procedure
    .input(embedderDownloadInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.embeddings.download(input.id)),
  remove: procedure
    .input(embedderIdSchema)
    .mutation(({ ctx, input }) => ctx.workspace.embeddings.remove(input.id)),
});
