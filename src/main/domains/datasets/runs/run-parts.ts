import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import type { DatasetsDeps } from '../dataset-parts.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';

/** Who is asked for the records of a run. */
export type ChosenModel = {
  readonly models: Pick<Models, 'complete'>;
  /** As `ModelRequest.model`. */
  readonly model: string | undefined;
};

export type RunsDeps = Pick<
  DatasetsDeps,
  'store' | 'clock' | 'ids' | 'jobs' | 'models' | 'embeddings' | 'onError'
> & {
  readonly worker: DatasetWorker;
  /** A saved profile, as it is asked. Throws where there is none of that name. */
  readonly openProfile: (name: string) => Promise<ChosenModel>;
  /** How long nobody may answer before a run pauses. */
  readonly patienceMs?: number;
};

export async function chosenModel(deps: RunsDeps, generator: DatasetGenerator): Promise<ChosenModel> {
  if (generator.kind === 'model' && generator.profile !== undefined)
    return deps.openProfile(generator.profile);
  return { models: deps.models, model: generator.kind === 'model' ? generator.model : undefined };
}
