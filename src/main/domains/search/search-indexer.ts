import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type * as Docs from './search-docs.store.ts';

export type SearchDocsStore = typeof Docs;

const CHUNK = 500;
const DEBOUNCE_MS = 60;

/**
 * Keeps the full-text index equal to the rows by reading the change log. Each chunk moves the cursor in the
 * transaction that writes it, so a crash costs at most one chunk done twice.
 */
export class SearchIndexer {
  readonly #store: Store;
  readonly #docs: SearchDocsStore;
  #cursor: number | null = null;
  #isStarted = false;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> | null = null;
  #stopListening = () => {};

  constructor(store: Store, docs: SearchDocsStore) {
    this.#store = store;
    this.#docs = docs;
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    this.#cursor = await this.#docs.readCursor(this.#store.reader);
    this.#stopListening = this.#store.onCommit((commit) => {
      if (commit.changeSetId !== null) this.#schedule();
    });
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#stopListening();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#work;
  }

  /** How many rows of the log are not in the index yet; all of them while it must be built anew. */
  behind(): number {
    return this.#cursor === null ? Number.POSITIVE_INFINITY : this.#store.lastSeq() - this.#cursor;
  }

  async state(): Promise<{ indexedSeq: number; lastSeq: number; documents: number }> {
    const documents = await this.#docs.countDocs(this.#store.reader);
    return { indexedSeq: this.#cursor ?? 0, lastSeq: this.#store.lastSeq(), documents };
  }

  /** Resolves when everything committed before the call is in the index. */
  async catchUp(): Promise<void> {
    while (this.behind() !== 0) {
      this.#work ??= this.#run().finally(() => {
        this.#work = null;
      });
      await this.#work;
    }
  }

  /** Throws the index away and builds it from the rows. */
  async rebuild(): Promise<void> {
    await this.#work;
    await this.#write((tx) => this.#docs.clearCursor(tx));
    this.#cursor = null;
    await this.catchUp();
  }

  #schedule(): void {
    if (!this.#isStarted || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A failure shows at the next search, which does the same and tells it.
      void this.catchUp().catch(() => undefined);
    }, DEBOUNCE_MS);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    const lastSeq = this.#store.lastSeq();
    // A cursor past the log's end belongs to a store that was put back to an earlier state.
    if (this.#cursor === null || this.#cursor > lastSeq) return this.#build();
    await this.#takeIn(this.#cursor);
  }

  async #takeIn(cursor: number): Promise<void> {
    // Read before the log is: what is committed later is taken in by the next turn.
    const lastSeq = this.#store.lastSeq();
    const { changed, reaches, count } = await this.#docs.listChanged(this.#store.reader, cursor, CHUNK);
    // Folded changes leave gaps, so the end of the log may lie beyond its last row.
    const next = count < CHUNK ? Math.max(reaches, lastSeq) : reaches;
    const found = await this.#load(changed);
    const known = new Set(found.map((doc) => doc.id));
    const gone = changed.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    const projects = changed.filter(({ kind }) => kind === 'project').map(({ id }) => id);
    await this.#write((tx) => {
      this.#docs.dropDocs(tx, gone);
      this.#docs.putDocs(tx, found);
      this.#docs.followProjects(tx, projects);
      this.#docs.writeCursor(tx, next);
    });
    this.#cursor = next;
  }

  async #build(): Promise<void> {
    const lastSeq = this.#store.lastSeq();
    await this.#write((tx) => this.#docs.dropAllDocs(tx));
    for (const kind of ITEM_KINDS) await this.#buildKind(kind);
    await this.#write((tx) => this.#docs.writeCursor(tx, lastSeq));
    this.#cursor = lastSeq;
  }

  async #buildKind(kind: ItemKind): Promise<void> {
    let after = '';
    for (;;) {
      const ids = await this.#docs.listIdsAfter(this.#store.reader, kind, after, CHUNK);
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const docs = await this.#docs.loadDocs(this.#store.reader, kind, ids);
      await this.#write((tx) => this.#docs.putDocs(tx, docs));
    }
  }

  async #load(changed: readonly Docs.Changed[]): Promise<readonly Docs.SearchDoc[]> {
    const byKind = Map.groupBy(changed, (one) => one.kind);
    const lists = await Promise.all(
      [...byKind].map(([kind, ones]) =>
        this.#docs.loadDocs(
          this.#store.reader,
          kind,
          ones.map(({ id }) => id),
        ),
      ),
    );
    return lists.flat();
  }

  async #write(work: (tx: Writer) => void): Promise<void> {
    await this.#store.write({ command: 'search.index', principal: 'index' }, work);
  }
}
