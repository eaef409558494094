/**
 * Datasets: what a record looks like, how records are made, what they are held against. Each part has a service of
 * its own; the router reaches them by name.
 */
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { Reader } from '#main/db/store.ts';
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
import { DraftsService, type ReadItems } from './drafting/drafts.service.ts';
import { createDraftsStore, dropDraft, dropForm, putDraft, putForm } from './drafting/drafts.store.ts';
import { readSources } from './exchange/exchange.store.ts';
import { DatasetExportsService } from './exchange/exports.service.ts';
import { DatasetImportsService } from './exchange/imports.service.ts';
import type { ProfileList } from './profiles/profile-list.ts';
import { ProfilesService } from './profiles/profiles.service.ts';
import { createProfilesStore, dropProfile, putProfile } from './profiles/profiles.store.ts';
import { RecordsService } from './records/records.service.ts';
import { readParentValues } from './runs/run-records.store.ts';
import { RunsService } from './runs/runs.service.ts';
import type { ModelGenerator } from './runs/run-parts.ts';
import { SliceHub } from './runs/slice-hub.ts';
import { SliceWorker, type SliceWorkerDeps } from './runs/slice-worker.ts';
import { VersionsService } from './versions/versions.service.ts';
import { createDatasetWorker } from './worker/index.ts';
import type { DatasetWorker } from './worker/worker-types.ts';

export { datasetActions } from './datasets.actions.ts';
export { createProfileList as createDatasetProfiles } from './profiles/profile-list.ts';
export type DatasetProfiles = ProfileList;
export type { SliceLine, SliceWorkerTold } from './runs/slice-worker.ts';

/** Closes an upload before it is read. */
type SealUpload = (uploadId: string) => Promise<void>;

export type Datasets = {
  readonly definitions: DatasetsService;
  readonly drafts: DraftsService;
  readonly profiles: ProfilesService;
  readonly runs: RunsService;
  /** Where processes that work on parts of runs meet this one. */
  readonly slices: SliceHub;
  readonly records: RecordsService;
  readonly versions: VersionsService;
  readonly exports: DatasetExportsService;
  readonly imports: DatasetImportsService;
  /** Ends what is under way in a worker; jobs have stopped before. */
  stop(): Promise<void>;
};

export function createDatasets(
  deps: DatasetsDeps & {
    readonly readItems: ReadItems;
    readonly workerUrl: URL;
    readonly sealUpload: SealUpload;
  },
): Datasets {
  const writes = { insertDataset, putSpec, throwAway, bringBack, eraseDataset };
  const definitions = new DatasetsService({
    ...deps,
    readsOf: createDatasetsStore,
    writes,
    hasProfile: async (name) => (await profiles.list()).some((one) => one.name === name),
  });
  const profiles: ProfilesService = new ProfilesService({
    ...deps,
    nowMs: () => deps.clock.nowMs(),
    list: deps.profiles,
    readsOf: createProfilesStore,
    writes: { putProfile, dropProfile },
  });
  const worker = createDatasetWorker(deps.workerUrl);
  const making = { ...deps, worker, modelOf: (generator: ModelGenerator) => profiles.modelOf(generator) };
  const records = new RecordsService(making);
  const slices = new SliceHub(deps);
  const runs = new RunsService({
    ...making,
    hub: slices,
    keepFormer: (tx, datasetId, numbers) => records.keepFormer(tx, datasetId, numbers, 'regenerate'),
    afterRun: (tx, run) => records.checkAfterRunIn(tx, run),
  });
  const versions = new VersionsService({ ...deps, specOf, sourcesOf: readSources });
  const exchange = createExchange({ ...deps, worker }, definitions);
  const drafts = new DraftsService({
    ...making,
    definitions,
    readParentValues: (parent) => readParentValues(deps.store.reader, parent),
    readsOf: createDraftsStore,
    writes: { putDraft, dropDraft, putForm, dropForm },
  });
  return {
    definitions,
    drafts,
    profiles,
    runs,
    slices,
    records,
    versions,
    ...exchange,
    async stop() {
      await runs.stop();
      slices.close();
      records.stop();
      await worker.close();
    },
  };
}

/** For a process that holds no folder: works on parts of runs until `leave` or the end of the line. */
export async function workOnSlices(
  deps: Omit<SliceWorkerDeps, 'threads'> & { readonly workerUrl: URL },
  leave: AbortSignal,
): Promise<void> {
  const threads = createDatasetWorker(deps.workerUrl);
  try {
    await new SliceWorker({ ...deps, threads }).run(leave);
  } finally {
    await threads.close();
  }
}

function createExchange(
  deps: DatasetsDeps & { readonly worker: DatasetWorker; readonly sealUpload: SealUpload },
  definitions: DatasetsService,
): Pick<Datasets, 'exports' | 'imports'> {
  const createIn: DatasetsService['createIn'] = (...given) => definitions.createIn(...given);
  return {
    exports: new DatasetExportsService({ ...deps, specOf }),
    imports: new DatasetImportsService({ ...deps, specOf, putSpec, throwAway, createIn }),
  };
}

/** Undefined where it is not there, or thrown away. */
async function specOf(reader: Reader, datasetId: string): Promise<DatasetSpec | undefined> {
  const row = await createDatasetsStore(reader).findRow(datasetId);
  return row === undefined || row.deletedAt !== null ? undefined : row.spec;
}
