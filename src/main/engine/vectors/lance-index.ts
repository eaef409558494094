import { join } from 'node:path';
import type * as LanceModule from '@lancedb/lancedb';
import {
  emptyFolder,
  keepsRemoved,
  readState,
  syncNew,
  writeState,
  type FolderState,
} from './index-folder.ts';
import { loadLance, schemaOf, searchTable, toBatch, type Lance } from './lance-table.ts';
import { ANN_INDEX, tuneTable } from './tune.ts';
import type {
  VectorHit,
  VectorIndex,
  VectorMark,
  VectorQuery,
  VectorRow,
  VectorSource,
} from './vector-port.ts';

export type OpenOptions = {
  /** The index has it to itself. */
  readonly folder: string;
  readonly source: VectorSource;
  readonly collections: readonly string[];
  /** From how many rows on a collection gets an approximate index. */
  readonly tuneFrom?: number;
};

type Change = {
  readonly rows: ReadonlyMap<string, readonly VectorRow[]>;
  readonly gone: readonly number[];
};

const START: FolderState = { mark: { throughId: 0, goneSeq: 0 }, breadths: {} };
/** Small pieces are merged after so many writes: a search opens each of them. */
const WRITES_A_MERGE = 16;
/** The time to look at every row of fewer is less than that of building. */
const TUNE_FROM = 20_000;

/** Opens what is there, or begins anew where it was made of something else or cannot be opened. */
export async function openLanceIndex(options: OpenOptions): Promise<VectorIndex> {
  const lance = await loadLance();
  const state = await readState(options.folder, options.source);
  if (state) {
    const opened = await openTables(lance, options, 'all must be there').catch(() => null);
    if (opened) return new LanceIndex(lance, options, opened, state);
  }
  await emptyFolder(options.folder);
  return new LanceIndex(lance, options, await openTables(lance, options, 'make them'), START);
}

type Opened = {
  readonly connection: LanceModule.Connection;
  readonly tables: ReadonlyMap<string, LanceModule.Table>;
};

async function openTables(
  lance: Lance,
  { folder, source, collections }: OpenOptions,
  missing: 'make them' | 'all must be there',
): Promise<Opened> {
  const connection = await lance.lance.connect(join(folder, 'tables'));
  const tables = new Map<string, LanceModule.Table>();
  const known = new Set(await connection.tableNames());
  const schema = schemaOf(lance, source.dimension);
  for (const name of collections) {
    // After a power cut a whole table can be gone.
    const mustOpen = known.has(name) || missing === 'all must be there';
    const table = mustOpen
      ? await connection.openTable(name)
      : await connection.createEmptyTable(name, schema);
    // A file of no bytes shows only when it is read.
    await table.countRows();
    tables.set(name, table);
  }
  return { connection, tables };
}

class LanceIndex implements VectorIndex {
  readonly #lance: Lance;
  readonly #options: OpenOptions;
  readonly #opened: Opened;
  readonly #synced = new Set<string>();
  /** Breadth of the search in each collection's approximate index, where it has one. */
  readonly #breadths: Map<string, number>;
  #mark: VectorMark;
  #writesToMerge = 0;
  #hasLooked = false;
  #isClosed = false;
  #building: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(lance: Lance, options: OpenOptions, opened: Opened, state: FolderState) {
    this.#lance = lance;
    this.#options = options;
    this.#opened = opened;
    this.#mark = state.mark;
    this.#breadths = new Map(Object.entries(state.breadths));
  }

  mark(): VectorMark {
    return this.#mark;
  }

  kind(): 'flat' | 'ann' {
    return this.#breadths.size > 0 ? 'ann' : 'flat';
  }

  async count(): Promise<number> {
    const counts = await Promise.all([...this.#opened.tables.values()].map((table) => table.countRows()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async search(query: VectorQuery, signal: AbortSignal): Promise<readonly VectorHit[]> {
    const found = await Promise.all(
      query.collections.map(async (name) => {
        const table = this.#opened.tables.get(name);
        return table ? await searchTable(table, query, this.#breadths.get(name) ?? null) : [];
      }),
    );
    signal.throwIfAborted();
    return found
      .flat()
      .sort((left, right) => right.similarity - left.similarity)
      .slice(0, query.limit);
  }

  apply(change: Change, mark: VectorMark): Promise<void> {
    return this.#inTurn(() => this.#apply(change, mark));
  }

  async prune(): Promise<void> {
    // Cleaning would take away the files of an index that no table speaks of yet.
    await this.#building?.catch(() => undefined);
    await this.#inTurn(async () => {
      await this.#merge();
      for (const [name, table] of this.#opened.tables) {
        if (!(await keepsRemoved(this.#options.folder, name))) continue;
        // The approximate index holds its own copy of the numbers.
        this.#breadths.delete(name);
        const indexes = await table.listIndices();
        if (indexes.some((one) => one.name === ANN_INDEX)) await table.dropIndex(ANN_INDEX);
        // Merging takes removed rows out of a piece from a tenth on; a row that is written is one of a new piece.
        await table.update({ valuesSql: { kind: 'kind' } });
      }
      await this.#merge();
      await this.#keep(this.#mark);
    });
  }

  tune(signal: AbortSignal): Promise<void> {
    this.#building ??= this.#tune(signal).finally(() => {
      this.#building = null;
    });
    return this.#building;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const table of this.#opened.tables.values()) table.close();
    this.#opened.connection.close();
  }

  async #apply(change: Change, mark: VectorMark): Promise<void> {
    const { source } = this.#options;
    // What a crash left beyond the mark comes a second time.
    if (!this.#hasLooked) await this.#each((table) => table.delete(`id > ${this.#mark.throughId}`));
    this.#hasLooked = true;
    for (const [name, rows] of change.rows) {
      const table = this.#opened.tables.get(name);
      if (!table || rows.length === 0) continue;
      await table.add(toBatch(this.#lance, rows, source.dimension));
    }
    if (change.gone.length > 0) {
      const ids = change.gone.map((id) => Math.trunc(id)).join(', ');
      await this.#each((table) => table.delete(`id IN (${ids})`));
    }
    this.#writesToMerge += 1;
    if (this.#writesToMerge >= WRITES_A_MERGE && !this.#building) await this.#merge();
    await this.#keep(mark);
  }

  /** Makes few pieces of many and removes the files of former ones. */
  async #merge(): Promise<void> {
    await this.#each((table) => table.optimize({ cleanupOlderThan: new Date(), deleteUnverified: true }));
    this.#writesToMerge = 0;
  }

  async #tune(signal: AbortSignal): Promise<void> {
    const from = this.#options.tuneFrom ?? TUNE_FROM;
    for (const [name, table] of this.#opened.tables) {
      if (signal.aborted) return;
      const known = this.#breadths.get(name) ?? null;
      const breadth = await tuneTable(this.#lance, table, { fromRows: from, known }, signal);
      if (signal.aborted) return;
      if (breadth === null) this.#breadths.delete(name);
      else this.#breadths.set(name, breadth);
    }
    await this.#inTurn(() => this.#keep(this.#mark));
  }

  /** One write after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.catch(() => undefined).then(work);
    this.#turn = turn;
    return turn;
  }

  async #each(work: (table: LanceModule.Table) => Promise<unknown>): Promise<void> {
    for (const table of this.#opened.tables.values()) await work(table);
  }

  async #keep(mark: VectorMark): Promise<void> {
    // Another one may have the folder by now.
    if (this.#isClosed) return;
    const { folder, source } = this.#options;
    await syncNew(folder, this.#synced);
    await writeState(folder, source, { mark, breadths: Object.fromEntries(this.#breadths) });
    this.#mark = mark;
  }
}
