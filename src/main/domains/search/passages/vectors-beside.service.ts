import { randomUUID } from 'node:crypto';
import type { Store } from '#main/db/store.ts';
import type { OpenOptions, VectorIndex, VectorMark, VectorSource } from '#main/engine/vectors/index.ts';
import type { EmbeddingService, Serving } from './embedding.service.ts';
import type { Near } from './fusion.ts';
import type { NearestFinder, NearestWanted } from './nearest.ts';
import type { BesideStore } from './vectors-beside.store.ts';
import { collectionOf, COLLECTIONS, collectionsOf } from './collections.ts';

/** The index, as it is handed over: where it lies and how it is opened. */
export type VectorsPlace = {
  /** In the data folder, for nothing else. */
  readonly folder: string;
  open(options: OpenOptions): Promise<VectorIndex>;
  /** What the folder says of itself, with nothing loaded; null where it says nothing that can be believed. */
  readState(folder: string, source: VectorSource): Promise<{ readonly mark: VectorMark } | null>;
  /** Up to so many vectors every one is looked at in the store, and nothing is loaded for that. */
  readonly exactUpTo?: number;
  /** From so many in one collection it gets an approximate index. */
  readonly tuneFrom?: number;
};

export type VectorsBesideDeps = VectorsPlace & {
  readonly store: Store;
  readonly beside: BesideStore;
  readonly embedding: EmbeddingService;
  readonly exact: NearestFinder;
  /** Told when the index was found wrong and has to follow from the beginning. */
  readonly onBehind: () => void;
  readonly onError: (error: unknown) => void;
};

const COMMAND = { command: 'search.vectors', principal: 'search' } as const;
const EXACT_UP_TO = 1_000;
const NARROW_UP_TO = 3_000;
const ROWS_A_TURN = 2_000;
/** Fewer new ones are looked at in the store beside the index: each write to it is a piece that a search opens. */
const WORTH_A_WRITE = 256;

type SyncTurns = {
  readonly signal: AbortSignal;
  /** Between two turns. */
  readonly pause: () => Promise<unknown>;
  /** Also for a few. */
  readonly isThorough?: boolean;
};

type Open = { readonly index: VectorIndex; readonly modelId: number };

/**
 * The vectors as an index beside the store, and the store itself for what the index does not have yet. The index is
 * never asked whether it is right: it says how far it followed, and where the counts differ it is begun anew.
 */
export class VectorsBeside implements NearestFinder {
  readonly #deps: VectorsBesideDeps;
  readonly #closing = new AbortController();
  #open: Promise<Open> | null = null;
  #kind: 'exact' | 'flat' | 'ann' = 'exact';
  #mustFollow = false;

  constructor(deps: VectorsBesideDeps) {
    this.#deps = deps;
  }

  kind(): 'exact' | 'flat' | 'ann' {
    return this.#kind;
  }

  /** Whether the index was begun anew and did not follow yet; the store answers meanwhile. */
  mustFollow(): boolean {
    return this.#mustFollow;
  }

  async find(wanted: NearestWanted, signal: AbortSignal): Promise<readonly Near[]> {
    const { exact } = this.#deps;
    if (await this.#isSmall(wanted)) return await exact.find(wanted, signal);
    try {
      const { index } = await this.#opened({ model: wanted.model });
      const { throughId } = index.mark();
      const { vector, limit, filter } = wanted;
      const [inIndex, behind] = await Promise.all([
        index.search({ vector, limit, ...filter, collections: collectionsOf(filter.kinds) }, signal),
        exact.find({ ...wanted, afterRow: Math.max(throughId, wanted.afterRow ?? 0) }, signal),
      ]);
      const near = inIndex.map(({ id, similarity }) => ({ rowId: id, similarity }));
      return [...near, ...behind].sort((left, right) => right.similarity - left.similarity).slice(0, limit);
    } catch (error) {
      if (signal.aborted) throw error;
      this.#deps.onError(error);
      return await exact.find(wanted, signal);
    }
  }

  /** A filter that leaves little makes an approximate index slow and blind; then the few are looked at. */
  async #isSmall({ model, filter }: NearestWanted): Promise<boolean> {
    const { beside, store } = this.#deps;
    const atMost = this.#exactUpTo + 1;
    const isNarrow = filter.clientId !== null || filter.projectId !== null;
    if (isNarrow && (await beside.countScope(store.reader, filter, NARROW_UP_TO + 1)) <= NARROW_UP_TO)
      return true;
    return (await beside.countVectors(store.reader, model.id, atMost)) <= this.#exactUpTo;
  }

  /** Brings the index to where the store is. */
  async sync(turns: SyncTurns): Promise<void> {
    const { isThorough = false } = turns;
    const { store, beside, embedding } = this.#deps;
    const serving = await embedding.serving();
    if (!serving) return;
    const count = await beside.countVectors(store.reader, serving.model.id, this.#exactUpTo + 1);
    // One that was made when there were more is kept up, so that nothing stays in it.
    if (count <= this.#exactUpTo && !(await this.#hasFolder(serving))) {
      await store.write(COMMAND, (tx) => beside.forgetGone(tx, Number.MAX_SAFE_INTEGER));
      return;
    }
    if (!isThorough && !(await this.#isWorthwhile(serving))) return;
    const { index } = await this.#opened(serving);
    const hasMoved = await this.#follow(index, serving, turns);
    if ((hasMoved || isThorough) && !(await this.#isWhole(index, serving))) {
      await this.#beginAnew();
      const { index: anew } = await this.#opened(serving);
      await this.#follow(anew, serving, { ...turns, isThorough: true });
    }
    await this.#tune(serving);
  }

  /** Rids the files of the numbers of what is gone. Searches go on meanwhile. */
  async prune(): Promise<void> {
    const serving = await this.#deps.embedding.serving();
    const isThere = serving && (await this.#hasFolder(serving));
    if (!isThere || this.#closing.signal.aborted) return;
    const { index } = await this.#opened(serving);
    await index.prune();
    this.#kind = index.kind();
    await this.#tune(serving);
  }

  async #hasFolder({ model }: Serving): Promise<boolean> {
    return (await this.#deps.readState(this.#deps.folder, await this.#sourceOf(model))) !== null;
  }

  /** What is being built in the background is left to end by itself: it cannot be stopped half-way. */
  async close(): Promise<void> {
    this.#closing.abort();
    const open = await this.#open?.catch(() => null);
    await open?.index.close();
  }

  get #exactUpTo(): number {
    return this.#deps.exactUpTo ?? EXACT_UP_TO;
  }

  /** Without loading anything: most edits are a few rows, and those the store answers for. */
  async #isWorthwhile({ model }: Pick<Serving, 'model'>): Promise<boolean> {
    const { store, beside, folder } = this.#deps;
    const state = await this.#deps.readState(folder, await this.#sourceOf(model));
    if (!state) return true;
    const { throughId, goneSeq } = state.mark;
    const wanted = { modelId: model.id, throughId, goneSeq, atMost: WORTH_A_WRITE };
    return (await beside.countChanges(store.reader, wanted)) >= WORTH_A_WRITE;
  }

  async #sourceOf({ embedder, dimension }: Serving['model']) {
    const { store, beside } = this.#deps;
    const generation = (await beside.findGeneration(store.reader)) ?? (await this.#renew());
    return { generation, embedder, dimension };
  }

  async #renew(): Promise<string> {
    const { store, beside } = this.#deps;
    const next = randomUUID();
    await store.write(COMMAND, (tx) => beside.putGeneration(tx, next));
    return next;
  }

  async #follow(index: VectorIndex, { model }: Pick<Serving, 'model'>, options: SyncTurns): Promise<boolean> {
    const { store, beside } = this.#deps;
    let hasMoved = false;
    for (;;) {
      options.signal.throwIfAborted();
      const mark = index.mark();
      const rows = await beside.listRows(store.reader, model.id, mark.throughId, ROWS_A_TURN);
      const gone = await beside.listGone(store.reader, mark.goneSeq, ROWS_A_TURN);
      const changes = rows.length + gone.length;
      if (changes === 0 || (!options.isThorough && !hasMoved && changes < WORTH_A_WRITE)) break;
      const byCollection = Map.groupBy(rows, (row): string => collectionOf(row.kind));
      const next = {
        throughId: rows.at(-1)?.id ?? mark.throughId,
        goneSeq: gone.at(-1)?.seq ?? mark.goneSeq,
      };
      await index.apply({ rows: byCollection, gone: gone.map((one) => one.rowId) }, next);
      hasMoved = true;
      await options.pause();
    }
    if (hasMoved) await store.write(COMMAND, (tx) => beside.forgetGone(tx, index.mark().goneSeq));
    this.#kind = index.kind();
    this.#mustFollow = false;
    return hasMoved;
  }

  /** Null answers of the store mean that it moved on meanwhile: then there is nothing to compare. */
  async #isWhole(index: VectorIndex, { model }: Pick<Serving, 'model'>): Promise<boolean> {
    const { store, beside } = this.#deps;
    const mark = index.mark();
    const expected = await beside.countExpected(store.reader, model.id, mark.throughId);
    return expected === null || expected === (await index.count());
  }

  #opened({ model }: Pick<Serving, 'model'>): Promise<Open> {
    const current = this.#open ?? this.#start(model);
    this.#open = current;
    return current.then(async (open) => {
      if (open.modelId === model.id) return open;
      await open.index.close();
      const next = this.#start(model);
      this.#open = next;
      return await next;
    });
  }

  #start(model: Serving['model']): Promise<Open> {
    const { folder, tuneFrom } = this.#deps;
    const opening = (async () => {
      const source = await this.#sourceOf(model);
      const options = { folder, source, collections: COLLECTIONS, tuneFrom };
      let index = await this.#deps.open(options);
      if (!(await this.#isWhole(index, { model }))) {
        await index.close();
        const generation = await this.#renew();
        index = await this.#deps.open({ ...options, source: { ...source, generation } });
      }
      this.#kind = index.kind();
      if (index.mark().throughId === 0) {
        this.#mustFollow = true;
        this.#deps.onBehind();
      }
      return { index, modelId: model.id };
    })();
    // Tried again at the next need: a full disk may have room by then.
    opening.catch(() => {
      if (this.#open === opening) this.#open = null;
      this.#kind = 'exact';
    });
    return opening;
  }

  async #beginAnew(): Promise<void> {
    const open = await this.#open;
    await open?.index.close();
    this.#open = null;
    await this.#renew();
  }

  async #tune(serving: Serving): Promise<void> {
    const { index } = await this.#opened(serving);
    void index
      .tune(this.#closing.signal)
      .then(() => {
        this.#kind = index.kind();
      })
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) this.#deps.onError(error);
      });
  }
}
