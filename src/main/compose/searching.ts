import { join } from 'node:path';
import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import { createSearch, type ExternalSearch, type Search } from '#main/domains/search/index.ts';
import { createEmbeddings } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Models } from '#main/engine/models/index.ts';
import { openLanceIndex, readIndexState } from '#main/engine/vectors/index.ts';
import { workerUrl } from '#main/workers-url.ts';

export type Searching = {
  readonly search: Search;
  readonly embeddings: ReturnType<typeof createEmbeddings>;
  start(jobs: Jobs): Promise<void>;
  stop(): Promise<void>;
};

/** Search by words and by meaning, and what turns texts into meanings. Threads begin with their first text. */
export function createSearching(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly external: ExternalSearch;
  /** Models' files and the index of vectors lie beside the store. */
  readonly dataDir: string;
  readonly sentenceModels?: readonly CatalogueModel[] | undefined;
  /** The gateway, for embedders that are asked elsewhere. */
  readonly models: () => Models;
  readonly runsInBackground: boolean;
  readonly giveWay: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}): Searching {
  const { dataDir, sentenceModels, ...searchDeps } = deps;
  const opening = {
    store: deps.store,
    workerUrl: workerUrl('embedder'),
    modelsDir: join(dataDir, 'models'),
    models: deps.models,
    catalogue: sentenceModels,
  };
  const embeddings = createEmbeddings(opening);
  const search = createSearch({
    ...searchDeps,
    embeddings,
    vectors: { folder: join(dataDir, 'vectors'), open: openLanceIndex, readState: readIndexState },
  });
  return {
    search,
    embeddings,
    start: (jobs) => search.start(jobs),
    async stop() {
      await search.stop();
      await embeddings.close();
    },
  };
}
