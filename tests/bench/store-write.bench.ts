import { randomUUID } from 'node:crypto';
import type { SqliteConnection, SqlValue } from '#main/db/driver/driver.ts';
import { entityShape } from '#main/db/entity-rows.ts';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import { openBenchStore } from './bench-store.ts';
import { inTurns, type Bench } from './report.ts';

const LOG_SQL = `INSERT INTO change_log
  (seq, set_id, command, params, principal, entity, entity_id, op, before, after, hlc, undoes, created_at)
  VALUES (?, ?, 'bench', '{}', 'user', 'task', ?, 'insert', NULL, ?, '0', NULL, 0)`;

/** Far above the store's own numbers, so that the floor's log rows never meet them. */
let nextFloorSeq = 1_000_000_000;

function newRow() {
  return newTaskRow(
    randomUUID(),
    { title: 'Send the invoice for November', tags: ['billing'] },
    'a0',
    Date.now(),
  );
}

/** The floor: the same two rows in the same tables, in one transaction and one message, with nothing of ours around. */
async function rawInsert(writer: SqliteConnection, count: number): Promise<void> {
  const shape = entityShape('task');
  const rows: SqlValue[][] = [];
  const logs: SqlValue[][] = [];
  for (let index = 0; index < count; index += 1) {
    const row = newRow();
    nextFloorSeq += 1;
    rows.push(shape.toValues(row));
    logs.push([nextFloorSeq, nextFloorSeq, row.id, JSON.stringify(row)]);
  }
  await writer.batch([
    { sql: 'BEGIN IMMEDIATE' },
    { sql: shape.insertSql, paramsList: rows },
    { sql: LOG_SQL, paramsList: logs },
    { sql: 'COMMIT' },
  ]);
}

export const bench: Bench = {
  name: 'store-write',
  async run() {
    await using opened = await openBenchStore();
    const { store, writer } = opened;
    const insert = (count: number) =>
      store.write({ command: 'bench' }, (tx) => tx.insert('task', Array.from({ length: count }, newRow)));
    const single = await inTurns(
      { rounds: 1_500, warmUp: 200 },
      () => insert(1),
      () => rawInsert(writer, 1),
    );
    const many = await inTurns(
      { rounds: 40, warmUp: 5 },
      () => insert(1_000),
      () => rawInsert(writer, 1_000),
    );
    const id = randomUUID();
    await store.write({ command: 'bench' }, (tx) => tx.insert('task', [{ ...newRow(), id }]));
    let turn = 0;
    const update = await inTurns(
      { rounds: 1_000, warmUp: 100 },
      () =>
        store.write({ command: 'bench' }, (tx) =>
          tx.update('task', [{ id, patch: { title: `Turn ${(turn += 1)}` } }]),
        ),
      () => rawInsert(writer, 1),
    );
    const floor = 'the same two rows, raw, same driver and tables, synchronous=FULL';
    return [
      {
        name: 'one acknowledged write with its log entry',
        value: single.ratio,
        unit: 'ratio',
        floor,
        bound: 2,
        note: `${(single.first * 1000).toFixed(0)} µs over ${(single.second * 1000).toFixed(0)} µs`,
      },
      {
        name: 'a batch of 1,000 rows',
        value: many.ratio,
        unit: 'ratio',
        floor,
        bound: 1.5,
        note: `${many.first.toFixed(1)} ms over ${many.second.toFixed(1)} ms`,
      },
      {
        name: 'one acknowledged update (reads the row first)',
        value: update.ratio,
        unit: 'ratio',
        floor,
        note: `${(update.first * 1000).toFixed(0)} µs`,
      },
    ];
  },
};
