import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Models } from '#main/engine/models/index.ts';

/** What the parts of the domain are built from. */
export type DatasetsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Types of jobs are defined while the domain is built, before the engine starts. */
  readonly jobs: Jobs;
  readonly models: Models;
  readonly embeddings: Embeddings;
  /** Of the worker that makes, checks and counts. */
  readonly workerUrl: () => URL;
  readonly onError: (error: unknown) => void;
};
