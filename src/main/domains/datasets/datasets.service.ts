import type { Page } from '#shared/contracts/common.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import {
  datasetListInputSchema,
  type Dataset,
  type DatasetListInput,
  type DatasetMetrics,
  type SpecReading,
} from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { DatasetRow, DatasetsStore, NewDataset } from './datasets.store.ts';
import { nextFreeName } from './free-name.ts';
import { checkSpec, type PlacedProblem } from './spec/check-spec.ts';
import { findAround } from './spec/around-spec.ts';
import { parseSpecText, placesIn } from './spec/parse-spec-text.ts';
import { toSpecText } from './spec/spec-text.ts';

export type DatasetsServiceDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly readsOf: (reader: Store['reader']) => DatasetsStore;
  /** Of saved profiles. */
  readonly hasProfile: (name: string) => Promise<boolean>;
  readonly mostRecords: () => Promise<number>;
  readonly writes: {
    insertDataset(tx: Writer, dataset: NewDataset): void;
    putSpec(tx: Writer, id: string, spec: DatasetSpec): void;
    throwAway(tx: Writer, id: string): void;
    bringBack(tx: Writer, id: string, spec: DatasetSpec): void;
    eraseDataset(tx: Writer, id: string): void;
  };
};

const FEW = 5;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** Datasets by their definitions: made, changed, copied, thrown away and brought back. */
export class DatasetsService {
  readonly #deps: DatasetsServiceDeps;
  readonly #reads: DatasetsStore;

  constructor(deps: DatasetsServiceDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  list(input: DatasetListInput = {}): Promise<Page<Dataset>> {
    return this.#reads.list(datasetListInputSchema.parse(input));
  }

  metrics(): Promise<DatasetMetrics> {
    return this.#reads.metrics();
  }

  /** A definition as text, with all that is wrong with it; nothing is kept. */
  async readText(text: string): Promise<SpecReading> {
    const reading = parseSpecText(text);
    if (reading.spec === null) return reading;
    const around = await this.problemsAround(reading.spec);
    const places = placesIn(text, around);
    const problems = [...reading.problems, ...places];
    return { spec: problems.some(({ isWarning }) => !isWarning) ? null : reading.spec, problems };
  }

  async textOf(ref: string): Promise<string> {
    return toSpecText((await this.get(ref)).spec);
  }

  /** What a definition needs of others that is not there. */
  problemsAround(spec: DatasetSpec): Promise<readonly PlacedProblem[]> {
    return findAround(spec, {
      findDataset: async (name) => (await this.#reads.findByName(name))?.spec,
      hasVersion: async (name, version) => {
        const row = await this.#reads.findByName(name);
        return row !== undefined && ((await this.#reads.find(row.id))?.lastVersion ?? 0) >= version;
      },
      hasProfile: this.#deps.hasProfile,
      mostRecords: this.#deps.mostRecords,
    });
  }

  /** By id or by name; of `name@version` the name. Throws `not_found`. */
  async get(ref: string): Promise<Dataset> {
    const dataset = await this.find(ref);
    if (dataset === undefined) throw notFound(ref);
    return dataset;
  }

  async find(ref: string): Promise<Dataset | undefined> {
    if (UUID.test(ref)) return this.#reads.find(ref);
    const row = await this.#reads.findByName(ref.split('@')[0] ?? ref);
    return row && this.#reads.find(row.id);
  }

  async create(spec: DatasetSpec, options: { readonly isPrivate?: boolean } = {}): Promise<Dataset> {
    const { store } = this.#deps;
    await this.#assertSound(spec);
    const { value } = await store.write({ command: 'datasets.create' }, (tx) =>
      this.createIn(tx, spec, options),
    );
    return this.get(value);
  }

  /** In the transaction of whoever fills it at once; answers its id. */
  async createIn(
    tx: Writer,
    spec: DatasetSpec,
    { isPrivate = false }: { readonly isPrivate?: boolean } = {},
  ): Promise<string> {
    await this.#assertFree(tx, spec.name);
    const id = this.#deps.ids.next();
    this.#deps.writes.insertDataset(tx, { id, spec, isPrivate });
    return id;
  }

  /** The whole definition anew. Records that are there already stay as they are. */
  async update(id: string, spec: DatasetSpec, expectedUpdatedAt?: number): Promise<Dataset> {
    await this.#assertSound(spec);
    await this.#change('datasets.update', id, async (tx, row) => {
      if (expectedUpdatedAt !== undefined && row.updatedAt !== expectedUpdatedAt) throw changedMeanwhile();
      if (spec.name !== row.name) await this.#assertFree(tx, spec.name);
      this.#deps.writes.putSpec(tx, id, spec);
    });
    return this.get(id);
  }

  async rename(id: string, names: { readonly name?: string; readonly title?: string }): Promise<Dataset> {
    await this.#change('datasets.rename', id, async (tx, row) => {
      const { name = row.name, title = row.title } = names;
      if (name !== row.name) await this.#assertFree(tx, name);
      this.#deps.writes.putSpec(tx, id, { ...row.spec, name, title });
    });
    return this.get(id);
  }

  /** The definition under another name, without records. */
  async duplicate(id: string, name?: string): Promise<Dataset> {
    const { store } = this.#deps;
    const { value } = await store.write({ command: 'datasets.duplicate' }, async (tx) => {
      const reads = this.#deps.readsOf(tx);
      const row = await existing(reads, id);
      const free = name ?? (await nextFreeName(row.name, (start) => reads.takenNames(start)));
      return this.createIn(tx, { ...row.spec, name: free }, { isPrivate: row.isPrivate });
    });
    return this.get(value);
  }

  /** It is out of every list then, and comes back with `restore` until `purgeDeleted` takes it. */
  async remove(id: string): Promise<void> {
    await this.#change('datasets.remove', id, (tx) => this.#deps.writes.throwAway(tx, id));
  }

  /** Under its own name, or one beside it where that was taken meanwhile. */
  async restore(id: string): Promise<Dataset> {
    await this.#deps.store.write({ command: 'datasets.restore' }, async (tx) => {
      const reads = this.#deps.readsOf(tx);
      const row = await reads.findRow(id);
      if (row === undefined) throw notFound(id);
      if (row.deletedAt === null) return;
      const free = await this.freeNameIn(tx, row.spec.name);
      this.#deps.writes.bringBack(tx, id, { ...row.spec, name: free });
    });
    return this.get(id);
  }

  /**
   * Removes for good, with their records and versions, what was thrown away before that instant. Where that were more
   * than a fifth of all it is left, as everywhere; a few are not counted as many.
   */
  async purgeExpired(beforeMs: number): Promise<number> {
    const { ids, total } = await this.#reads.expired(beforeMs);
    if (ids.length === 0 || (ids.length > FEW && ids.length > total / 5)) return 0;
    const { store, writes } = this.#deps;
    for (const id of ids) {
      // One at a time: the records of one may be a hundred thousand.
      await store.write({ command: 'datasets.purge', principal: 'trash' }, (tx) =>
        writes.eraseDataset(tx, id),
      );
    }
    return ids.length;
  }

  async #change(
    command: string,
    id: string,
    work: (tx: Writer, row: DatasetRow) => Promise<void> | void,
  ): Promise<void> {
    await this.#deps.store.write({ command }, async (tx) =>
      work(tx, await existing(this.#deps.readsOf(tx), id)),
    );
  }

  /** The name itself where nobody has it, else the next one beside it. */
  async freeNameIn(tx: Writer, name: string): Promise<string> {
    const reads = this.#deps.readsOf(tx);
    if ((await reads.findByName(name)) === undefined) return name;
    return nextFreeName(name, (start) => reads.takenNames(start));
  }

  async #assertSound(spec: DatasetSpec): Promise<void> {
    const problems = [...checkSpec(spec), ...(await this.problemsAround(spec))];
    const first = problems.find(({ isWarning }) => !isWarning);
    if (first === undefined) return;
    throw new AppError('invalid_input', `${first.path}: ${first.message} Nothing was changed.`);
  }

  async #assertFree(tx: Writer, name: string): Promise<void> {
    if ((await this.#deps.readsOf(tx).findByName(name)) === undefined) return;
    throw new AppError(
      'conflict',
      `There is a dataset called ${name} already. Nothing was changed; choose another name.`,
    );
  }
}

async function existing(reads: DatasetsStore, id: string): Promise<DatasetRow> {
  const row = await reads.findRow(id);
  if (row === undefined || row.deletedAt !== null) throw notFound(id);
  return row;
}

function notFound(ref: string): AppError {
  return new AppError(
    'not_found',
    UUID.test(ref)
      ? 'This dataset is not there any more. Nothing was changed.'
      : `There is no dataset called ${ref}. Nothing was changed; the list of datasets shows their names.`,
  );
}

function changedMeanwhile(): AppError {
  return new AppError(
    'conflict',
    'The dataset was changed elsewhere meanwhile. Nothing was overwritten; look at it again and repeat your change.',
  );
}
