import type { ChangeEvent } from '#shared/contracts/changes.ts';
import { createHybridClock, type HybridClock } from '#shared/kernel/hybrid-clock.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { actingAsNobody, actingNow, type Acting } from './acting.ts';
import { foldInto, logStatements, type LastChange } from './change-log.ts';
import type { SqliteConnection, SqlRow, Statement } from './driver/driver.ts';
import type { PageSnapshot, StorePages } from './pages/index.ts';
import { createReader } from './reader.ts';
import {
  inPrivacyView,
  outsidePrivacy,
  PrivateReader,
  privacyNow,
  type PrivacyView,
} from './privacy-view.ts';
import type { SpareReader } from './spare-reader.ts';
import { Transaction, type ChangeRecord } from './store-writer.ts';
import type { Commit, Reader, Store, WriteCommand, Writer, WriteResult } from './store.ts';

export type StoreConnections = {
  readonly writer: SqliteConnection;
  /** Beside the writer, in WAL: they never wait for it. */
  readonly readers: readonly SqliteConnection[];
  /** For `withPrivacy`, opened when it is first asked for. */
  readonly spare?: SpareReader;
  /** For `snapshotPages`. */
  readonly pages?: StorePages;
};

export type StoreDeps = {
  readonly nowMs: () => number;
  /** A new random node id, used when the store has none yet. */
  readonly newNodeId: () => string;
};

/** Ids told per topic; above that, listeners refresh the whole topic. */
const MAX_TOLD_IDS = 200;

/** Wraps open connections of a migrated store. The caller has taken the folder's lock. */
export async function createStore(connections: StoreConnections, deps: StoreDeps): Promise<Store> {
  const state = await readState(connections.writer, deps);
  return new QueuedStore(connections, deps.nowMs, state);
}

type State = { readonly clock: HybridClock; readonly lastSeq: number };

class QueuedStore implements Store {
  readonly reader: Reader;
  readonly #connections: StoreConnections;
  readonly #nowMs: () => number;
  readonly #clock: HybridClock;
  readonly #listeners = new Set<(commit: Commit) => void>();
  readonly #private: PrivateReader;
  #nextSeq: number;
  #nextReader = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #lastChange: LastChange | null = null;

  constructor(connections: StoreConnections, nowMs: () => number, state: State) {
    this.#connections = connections;
    this.#nowMs = nowMs;
    this.#clock = state.clock;
    this.#nextSeq = state.lastSeq + 1;
    this.#private = new PrivateReader(connections.spare);
    this.reader = createReader(async (sql, params) => {
      const openIds = privacyNow();
      if (openIds !== undefined) return this.#private.run(openIds, sql, params);
      const [result] = await this.#freeReader().batch([{ sql, params, returns: 'rows' }]);
      return result?.rows ?? [];
    });
  }

  write<T>(command: WriteCommand, work: (tx: Writer) => Promise<T> | T): Promise<WriteResult<T>> {
    const acting = actingNow();
    // A command that names its principal is housekeeping, whoever happened to set it off.
    if (!acting || command.principal !== undefined) return this.#enqueue(() => this.#runWrite(command, work));
    const named = { ...command, principal: acting.principal };
    if (acting.isAlongsideDone) return this.#enqueue(() => this.#runWrite(named, work));
    // Set before the write: what it does inside must not come here again.
    acting.isAlongsideDone = true;
    return this.#enqueue(() => this.#runWrite(named, withAlongside(acting, work))).catch((error: unknown) => {
      acting.isAlongsideDone = false;
      throw error;
    });
  }

  withPrivacy<T>(view: PrivacyView, work: () => Promise<T>): Promise<T> {
    return inPrivacyView(view, work);
  }

  async hides(ids: readonly string[]): Promise<boolean> {
    const openIds = privacyNow();
    return openIds !== undefined && this.#private.hides(openIds, ids);
  }

  withoutPrivacy<T>(work: () => T): T {
    return outsidePrivacy(work);
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lastSeq(): number {
    return this.#nextSeq - 1;
  }

  maintain(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]> {
    return this.#enqueue(async () => {
      const results = await this.#connections.writer.batch(statements);
      return results.map((result) => result.rows);
    });
  }

  async snapshotPages(signal?: AbortSignal): Promise<PageSnapshot> {
    const { pages, writer } = this.#connections;
    invariant(pages, 'a store whose pages are not at hand has no snapshot');
    return pages.snapshot((work) => this.#enqueue(() => work(writer)), signal);
  }

  async close(): Promise<void> {
    const { pages, readers, writer } = this.#connections;
    // Before the queue: a snapshot that is about to begin waits for its turn in it.
    await pages?.end();
    await this.#enqueue(async () => {
      await Promise.all([...readers, this.#private].map((reader) => reader.close()));
      await writer.close();
      await pages?.close();
    });
  }

  #freeReader(): SqliteConnection {
    const { readers, writer } = this.#connections;
    this.#nextReader += 1;
    return readers[this.#nextReader % readers.length] ?? writer;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.then(ignore, ignore);
    return turn;
  }

  async #runWrite<T>(command: WriteCommand, work: (tx: Writer) => Promise<T> | T): Promise<WriteResult<T>> {
    const nowMs = this.#nowMs();
    const setId = command.changeSetId ?? this.#nextSeq;
    const transaction = new Transaction(this.#connections.writer, {
      changeSetId: setId,
      nowMs,
      principal: command.principal ?? 'user',
      deferForeignKeys: command.deferForeignKeys ?? false,
    });
    const { records } = transaction;
    let value: T;
    let folded: LastChange | null = null;
    try {
      value = await work(transaction);
      folded = foldInto(this.#lastChange, command, records, nowMs);
      const entry = { command, records, folded, setId, nowMs, firstSeq: this.#nextSeq };
      await transaction.commit(logStatements(entry, () => this.#clock.tick()));
    } catch (error) {
      // The first failure is the one to tell; a full disk, for one, has already rolled back by itself.
      await transaction.rollback().catch(ignore);
      throw error;
    }
    this.#remember(command, records, folded, nowMs);
    this.#nextSeq += records.length;
    const changeSetId = records.length > 0 ? setId : null;
    this.#announce({
      changeSetId,
      foldedSetId: folded?.seq ?? null,
      lastSeq: this.#nextSeq - 1,
      command: command.command,
      params: command.params ?? {},
      principal: command.principal ?? 'user',
      undoes: command.undoes ?? null,
      createdAt: nowMs,
      changes: eventsOf(records, transaction),
    });
    return { value, changeSetId };
  }

  #remember(
    command: WriteCommand,
    records: readonly ChangeRecord[],
    folded: LastChange | null,
    nowMs: number,
  ): void {
    const [record] = records;
    if (!record) return;
    const canFold = records.length === 1 && command.coalesceWithinMs !== undefined;
    const kept = {
      seq: this.#nextSeq,
      command,
      record: folded?.record ?? record,
      atMs: folded?.atMs ?? nowMs,
    };
    this.#lastChange = canFold ? kept : null;
  }

  #announce(commit: Commit): void {
    if (commit.changes.length === 0) return;
    const tell = () => {
      for (const listener of this.#listeners) listener(commit);
    };
    outsidePrivacy(() => actingAsNobody(tell));
  }
}

function withAlongside<T>(acting: Acting, work: (tx: Writer) => Promise<T> | T): (tx: Writer) => Promise<T> {
  return async (tx) => {
    const value = await work(tx);
    await acting.alongside?.(tx);
    return value;
  };
}

function eventsOf(
  records: readonly ChangeRecord[],
  { touched, touchedWhole }: Pick<Transaction, 'touched' | 'touchedWhole'>,
): readonly ChangeEvent[] {
  const byTopic = new Map<ChangeEvent['topic'], Set<string>>();
  const add = (topic: ChangeEvent['topic'], id: string) => {
    const ids = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, ids.add(id));
  };
  for (const record of records) add(record.entity, record.entityId);
  for (const event of touched) for (const id of event.ids) add(event.topic, id);
  for (const topic of touchedWhole) byTopic.set(topic, new Set());
  return [...byTopic].map(([topic, ids]) => ({ topic, ids: ids.size > MAX_TOLD_IDS ? [] : [...ids] }));
}

async function readState(connection: SqliteConnection, deps: StoreDeps): Promise<State> {
  const [seq, node] = await connection.batch([
    { sql: 'SELECT seq, hlc FROM change_log ORDER BY seq DESC LIMIT 1', returns: 'rows' },
    { sql: `SELECT value FROM store_meta WHERE key = 'node_id'`, returns: 'rows' },
  ]);
  let nodeId = node?.rows[0]?.[0];
  if (typeof nodeId !== 'string') {
    nodeId = deps.newNodeId();
    await connection.batch([{ sql: `INSERT INTO store_meta VALUES ('node_id', ?)`, params: [nodeId] }]);
  }
  const last = seq?.rows[0];
  const lastReading = typeof last?.[1] === 'string' ? last[1] : undefined;
  return { clock: createHybridClock(deps.nowMs, nodeId, lastReading), lastSeq: Number(last?.[0] ?? 0) };
}

function ignore(): void {}
