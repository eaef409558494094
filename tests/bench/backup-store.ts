import { createDriver } from '#main/db/driver/index.ts';
import { sampleWorld } from '#main/domains/sample/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { makeBackedStore, openBackedStore, type BackedStore } from '../support/backed-store.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createWordChain } from './word-chain.ts';

/** About 200 MB: two parts of prose, as notes are, and one of bytes that do not compress, as attachments are. */
const NOTES = 110_000;
const FILES = 3_500;
const NOTES_AT_ONCE = 2_000;
const FILE_BYTES = 20_000;
const MOST_WORDS = 360;

export const BENCH_STORE_KEY = Buffer.alloc(32, 5);

export const benchDriver = () => createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });

/** A migrated, encrypted store of `times` 200 MB in the folder. */
export async function makeLargeStore(folder: string, times: number): Promise<void> {
  const random = createSeededRandom(23);
  const chain = createWordChain(sampleTexts(), random);
  await using store = await makeBackedStore(benchDriver(), folder, BENCH_STORE_KEY);
  await store.add(1, 100);
  await run(store, 'CREATE TABLE bench_note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  await run(store, 'CREATE TABLE bench_file (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  for (let made = 0; made < NOTES * times; made += NOTES_AT_ONCE) {
    const bodies = Array.from({ length: NOTES_AT_ONCE }, () => [chain.prose(20 + random.below(MOST_WORDS))]);
    await store.writer.batch([
      { sql: 'BEGIN IMMEDIATE' },
      { sql: 'INSERT INTO bench_note (body) VALUES (?)', paramsList: bodies },
      { sql: 'COMMIT' },
    ]);
  }
  await run(
    store,
    `INSERT INTO bench_file (bytes) WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted
      WHERE n < ${FILES * times}) SELECT randomblob(${FILE_BYTES}) FROM counted`,
  );
  await run(store, 'PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Other content in one row of a hundred, all over the store. */
export async function changeOnePercent(path: string): Promise<void> {
  await using store = await openBackedStore(benchDriver(), path, BENCH_STORE_KEY);
  await run(store, `UPDATE bench_note SET body = 'Changed. ' || substr(body, 10) WHERE id % 100 = 0`);
  await run(store, 'UPDATE bench_file SET bytes = randomblob(length(bytes)) WHERE id % 100 = 0');
  await run(store, 'PRAGMA wal_checkpoint(TRUNCATE)');
}

async function run({ writer }: BackedStore, sql: string): Promise<void> {
  await writer.batch([{ sql }]);
}

function sampleTexts(): readonly string[] {
  const notes = sampleWorld.clients.flatMap((client) => client.projects.flatMap((project) => project.notes));
  return notes.map((note) => note.body);
}
