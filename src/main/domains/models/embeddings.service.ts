import { basename } from 'node:path';
import type { z } from 'zod';
import type {
  CatalogueEntry,
  EmbedderInfo,
  embedderFolderInputSchema,
  embedderModelInputSchema,
} from '#shared/contracts/embeddings.ts';
import { AppError } from '#shared/errors.ts';
import { DOWNLOAD_JOB, type EmbedderList } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';

/** The embedders as the settings show them. */
export type EmbeddingSettings = Pick<EmbedderList, 'list' | 'catalogue' | 'choose' | 'remove'> & {
  addFolder(input: z.infer<typeof embedderFolderInputSchema>, signal: AbortSignal): Promise<EmbedderInfo>;
  addModel(input: z.infer<typeof embedderModelInputSchema>, signal: AbortSignal): Promise<EmbedderInfo>;
  /** A durable job: `conflict` where it is under way already, `not_found` for what is in no list. */
  download(id: string): Promise<{ readonly jobId: string }>;
};

export function createEmbeddingSettings(deps: {
  readonly embeddings: EmbedderList;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}): EmbeddingSettings {
  const { embeddings, jobs } = deps;
  return {
    list: () => embeddings.list(),
    catalogue: () => embeddings.catalogue(),
    choose: (id) => embeddings.choose(id),
    remove: (id) => embeddings.remove(id),
    addFolder: ({ path, name = basename(path) }, signal) => embeddings.addFolder(path, { name }, signal),
    addModel: ({ model, name = model.slice(model.indexOf('/') + 1) }, signal) =>
      embeddings.addModel(model, name, signal),
    async download(id) {
      const entry: CatalogueEntry | undefined = (await embeddings.catalogue()).find((one) => one.id === id);
      if (entry === undefined) {
        throw new AppError('not_found', 'This model is not in the list of what can be downloaded.');
      }
      const jobId = await jobs.enqueue({
        type: DOWNLOAD_JOB,
        title: entry.name,
        input: { id },
        uniqueKey: id,
      });
      return { jobId };
    },
  };
}
