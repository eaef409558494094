import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from '#main/db/client.ts';
import type { SqliteConnection, SqliteDriver } from '#main/db/driver/driver.ts';
import { createDriver } from '#main/db/driver/index.ts';
import { findMigrationsFolder, migrate, readMigrations } from '#main/db/migrate.ts';
import type { Store } from '#main/db/store.ts';
import { workerUrl } from '#main/workers-url.ts';

export type BenchStore = {
  readonly driver: SqliteDriver;
  readonly path: string;
  readonly writer: SqliteConnection;
  readonly store: Store;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A migrated, encrypted store in a folder of its own, with its writer at hand as the floor to compare with. */
export async function openBenchStore(driverName?: string, nowMs = Date.now): Promise<BenchStore> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
  const path = join(folder, 'store.db');
  const key = randomBytes(32);
  const driver = createDriver({ name: driverName, workerUrl: workerUrl('sqlite') });
  const writer = await driver.open({ path, key, mode: 'create' });
  await migrate(writer, readMigrations(findMigrationsFolder()), Date.now());
  const reader = await driver.open({ path, key, mode: 'read' });
  const store = await createStore({ writer, readers: [reader] }, { nowMs, newNodeId: () => 'bench' });
  return {
    driver,
    path,
    writer,
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
