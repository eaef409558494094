import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Models, OpenProvider } from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { ProfileList } from './profiles/profile-list.ts';

/** What the parts of the domain are built from. */
export type DatasetsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Types of jobs are defined while the domain is built, before the engine starts. */
  readonly jobs: Jobs;
  readonly models: Models;
  /** Servers kept for datasets, as the gateway knows them, and how one is spoken to for its list of models. */
  readonly profiles: ProfileList;
  readonly open: OpenProvider;
  readonly secrets: NamedSecrets;
  readonly embeddings: Embeddings;
  /** What the person lets a dataset have at most. */
  readonly mostRecords: () => Promise<number>;
  readonly onError: (error: unknown) => void;
};
