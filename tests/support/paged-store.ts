import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createStore } from '#main/db/client.ts';
import type { SqliteConnection, SqliteDriver, SqlRow } from '#main/db/driver/driver.ts';
import { findMigrationsFolder, migrate, readMigrations } from '#main/db/migrate.ts';
import { createStorePages } from '#main/db/pages/index.ts';
import type { Store } from '#main/db/store.ts';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import { hashTables, type TableContent } from '#main/engine/vault/content-hash.ts';

export type PagedStore = {
  readonly path: string;
  readonly key: Uint8Array;
  readonly store: Store;
  readonly writer: SqliteConnection;
  readonly reader: SqliteConnection;
};

/** A migrated, encrypted store whose pages are at hand. The caller closes `store`. */
export async function openPagedStore(
  driver: SqliteDriver,
  folder: string,
  name = 'store.db',
): Promise<PagedStore> {
  const path = join(folder, name);
  const key = randomBytes(32);
  const writer = await driver.open({ path, key, mode: 'create' });
  await migrate(writer, readMigrations(findMigrationsFolder()), Date.now());
  const reader = await driver.open({ path, key, mode: 'read' });
  const store = await createStore(
    { writer, readers: [reader], pages: createStorePages(driver, path, key) },
    { nowMs: Date.now, newNodeId: () => 'pages' },
  );
  return { path, key, store, writer, reader };
}

let lastTask = 0;

/** Tasks with titles of so many random characters. */
export async function addTasks(store: Store, count: number, titleLength = 200): Promise<void> {
  await store.write({ command: 'tasks.create' }, (tx) => {
    const rows = Array.from({ length: count }, () => {
      lastTask += 1;
      const title = randomBytes(titleLength / 2).toString('hex');
      return newTaskRow(`task-${lastTask}`, { title }, 'a0', 1_000);
    });
    tx.insert('task', rows);
  });
}

/**
 * A table with so many rows of 4,000 bytes, half of them random and half alike, written without going through the
 * store: content for sizes, at the disk's pace.
 */
export async function addBulk(store: Store, rows: number): Promise<void> {
  await store.maintain([
    { sql: 'CREATE TABLE IF NOT EXISTS bulk (id INTEGER PRIMARY KEY, data BLOB, same TEXT)' },
    {
      sql: `INSERT INTO bulk (data, same)
        WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
        SELECT randomblob(2000), printf('%.2000c', 'x') FROM counted`,
      params: [rows],
    },
  ]);
}

/** So many megabytes that do not compress: packs for the least that has to be written. */
export async function addNoise(store: Store, megabytes: number): Promise<void> {
  const row = { sql: 'INSERT INTO noise SELECT randomblob(1000000)' };
  await store.maintain([
    { sql: 'CREATE TABLE IF NOT EXISTS noise (bytes BLOB NOT NULL)' },
    ...Array.from({ length: megabytes }, () => row),
  ]);
}

export async function rowsIn(connection: SqliteConnection, sql: string): Promise<readonly SqlRow[]> {
  const [result] = await connection.batch([{ sql, returns: 'rows' }]);
  return result?.rows ?? [];
}

/** What every table holds, by a hash each. */
export function contentsOf(connection: SqliteConnection): Promise<readonly TableContent[]> {
  return hashTables(async (sql, params) => {
    const [result] = await connection.batch([{ sql, params: params ?? [], returns: 'rows' }]);
    return result?.rows ?? [];
  });
}
