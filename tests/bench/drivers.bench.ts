import { randomUUID } from 'node:crypto';
import type { SqliteConnection } from '#main/db/driver/driver.ts';
import { openBenchStore } from './bench-store.ts';
import { inTurns, type Bench, type Measurement } from './report.ts';

const SELECT_1000 = 'SELECT key, value FROM store_meta LIMIT 1000';

async function fill(connection: SqliteConnection): Promise<void> {
  const paramsList = Array.from({ length: 5_000 }, (_, index) => [`key-${index}`, randomUUID()]);
  await connection.batch([
    { sql: 'BEGIN' },
    { sql: 'INSERT INTO store_meta VALUES (?, ?)', paramsList },
    { sql: 'COMMIT' },
  ]);
}

async function insertOne(connection: SqliteConnection): Promise<void> {
  await connection.batch([
    { sql: 'BEGIN' },
    { sql: 'INSERT INTO store_meta VALUES (?, ?)', params: [randomUUID(), 'x'] },
    { sql: 'COMMIT' },
  ]);
}

async function insertMany(connection: SqliteConnection): Promise<void> {
  const paramsList = Array.from({ length: 1_000 }, () => [randomUUID(), 'x']);
  await connection.batch([
    { sql: 'BEGIN' },
    { sql: 'INSERT INTO store_meta VALUES (?, ?)', paramsList },
    { sql: 'COMMIT' },
  ]);
}

async function selectPoints(connection: SqliteConnection): Promise<void> {
  for (let index = 0; index < 50; index += 1) {
    await connection.batch([
      { sql: 'SELECT value FROM store_meta WHERE key = ?', params: [`key-${index * 90}`], returns: 'rows' },
    ]);
  }
}

/** The two drivers side by side; the reasons for the default rest on these figures. */
export const bench: Bench = {
  name: 'drivers',
  async run() {
    await using first = await openBenchStore('journeyapps');
    await using second = await openBenchStore('multiple-ciphers');
    const measurements: Measurement[] = [];
    await fill(first.writer);
    await fill(second.writer);
    const compare = async (
      name: string,
      rounds: number,
      work: (connection: SqliteConnection) => Promise<unknown>,
    ) => {
      const result = await inTurns(
        { rounds, warmUp: 5 },
        () => work(first.writer),
        () => work(second.writer),
      );
      measurements.push({
        name: `journeyapps, ${name}`,
        value: result.ratio,
        unit: 'ratio',
        floor: 'multiple-ciphers in its worker',
        note: `${result.first.toFixed(2)} ms over ${result.second.toFixed(2)} ms`,
      });
    };
    await compare('one committed row', 300, insertOne);
    await compare('1,000 rows in one transaction', 15, insertMany);
    await compare('50 point selects, one by one', 60, selectPoints);
    await compare('a 1,000-row select', 60, (connection) =>
      connection.batch([{ sql: SELECT_1000, returns: 'rows' }]),
    );
    return measurements;
  },
};
