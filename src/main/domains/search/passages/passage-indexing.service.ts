import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store, Writer } from '#main/db/store.ts';
import { isExpected } from '../expected-errors.ts';
import type { SearchSource } from '../search-source.store.ts';
import type { EmbeddingService } from './embedding.service.ts';
import type { DueItem, PassageIndexStore } from './passage-index.store.ts';
import { passagesOf, type ItemText } from './passage-rows.ts';
import type { VectorsBeside } from './vectors-beside.service.ts';
import type { PassageSource } from './passage-source.store.ts';

export type PassageIndexingDeps = {
  readonly store: Store;
  readonly source: SearchSource;
  readonly texts: PassageSource;
  readonly index: PassageIndexStore;
  readonly embedding: EmbeddingService;
  readonly beside: VectorsBeside;
  /** Whether this process lives long enough to work by itself after a change. */
  readonly runsInBackground: boolean;
  /** Asked to have a backlog worked off as a job that people can see; answers false where one is under way. */
  readonly askForJob: () => Promise<void>;
  /** Lets requests of the person go first. */
  readonly giveWay: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

export type IndexingProgress = (done: number, total: number) => void;

/** How long work is cut into turns. */
export type Turns = {
  readonly signal: AbortSignal;
  readonly onProgress: IndexingProgress;
  /** Between two turns. */
  readonly pause: () => Promise<unknown>;
};

const COMMAND = { command: 'search.index', principal: 'search' } as const;
/** Longer than the typing of a sentence: a note that is being written is not taken in letter by letter. */
const DEBOUNCE_MS = 1_500;
/** After the app has opened, so that what the person does first has the machine for itself. */
const START_DELAY_MS = 4_000;
const LOG_ROWS = 1_000;
const ITEMS_A_TURN = 60;
/** A backlog above this is shown as a job. */
const JOB_FROM = 1_500;

/**
 * Keeps the passages behind the change log: the log and the triggers name items that are due, and each turn makes
 * the passages of some of them in the transaction that strikes them off, so that a kill costs nothing.
 */
export class PassageIndexing {
  readonly #deps: PassageIndexingDeps;
  /** A search may run where private items are hidden; the index is made of all of them. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #stopping = new AbortController();
  #seq: number | null = null;
  #isOpen = false;
  #isDirty = true;
  #timer: NodeJS.Timeout | null = null;
  #stopListening: () => void = () => {};
  #work: Promise<unknown> = Promise.resolve();

  constructor(deps: PassageIndexingDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { store, index } = this.#deps;
    const state = await index.readState(store.reader);
    this.#seq = state.seq !== null && state.seq <= store.lastSeq() ? state.seq : null;
    if (!state.isUsable) await this.#write((tx) => index.rebuildWords(tx));
    this.#isOpen = true;
    const stopCommits = store.onCommit((commit) => {
      // What no change set names.
      const isOutside = commit.changes.some(({ topic }) => topic === 'external_item' || topic === 'memory');
      if (commit.changeSetId === null && !isOutside) return;
      this.#isDirty = true;
      this.#schedule(DEBOUNCE_MS);
    });
    const stopEmbedder = this.#deps.embedding.onChange(() => {
      this.#isDirty = true;
      this.#schedule(0);
    });
    this.#stopListening = () => {
      stopCommits();
      stopEmbedder();
    };
    this.#schedule(START_DELAY_MS);
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    this.#stopListening();
    if (this.#timer) clearTimeout(this.#timer);
    this.#stopping.abort();
    await this.#work.catch(ignore);
  }

  /** About how many items are still to be taken in. */
  async backlog(): Promise<number> {
    const { store, index, source } = this.#deps;
    if (this.#seq === null) return await this.#outside(() => source.countItems());
    return store.lastSeq() - this.#seq + (await index.countDue(store.reader));
  }

  /** Takes in at once what little is due, so that a search finds what was just written. */
  async catchUpShortly(limit: number): Promise<boolean> {
    if (!this.#isDirty) return true;
    if ((await this.backlog()) > limit) {
      this.#schedule(0);
      return false;
    }
    await this.catchUp();
    return true;
  }

  /** Resolves when all that was committed before the call has its passages, and those their vectors. */
  catchUp(signal?: AbortSignal): Promise<void> {
    return this.#inTurn((stopping) => {
      const either = signal ? AbortSignal.any([signal, stopping]) : stopping;
      return this.#catchUp({ signal: either, onProgress: ignore, pause: () => sleep(0) });
    });
  }

  /** The same when nobody waits for it: between its turns it lets requests go first. */
  catchUpPatiently(signal?: AbortSignal, onProgress: IndexingProgress = ignore): Promise<void> {
    return this.#inTurn((stopping) => {
      const either = signal ? AbortSignal.any([signal, stopping]) : stopping;
      return this.#catchUp({ signal: either, onProgress, pause: () => this.#deps.giveWay(either) });
    });
  }

  /** Something besides the log asks for work. */
  nudge(): void {
    this.#schedule(DEBOUNCE_MS);
  }

  /** Down to the files of the index beside the store. */
  async forget(): Promise<void> {
    await this.catchUp();
    await this.#inTurn((stopping) =>
      this.#deps.beside.sync({ signal: stopping, pause: () => sleep(0), isThorough: true }),
    );
    // Out of turn: a search that takes in what was just written does not wait for files to be rewritten.
    await this.#outside(() => this.#deps.beside.prune());
  }

  /** Compares every item with its passages again; `vectors` makes those anew as well. */
  async begin(options: { readonly vectors: boolean }): Promise<void> {
    await this.#inTurn(async () => {
      await this.#beginAnew();
      if (options.vectors) await this.#deps.embedding.restart();
    });
    this.#isDirty = true;
  }

  #schedule(delayMs: number): void {
    if (this.#timer || !this.#isOpen || !this.#deps.runsInBackground) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#outside(() => this.#workOff()).catch((error: unknown) => {
        if (this.#isOpen && !isExpected(error)) this.#deps.onError(error);
      });
    }, delayMs);
    this.#timer.unref();
  }

  async #workOff(): Promise<void> {
    const { embedding, askForJob } = this.#deps;
    const pending = (await this.backlog()) + (await embedding.pending());
    if (pending === 0 && !this.#deps.beside.mustFollow()) return;
    if (pending > JOB_FROM) await askForJob();
    else await this.catchUpPatiently();
  }

  /** One after the other: two turns would read the same rows. */
  #inTurn<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#outside(() => {
      const turn = this.#work.catch(ignore).then(() => work(this.#stopping.signal));
      this.#work = turn;
      return turn;
    });
  }

  async #beginAnew(): Promise<void> {
    const { store, index } = this.#deps;
    const seq = store.lastSeq();
    await this.#write((tx) => {
      index.enqueueAll(tx);
      index.moveCursor(tx, seq);
    });
    this.#seq = seq;
  }

  async #catchUp(turns: Turns): Promise<void> {
    const { signal, onProgress, pause } = turns;
    const { store, index, embedding } = this.#deps;
    this.#isDirty = false;
    try {
      if (this.#seq === null) await this.#beginAnew();
      await this.#followLog(signal);
      const total = await index.countDue(store.reader);
      let done = 0;
      for (;;) {
        signal.throwIfAborted();
        const due = await index.listDue(store.reader, ITEMS_A_TURN);
        if (due.length === 0) break;
        await this.#take(due);
        done += due.length;
        onProgress(done, Math.max(total, done));
        await pause();
      }
      await embedding.fill(turns);
      if (this.#deps.runsInBackground) await this.#deps.beside.sync({ signal, pause });
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }

  async #followLog(signal: AbortSignal): Promise<void> {
    const { store, source, index } = this.#deps;
    while ((this.#seq ?? 0) < store.lastSeq()) {
      signal.throwIfAborted();
      const last = store.lastSeq();
      const { items, throughSeq } = await source.listChanged(this.#seq ?? 0, LOG_ROWS);
      // A log row folded into a later one leaves a gap at the end of the log.
      const seq = throughSeq === this.#seq ? last : throughSeq;
      await this.#write((tx) => {
        for (const [kind, ids] of items) index.enqueue(tx, kind, ids);
        index.enqueueRenamed(tx, [...(items.get('project') ?? []), ...(items.get('client') ?? [])]);
        index.moveCursor(tx, seq);
      });
      this.#seq = seq;
    }
  }

  async #take(due: readonly DueItem[]): Promise<void> {
    const { store, texts, index } = this.#deps;
    const byKind = Map.groupBy(due, (one) => one.kind);
    const items: ItemText[] = [];
    for (const [kind, ones] of byKind) {
      items.push(...(await texts.load(kind, [...new Set(ones.map((one) => one.entityId))])));
    }
    const known = await index.listKnown(store.reader, [...new Set(due.map((one) => one.entityId))]);
    const rows = items.flatMap((item) => passagesOf(item));
    await this.#write((tx) => {
      index.putPassages(tx, known, rows);
      index.removeDue(tx, due.at(-1)?.seq ?? 0);
    });
  }

  async #write(work: (tx: Writer) => void): Promise<void> {
    await this.#deps.store.write(COMMAND, (tx) => {
      work(tx);
      tx.touch('search_index', ['passages']);
    });
  }
}

function ignore(): void {}
