import type { ChangeEvent } from '#shared/contracts/changes.ts';
import { createHybridClock, type HybridClock } from '#shared/kernel/hybrid-clock.ts';
import type { SqliteConnection, SqlValue, Statement } from './driver/driver.ts';
import { createReader } from './reader.ts';
import { createTransaction, type ChangeRecord } from './store-writer.ts';
import type { Commit, Store, WriteCommand, Writer, WriteResult } from './store.ts';

export type StoreConnections = {
  readonly writer: SqliteConnection;
  /** Beside the writer, in WAL: they never wait for it. */
  readonly readers: readonly SqliteConnection[];
};

export type StoreDeps = {
  readonly nowMs: () => number;
  /** A new random node id, used when the store has none yet. */
  readonly newNodeId: () => string;
};

const LOG_SQL = `INSERT INTO change_log
  (seq, set_id, command, params, principal, entity, entity_id, op, before, after, hlc, undoes, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Ids told per topic; above that, listeners refresh the whole topic. */
const MAX_TOLD_IDS = 200;

type LastChange = {
  readonly seq: number;
  readonly command: WriteCommand;
  readonly record: ChangeRecord;
  readonly atMs: number;
};

/** Wraps open connections of a migrated store. The caller has taken the folder's lock. */
export async function createStore(connections: StoreConnections, deps: StoreDeps): Promise<Store> {
  const { writer: connection } = connections;
  const { clock, lastSeq } = await readState(connection, deps);
  const listeners = new Set<(commit: Commit) => void>();
  let nextSeq = lastSeq + 1;
  let nextReader = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let lastChange: LastChange | null = null;

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work, work);
    queue = turn.then(ignore, ignore);
    return turn;
  }

  function logStatements(
    command: WriteCommand,
    records: readonly ChangeRecord[],
    setId: number,
    nowMs: number,
  ) {
    if (records.length === 0) return [];
    const statements: Statement[] = [];
    const folded = foldInto(lastChange, command, records, nowMs);
    if (folded) statements.push({ sql: 'DELETE FROM change_log WHERE seq = ?', params: [folded.seq] });
    const params = JSON.stringify(command.params ?? {});
    const paramsList = (folded ? [folded.record] : records).map((record, index): SqlValue[] => [
      nextSeq + index,
      setId,
      command.command,
      index === 0 ? params : '{}',
      command.principal ?? 'user',
      record.entity,
      record.entityId,
      record.op,
      record.before === null ? null : JSON.stringify(record.before),
      record.after === null ? null : JSON.stringify(record.after),
      clock.tick(),
      command.undoes ?? null,
      nowMs,
    ]);
    statements.push({ sql: LOG_SQL, paramsList });
    return statements;
  }

  async function runWrite<T>(
    command: WriteCommand,
    work: (tx: Writer) => Promise<T> | T,
  ): Promise<WriteResult<T>> {
    const nowMs = deps.nowMs();
    const setId = command.changeSetId ?? nextSeq;
    const transaction = createTransaction(connection, {
      changeSetId: setId,
      nowMs,
      principal: command.principal ?? 'user',
      deferForeignKeys: command.deferForeignKeys ?? false,
    });
    const { records } = transaction;
    let value: T;
    try {
      value = await work(transaction.writer);
      await transaction.commit(logStatements(command, records, setId, nowMs));
    } catch (error) {
      // The first failure is the one to tell; a full disk, for one, has already rolled back by itself.
      await transaction.rollback().catch(ignore);
      throw error;
    }
    const foldedSetId = rememberLast(command, records, nowMs);
    nextSeq += records.length;
    const changeSetId = records.length > 0 ? setId : null;
    announce({
      changeSetId,
      foldedSetId,
      lastSeq: nextSeq - 1,
      command: command.command,
      params: command.params ?? {},
      principal: command.principal ?? 'user',
      undoes: command.undoes ?? null,
      createdAt: nowMs,
      changes: eventsOf(records, transaction.touched),
    });
    return { value, changeSetId };
  }

  /** Answers the id of the change set that this one took in, if it did. */
  function rememberLast(
    command: WriteCommand,
    records: readonly ChangeRecord[],
    nowMs: number,
  ): number | null {
    const [record] = records;
    if (!record) return null;
    const folded = foldInto(lastChange, command, records, nowMs);
    const kept = folded?.record ?? record;
    lastChange =
      records.length === 1 && command.coalesceWithinMs !== undefined
        ? { seq: nextSeq, command, record: kept, atMs: folded ? folded.atMs : nowMs }
        : null;
    return folded?.seq ?? null;
  }

  function announce(commit: Commit): void {
    if (commit.changes.length === 0) return;
    for (const listener of listeners) listener(commit);
  }

  return {
    reader: createReader(async (sql, params) => {
      const reader = connections.readers[nextReader % connections.readers.length] ?? connection;
      nextReader += 1;
      const [result] = await reader.batch([{ sql, params, returns: 'rows' }]);
      return result?.rows ?? [];
    }),
    write: (command, work) => enqueue(() => runWrite(command, work)),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lastSeq: () => nextSeq - 1,
    maintain: (statements) =>
      enqueue(async () => (await connection.batch(statements)).map((result) => result.rows)),
    async close() {
      await enqueue(async () => {
        await Promise.all(connections.readers.map((reader) => reader.close()));
        await connection.close();
      });
    },
  };
}

/** The earlier change of the same row that this one continues, with both as one; null where it stands alone. */
function foldInto(
  last: LastChange | null,
  command: WriteCommand,
  records: readonly ChangeRecord[],
  nowMs: number,
): { readonly seq: number; readonly atMs: number; readonly record: ChangeRecord } | null {
  const [record] = records;
  if (!last || !record || records.length !== 1 || command.coalesceWithinMs === undefined) return null;
  const isSame =
    last.command.command === command.command &&
    last.command.principal === command.principal &&
    last.record.entityId === record.entityId &&
    last.record.op === 'update' &&
    record.op === 'update' &&
    nowMs - last.atMs <= command.coalesceWithinMs;
  if (!isSame) return null;
  return {
    seq: last.seq,
    atMs: last.atMs,
    record: {
      ...record,
      before: { ...record.before, ...last.record.before },
      after: { ...last.record.after, ...record.after },
    },
  };
}

function eventsOf(records: readonly ChangeRecord[], touched: readonly ChangeEvent[]): readonly ChangeEvent[] {
  const byTopic = new Map<ChangeEvent['topic'], Set<string>>();
  const add = (topic: ChangeEvent['topic'], id: string) => {
    const ids = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, ids.add(id));
  };
  for (const record of records) add(record.entity, record.entityId);
  for (const event of touched) for (const id of event.ids) add(event.topic, id);
  return [...byTopic].map(([topic, ids]) => ({ topic, ids: ids.size > MAX_TOLD_IDS ? [] : [...ids] }));
}

async function readState(
  connection: SqliteConnection,
  deps: StoreDeps,
): Promise<{ clock: HybridClock; lastSeq: number }> {
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
