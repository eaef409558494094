import type { SqlValue, Statement } from './driver/driver.ts';
import type { ChangeRecord } from './store-writer.ts';
import type { WriteCommand } from './store.ts';

const INSERT_SQL = `INSERT INTO change_log
  (seq, set_id, command, params, principal, entity, entity_id, op, before, after, hlc, undoes, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** A change that the next one of the same row may be folded into; `atMs` is when the first of them was made. */
export type LastChange = {
  readonly seq: number;
  readonly command: WriteCommand;
  readonly record: ChangeRecord;
  readonly atMs: number;
};

export type LogEntry = {
  readonly command: WriteCommand;
  readonly records: readonly ChangeRecord[];
  /** What `foldInto` answered for them. */
  readonly folded: LastChange | null;
  readonly setId: number;
  readonly firstSeq: number;
  readonly nowMs: number;
};

/** The statements that append a transaction's changes to the log, to be sent with its commit. */
export function logStatements(entry: LogEntry, tick: () => string): readonly Statement[] {
  const { command, records, folded, setId, firstSeq, nowMs } = entry;
  if (records.length === 0) return [];
  const params = JSON.stringify(command.params ?? {});
  const principal = command.principal ?? 'user';
  const rows = (folded ? [folded.record] : records).map((record, index): SqlValue[] => [
    firstSeq + index,
    setId,
    command.command,
    index === 0 ? params : '{}',
    principal,
    record.entity,
    record.entityId,
    record.op,
    record.before === null ? null : JSON.stringify(record.before),
    record.after === null ? null : JSON.stringify(record.after),
    tick(),
    command.undoes ?? null,
    nowMs,
  ]);
  const append: Statement = { sql: INSERT_SQL, paramsList: rows };
  return folded ? [{ sql: 'DELETE FROM change_log WHERE seq = ?', params: [folded.seq] }, append] : [append];
}

/** The earlier change of the same row that this one continues, with both as one; null where it stands alone. */
export function foldInto(
  last: LastChange | null,
  command: WriteCommand,
  records: readonly ChangeRecord[],
  nowMs: number,
): LastChange | null {
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
  const before = { ...record.before, ...last.record.before };
  const after = { ...last.record.after, ...record.after };
  return { ...last, record: { ...record, before, after } };
}
