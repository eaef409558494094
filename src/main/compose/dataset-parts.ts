import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { createDatasets, type Datasets } from '#main/domains/datasets/index.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Modelling } from './modelling.ts';

/** Datasets with what they are made by: jobs, models, embedders and a worker of their own. */
export function createDatasetParts(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly jobs: Jobs;
  readonly modelling: Modelling;
  readonly embeddings: Embeddings;
  readonly secrets: NamedSecrets;
  readonly onError: (error: unknown) => void;
}): Datasets {
  const { modelling, ...parts } = deps;
  const { models, profiles, open } = modelling;
  return createDatasets({ ...parts, models, profiles, open });
}
