/**
 * Datasets: what a record looks like, how records are made, what they are held against. Each part has a service of
 * its own; the router reaches them by name.
 */
import type { DatasetsDeps } from './dataset-parts.ts';
import { DatasetsService } from './datasets.service.ts';
import {
  bringBack,
  createDatasetsStore,
  eraseDataset,
  insertDataset,
  putSpec,
  throwAway,
} from './datasets.store.ts';

export type Datasets = {
  readonly definitions: DatasetsService;
  /** After the jobs have started: takes up what the last process left. */
  start(): Promise<void>;
  /** Ends what is under way in a worker; jobs have stopped before. */
  stop(): Promise<void>;
};

export function createDatasets(deps: DatasetsDeps): Datasets {
  const writes = { insertDataset, putSpec, throwAway, bringBack, eraseDataset };
  const definitions = new DatasetsService({ ...deps, readsOf: createDatasetsStore, writes });
  return {
    definitions,
    start: async () => {},
    stop: async () => {},
  };
}
