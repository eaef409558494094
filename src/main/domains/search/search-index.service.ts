import { setTimeout as sleep } from 'node:timers/promises';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { isExpected } from './expected-errors.ts';
import type { RebuildState, SearchIndexStore } from './search-index.store.ts';
import type { SearchSource } from './search-source.store.ts';

export type SearchIndexDeps = {
  readonly store: Store;
  readonly source: SearchSource;
  readonly index: SearchIndexStore;
  readonly onError: (error: unknown) => void;
};
export type SearchIndexState = {
  readonly indexedSeq: number;
  readonly lastSeq: number;
  readonly documents: number;
  readonly isRebuilding: boolean;
};

const COMMAND = { command: 'search.index', principal: 'search' } as const;
/** After a commit, so that a burst of edits is taken in once. */
const DEBOUNCE_MS = 60;
/** Log rows and documents a turn: the writer is free again for the person after some ten milliseconds. */
const LOG_ROWS = 1_000;
const DOCS_A_TURN = 250;
const TEXT_A_TURN = 1_000_000;
const MERGE_PAGES = 500;
const HEAL_AGAIN_MS = 60_000;

/**
 * Keeps the index behind the change log by reading it: one turn at a time, each in one transaction that also moves
 * the cursor, so that a kill between two turns costs nothing.
 */
export class SearchIndexService {
  readonly #deps: SearchIndexDeps;
  #indexedSeq = 0;
  #documents = 0;
  #isRebuilding = false;
  #isOpen = false;
  #lastHealMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #stopListening: () => void = () => {};
  #work: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  constructor(deps: SearchIndexDeps) {
    this.#deps = deps;
  }

  state(): SearchIndexState {
    return {
      indexedSeq: this.#indexedSeq,
      lastSeq: this.#deps.store.lastSeq(),
      documents: this.#documents,
      isRebuilding: this.#isRebuilding,
    };
  }

  /** How many log rows are still to be read. */
  lag(): number {
    return this.#deps.store.lastSeq() - this.#indexedSeq;
  }

  /** Looks whether the index can be trusted, then follows the log; a rebuild goes on in the background. */
  async start(): Promise<void> {
    const { store, index } = this.#deps;
    const known = await index.readIndexState(store.reader);
    this.#indexedSeq = known.seq ?? 0;
    this.#documents = known.documents;
    this.#isOpen = true;
    this.#stopListening = store.onCommit((commit) => {
      if (commit.changeSetId !== null) this.#schedule();
    });
    const mustRebuild = known.seq === null || !known.isUsable || known.seq > store.lastSeq();
    if (mustRebuild) this.#inBackground((signal) => this.#rebuild(null, signal));
    else if (known.rebuild) this.#inBackground((signal) => this.#rebuild(known.rebuild, signal));
    else this.#inBackground((signal) => this.#compare(signal));
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    this.#stopListening();
    if (this.#timer) clearTimeout(this.#timer);
    this.#stopping.abort();
    await this.#work.catch(ignore);
  }

  /** Resolves when everything committed before the call can be found. */
  catchUp(signal?: AbortSignal): Promise<void> {
    return this.#inTurn((stopping) => this.#catchUp(signal ? AbortSignal.any([signal, stopping]) : stopping));
  }

  rebuild(signal?: AbortSignal): Promise<void> {
    return this.#inTurn((stopping) =>
      this.#rebuild(null, signal ? AbortSignal.any([signal, stopping]) : stopping),
    );
  }

  /** After a failure that only a damaged index explains: begins it anew, once in a while, in the background. */
  heal(cause: unknown): void {
    if (!this.#isOpen || isExpected(cause)) return;
    this.#deps.onError(cause);
    const now = performance.now();
    if (now - this.#lastHealMs < HEAL_AGAIN_MS) return;
    this.#lastHealMs = now;
    this.#isRebuilding = true;
    this.#inBackground((signal) => this.#rebuild(null, signal));
  }

  #inBackground(work: (signal: AbortSignal) => Promise<void>): void {
    void this.#inTurn(work).catch((error: unknown) => {
      if (this.#isOpen && !isExpected(error)) this.#deps.onError(error);
    });
  }

  #schedule(): void {
    if (this.#timer || !this.#isOpen) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.catchUp().catch((error: unknown) => this.heal(error));
    }, DEBOUNCE_MS);
    this.#timer.unref();
  }

  /** One after the other: two turns would read the same cursor. */
  #inTurn(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    // A search within a privacy view may set it off; the index is everybody's.
    return this.#deps.store.withoutPrivacy(() => {
      const turn = this.#work.catch(ignore).then(() => work(this.#stopping.signal));
      this.#work = turn;
      return turn;
    });
  }

  /** An index of another size than the workspace has lost something: begin again. */
  async #compare(signal: AbortSignal): Promise<void> {
    const { store, index, source } = this.#deps;
    await this.#catchUp(signal);
    if (this.lag() > 0) return;
    const [texts, items] = [await index.countTexts(store.reader).catch(() => -1), await source.countItems()];
    if (this.lag() === 0 && (texts !== items || this.#documents !== items)) await this.#rebuild(null, signal);
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    const { store, source } = this.#deps;
    while (this.lag() > 0 && !signal.aborted) {
      const { items, throughSeq } = await source.listChanged(this.#indexedSeq, LOG_ROWS);
      // A log row folded into a later one leaves a gap at the end of the log; then there is nothing to wait for.
      if (throughSeq === this.#indexedSeq) {
        this.#indexedSeq = store.lastSeq();
        break;
      }
      for (const [kind, ids] of items) await this.#take(kind, ids, { isBulk: false, signal });
      if (signal.aborted) return;
      const projectIds = items.get('project') ?? [];
      await this.#write((tx) => {
        this.#deps.index.followProjects(tx, projectIds);
        this.#deps.index.moveCursor(tx, throughSeq);
      });
      this.#indexedSeq = throughSeq;
      if (throughSeq < store.lastSeq()) await sleep(0);
    }
    this.#documents = await this.#deps.index.countDocs(store.reader);
  }

  /** Writes the documents of these items; those whose item is gone leave the index. */
  async #take(
    kind: ItemKind,
    ids: readonly string[],
    options: { isBulk: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { index, source } = this.#deps;
    for (const part of await this.#partsOf(kind, ids)) {
      if (options.signal.aborted) return;
      const docs = await source.loadDocs(kind, part);
      const found = new Set(docs.map((doc) => doc.entityId));
      const gone = options.isBulk ? [] : part.filter((id) => !found.has(id));
      await this.#write((tx) => {
        index.putDocs(tx, docs);
        index.removeDocs(tx, gone);
      });
      if (options.isBulk) this.#documents += docs.length;
      await sleep(0);
    }
  }

  async #partsOf(kind: ItemKind, ids: readonly string[]): Promise<readonly (readonly string[])[]> {
    const sizes = kind === 'note' ? await this.#deps.source.listNoteSizes(ids) : [];
    const sizeOf = new Map(sizes.map((one) => [one.id, one.size]));
    const parts: string[][] = [];
    let part: string[] = [];
    let size = 0;
    for (const id of ids) {
      const more = sizeOf.get(id) ?? 0;
      if (part.length > 0 && (part.length >= DOCS_A_TURN || size + more > TEXT_A_TURN)) {
        parts.push(part);
        part = [];
        size = 0;
      }
      part.push(id);
      size += more;
    }
    if (part.length > 0) parts.push(part);
    return parts;
  }

  async #rebuild(from: RebuildState | null, signal: AbortSignal): Promise<void> {
    const { store, index } = this.#deps;
    this.#isRebuilding = true;
    try {
      let at = from;
      if (!at) {
        const begin: RebuildState = { fromSeq: store.lastSeq(), kind: ITEM_KINDS[0], afterId: '' };
        await this.#write((tx) => {
          index.clearIndex(tx);
          index.moveCursor(tx, begin.fromSeq);
          index.noteRebuild(tx, begin);
        });
        this.#documents = 0;
        at = begin;
      }
      for (const kind of ITEM_KINDS.slice(ITEM_KINDS.findIndex((one) => one === at.kind))) {
        await this.#rebuildKind({ ...at, kind, afterId: kind === at.kind ? at.afterId : '' }, kind, signal);
      }
      if (signal.aborted) throw interrupted();
      await this.#write((tx) => {
        index.noteRebuild(tx, null);
        index.moveCursor(tx, at.fromSeq);
      });
      this.#indexedSeq = at.fromSeq;
    } finally {
      this.#isRebuilding = false;
    }
    await this.#catchUp(signal);
  }

  async #rebuildKind(from: RebuildState, kind: ItemKind, signal: AbortSignal): Promise<void> {
    const { source, index } = this.#deps;
    let afterId = from.afterId;
    while (!signal.aborted) {
      const ids = await source.listIds(kind, afterId, DOCS_A_TURN * 4);
      const last = ids.at(-1);
      if (last === undefined) return;
      await this.#take(kind, ids, { isBulk: true, signal });
      if (signal.aborted) return;
      afterId = last;
      await this.#write((tx) => index.noteRebuild(tx, { ...from, afterId: last }));
    }
  }

  /** Merges until nothing is left to merge, so that words of what was removed for good leave the file. */
  async compact(): Promise<void> {
    const { store, index } = this.#deps;
    let pages = -MERGE_PAGES;
    let isGoingOn = true;
    while (isGoingOn && this.#isOpen) {
      // A turn for each part: a search that waits for the latest edits comes in between.
      await this.#inTurn(async () => {
        isGoingOn = (await store.write(COMMAND, (tx) => index.mergeIndex(tx, pages))).value;
      });
      pages = MERGE_PAGES;
      await sleep(0);
    }
  }

  async #write(work: (tx: Writer) => void): Promise<void> {
    await this.#deps.store.write(COMMAND, (tx) => {
      work(tx);
      tx.touch('search_index', ['progress']);
    });
  }
}

function interrupted(): AppError {
  return new AppError(
    'cancelled',
    'The search index was not finished. It goes on by itself at the next start.',
  );
}

function ignore(): void {}
