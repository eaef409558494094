import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import type { DatasetsDeps } from '../dataset-parts.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import type { SliceHub } from './slice-hub.ts';

export type ModelGenerator = Extract<DatasetGenerator, { readonly kind: 'model' }>;

export type RunsDeps = Pick<
  DatasetsDeps,
  'store' | 'clock' | 'ids' | 'jobs' | 'models' | 'embeddings' | 'onError'
> & {
  readonly worker: DatasetWorker;
  /** As `ModelRequest.model`. Throws `no_model` where the generator names what is not set up. */
  readonly modelOf: (generator: ModelGenerator) => Promise<string | undefined>;
};

export type TurnDeps = RunsDeps & {
  /** Where worker processes take part. */
  readonly hub: SliceHub;
};
