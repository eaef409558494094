import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from '#shared/contracts/common.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type {
  DatasetDiff,
  FrozenRecord,
  Frozen,
  VersionDiffInput,
  VersionFreezeInput,
  VersionRecordsInput,
} from '#shared/contracts/dataset-versions.ts';
import type { DatasetVersion } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import { decodeCursor, encodeCursor } from '#shared/kernel/keyset.ts';
import type { Reader, Store } from '#main/db/store.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { compareSides, type ComparedSide } from './version-diff.ts';
import {
  findVersion,
  hashesOfSide,
  insertVersion,
  keepValues,
  lastVersion,
  listVersions,
  pageOfSide,
  readLineage,
  setVersionDeleted,
  type Side,
} from './versions.store.ts';

export type VersionsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  /** Undefined where the dataset is not there, or thrown away. */
  readonly specOf: (reader: Reader, datasetId: string) => Promise<DatasetSpec | undefined>;
  /** Files and places that records were brought in from. */
  readonly sourcesOf: (reader: Reader, datasetId: string) => Promise<readonly string[]>;
};

type VersionRef = { readonly datasetId: string; readonly version: number };

const HASHES_A_TURN = 5_000;
/** Contents lie by their hash, all over the table: with fewer a commit, each would write nearly all of it again. */
const VALUES_A_COMMIT = 20_000;

/** Frozen versions: what evals, flows and other datasets mean by `name@version`. */
export class VersionsService {
  readonly #deps: VersionsDeps;

  constructor(deps: VersionsDeps) {
    this.#deps = deps;
  }

  list(datasetId: string, isDeleted = false): Promise<readonly DatasetVersion[]> {
    return listVersions(this.#deps.store.reader, datasetId, isDeleted);
  }

  async get({ datasetId, version }: VersionRef): Promise<DatasetVersion> {
    const found = await findVersion(this.#deps.store.reader, datasetId, version);
    if (found === undefined) throw noVersion(version);
    return found;
  }

  /**
   * All records that are made and not rejected, with the definition, in one transaction. What they say is put there
   * before it, some at a time: the store is not to stand still for everybody while a hundred thousand are copied.
   */
  async freeze({ datasetId, note }: VersionFreezeInput): Promise<Frozen> {
    const { store, ids } = this.#deps;
    await this.#keepValues(datasetId);
    const { value } = await store.write({ command: 'datasets.freeze' }, async (tx): Promise<Frozen> => {
      const spec = await this.#specOf(tx, datasetId);
      const { contentHash, records } = await hashOfContent(tx, datasetId);
      if (records === 0) {
        throw new AppError(
          'conflict',
          'There is nothing to freeze: no record is made that was not rejected. Nothing was changed; generate or accept records first.',
        );
      }
      const { last, highest } = await lastVersion(tx, datasetId);
      if (last?.contentHash === contentHash && isDeepStrictEqual(last.spec, spec))
        return { version: last, isNew: false };
      const version: DatasetVersion = {
        id: ids.next(),
        datasetId,
        version: highest + 1,
        note,
        records,
        contentHash,
        spec,
        lineage: {
          parent: last?.version ?? null,
          ...(await readLineage(tx, datasetId)),
          sources: await this.#deps.sourcesOf(tx, datasetId),
        },
        createdAt: tx.nowMs,
      };
      insertVersion(tx, version);
      tx.touch('dataset', [datasetId]);
      return { version, isNew: true };
    });
    return value;
  }

  async #keepValues(datasetId: string): Promise<void> {
    const { store } = this.#deps;
    const all: Side = { datasetId, versionId: null };
    for (let from = 0; ;) {
      const rows = await hashesOfSide(store.reader, all, from - 1, VALUES_A_COMMIT);
      const last = rows.at(-1);
      // The few of a small dataset go in with the version.
      if (last === undefined || rows.length < VALUES_A_COMMIT) return;
      const to = last.number + 1;
      await store.write({ command: 'datasets.freeze' }, (tx) => keepValues(tx, datasetId, { from, to }));
      from = to;
    }
  }

  async records({ cursor, limit, ...ref }: VersionRecordsInput): Promise<Page<FrozenRecord>> {
    const { reader } = this.#deps.store;
    const { id, datasetId, records } = await this.get(ref);
    const [after] = decodeCursor(cursor, 1) ?? [-1];
    const rows = await pageOfSide(reader, { datasetId, versionId: id }, Number(after), limit + 1);
    const items = rows.slice(0, limit).map(({ number, text }) => ({ number, value: JSON.parse(text) }));
    const last = items.at(-1);
    const nextCursor = rows.length > limit && last ? encodeCursor([last.number]) : null;
    return { items, nextCursor, total: records };
  }

  /** Between two versions, or a version and the dataset as it is now. */
  async diff({ datasetId, from, to, ...wanted }: VersionDiffInput): Promise<DatasetDiff> {
    const [before, after] = await Promise.all([this.#sideOf(datasetId, from), this.#sideOf(datasetId, to)]);
    return await compareSides(this.#deps.store.reader, before, after, wanted);
  }

  remove(ref: VersionRef): Promise<void> {
    return this.#setDeleted(ref, true);
  }

  restore(ref: VersionRef): Promise<void> {
    return this.#setDeleted(ref, false);
  }

  async #setDeleted(ref: VersionRef, isDeleted: boolean): Promise<void> {
    const command = isDeleted ? 'datasets.removeVersion' : 'datasets.restoreVersion';
    await this.#deps.store.write({ command }, async (tx) => {
      if (!(await setVersionDeleted(tx, ref, isDeleted ? tx.nowMs : null))) throw noVersion(ref.version);
      tx.touch('dataset', [ref.datasetId]);
    });
  }

  async #sideOf(datasetId: string, version: number | null): Promise<ComparedSide> {
    if (version === null) {
      return { datasetId, versionId: null, spec: await this.#specOf(this.#deps.store.reader, datasetId) };
    }
    const { id, spec } = await this.get({ datasetId, version });
    return { datasetId, versionId: id, spec };
  }

  async #specOf(reader: Reader, datasetId: string): Promise<DatasetSpec> {
    const spec = await this.#deps.specOf(reader, datasetId);
    if (spec === undefined) throw new AppError('not_found', 'This dataset is not there any more.');
    return spec;
  }
}

async function hashOfContent(
  reader: Reader,
  datasetId: string,
): Promise<{ readonly contentHash: string; readonly records: number }> {
  const hash = createHash('sha256');
  let records = 0;
  let after = -1;
  for (;;) {
    const rows = await hashesOfSide(reader, { datasetId, versionId: null }, after, HASHES_A_TURN);
    for (const row of rows) hash.update(row.hash, 'hex');
    records += rows.length;
    after = rows.at(-1)?.number ?? after;
    if (rows.length < HASHES_A_TURN) return { contentHash: hash.digest('hex'), records };
  }
}

function noVersion(version: number): AppError {
  return new AppError(
    'not_found',
    `There is no version ${version} of this dataset. Look at the list of its versions.`,
  );
}
