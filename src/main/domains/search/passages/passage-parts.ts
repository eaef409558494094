import type { Passage, PassageCoverage, PassageSearchInput } from '#shared/contracts/passages.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import type { JobDefinition, Jobs } from '#main/engine/jobs/index.ts';
import type { SearchSource } from '../search-source.store.ts';
import { EmbeddingService } from './embedding.service.ts';
import { createExactFinder } from './nearest.ts';
import { passageIndexStore } from './passage-index.store.ts';
import { PassageIndexing } from './passage-indexing.service.ts';
import { createPassageReads } from './passage-reads.store.ts';
import { PassageSearch } from './passage-search.service.ts';
import { createPassageSource } from './passage-source.store.ts';
import { passageVectorStore } from './passage-vectors.store.ts';
import { createPassageWords } from './passage-words.store.ts';
import { VectorsBeside, type VectorsPlace } from './vectors-beside.service.ts';
import { besideStore } from './vectors-beside.store.ts';
import { definePassageJob, PASSAGE_JOB } from './passages.jobs.ts';

export type PassagePartsDeps = {
  readonly store: Store;
  readonly source: SearchSource;
  readonly embeddings: Embeddings;
  readonly runsInBackground: boolean;
  /** The index of vectors beside the store. */
  readonly vectors: VectorsPlace;
  readonly giveWay: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Search by passages and what keeps them: the door's inner half. */
export type PassageParts = {
  find(input: PassageSearchInput, signal?: AbortSignal): Promise<readonly Passage[]>;
  coverage(): Promise<PassageCoverage>;
  /** Enqueues the job that makes all passages and vectors anew; what is there answers meanwhile. */
  reindex(): Promise<{ readonly jobId: string }>;
  catchUp(signal?: AbortSignal): Promise<void>;
  /** Rids the index of the vectors of items that were removed for good. */
  forget(): Promise<void>;
  /** Background work may begin; a large backlog becomes one of these jobs. */
  start(jobs: Jobs): Promise<void>;
  stop(): Promise<void>;
};

export function createPassageParts(deps: PassagePartsDeps): PassageParts {
  const { store, source, embeddings, onError } = deps;
  const { reader } = store;
  let jobs: Jobs | null = null;
  const vectors = passageVectorStore;
  const embedding = new EmbeddingService({ store, vectors, embeddings });
  const reads = createPassageReads(reader);
  const exact = createExactFinder(reader, vectors);
  const beside = new VectorsBeside({
    store,
    embedding,
    exact,
    ...deps.vectors,
    beside: besideStore,
    onBehind: () => indexing.nudge(),
    onError,
  });
  const indexing: PassageIndexing = new PassageIndexing({
    store,
    source,
    embedding,
    beside,
    texts: createPassageSource(reader, source),
    index: passageIndexStore,
    runsInBackground: deps.runsInBackground,
    giveWay: deps.giveWay,
    askForJob: async () => void (jobs && (await enqueueOnce(store, jobs))),
    onError,
  });
  const words = createPassageWords(reader);
  const found = { reader, reads, words, vectors, nearest: beside };
  const search = new PassageSearch({ ...found, indexing, embedding, onError });
  return {
    find: (input, signal) => search.find(input, signal),
    coverage: () => search.coverage(),
    async reindex() {
      if (!jobs) throw new AppError('conflict', 'The workspace is still opening. Try again in a moment.');
      await indexing.begin({ vectors: true });
      return { jobId: await enqueueOnce(store, jobs) };
    },
    catchUp: (signal) => indexing.catchUp(signal),
    forget: () => indexing.forget(),
    async start(engine) {
      jobs = engine;
      await indexing.start();
      engine.define([definePassageJob(indexing) as JobDefinition<never>]); // its input is parsed before a run
    },
    async stop() {
      await indexing.stop();
      await beside.close();
    },
  };
}

/** The job that is under way, or a new one. */
async function enqueueOnce(store: Store, jobs: Jobs): Promise<string> {
  const underWay = (await jobs.active()).find((job) => job.type === PASSAGE_JOB);
  if (underWay) return underWay.id;
  const input = { type: PASSAGE_JOB, title: 'type_search_passages', input: {}, uniqueKey: PASSAGE_JOB };
  const { value } = await store.write({ command: 'search.index', principal: 'search' }, (tx) =>
    jobs.enqueueIn(tx, input),
  );
  return value;
}
