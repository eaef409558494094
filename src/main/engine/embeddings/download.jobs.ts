import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { embedderDownloadInputSchema, type CatalogueModel } from '#shared/contracts/embeddings.ts';
import { AppError } from '#shared/errors.ts';
import { defineJob, type JobDefinition } from '#main/engine/jobs/index.ts';
import { downloadModel, type DownloadDeps } from './model-download.ts';

export const DOWNLOAD_JOB = 'embeddings.download';

export type DownloadJobDeps = DownloadDeps & {
  readonly catalogue: readonly CatalogueModel[];
  readonly modelsDir: string;
  /** Takes a folder of files as an embedder. */
  readonly adopt: (
    from: string,
    model: Pick<CatalogueModel, 'name' | 'maxTokens'>,
    signal: AbortSignal,
  ) => Promise<{ readonly id: string }>;
};

/** Fetches a model of the catalogue and adds it to the embedders. It may be stopped, paused and cut off at any byte. */
export function defineDownloadJob(deps: DownloadJobDeps): JobDefinition<{ id: string }> {
  return defineJob({
    type: DOWNLOAD_JOB,
    input: embedderDownloadInputSchema,
    concurrency: 1,
    maxAttempts: 5,
    async run(ctx, { id }) {
      const model = deps.catalogue.find((one) => one.id === id);
      if (model === undefined) {
        throw new AppError('not_found', 'This model is not in the list any more. Nothing was changed.');
      }
      const folder = join(deps.modelsDir, `.download-${model.id}`);
      await downloadModel(deps, {
        model,
        folder,
        signal: ctx.signal,
        onProgress: (done, total) => ctx.progress(done, total),
      });
      const embedder = await deps.adopt(folder, model, ctx.signal);
      await rm(folder, { recursive: true, force: true });
      return { embedderId: embedder.id };
    },
  });
}
