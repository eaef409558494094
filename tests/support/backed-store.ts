import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteConnection, SqliteDriver } from '#main/db/driver/driver.ts';
import { migrate } from '#main/db/migrate.ts';
import { createStorePages, type StorePages } from '#main/db/pages/index.ts';
import type { BackupSource, TableContent, VaultClock, VaultDeps } from '#main/engine/vault/index.ts';
import { hashTables } from '#main/engine/vault/index.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import { MIGRATIONS, NOW_MS, rowsOf } from './store-door.ts';

/** A real encrypted store with something in it, opened as the app opens one. */
export type BackedStore = {
  readonly path: string;
  readonly key: Uint8Array;
  readonly writer: SqliteConnection;
  readonly source: BackupSource;
  /** Settings with content of so many bytes each, and their entries in the log. */
  add(rows: number, sizeBytes: number): Promise<void>;
  /** Other content in every so-many-th row. */
  touch(everyNth: number): Promise<void>;
  content(): Promise<readonly TableContent[]>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export const STORE_ID = 'store-of-the-test';

export async function makeBackedStore(
  driver: SqliteDriver,
  folder: string,
  key: Uint8Array = randomBytes(32),
): Promise<BackedStore> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'adiuva.db');
  const made = await driver.open({ path, key, mode: 'create' });
  await migrate(made, MIGRATIONS, NOW_MS);
  await made.close();
  return openBackedStore(driver, path, key);
}

export async function openBackedStore(
  driver: SqliteDriver,
  path: string,
  key: Uint8Array,
): Promise<BackedStore> {
  const writer = await driver.open({ path, key, mode: 'write' });
  const pages = createStorePages(driver, path, key);
  const [row] = await rowsOf(writer, 'SELECT coalesce(max(seq), 0) FROM change_log');
  let seq = Number(row?.[0]);
  const close = async (): Promise<void> => {
    await pages.end();
    await writer.close();
    await pages.close();
  };
  return {
    path,
    key,
    writer,
    source: sourceOf(pages, writer),
    async add(rows, sizeBytes) {
      const first = seq + 1;
      seq += rows;
      const numbers = Array.from({ length: rows }, (_, index) => first + index);
      await writer.batch([
        { sql: 'BEGIN IMMEDIATE' },
        {
          sql: 'INSERT INTO settings (id, value, updated_at) VALUES (?, ?, ?)',
          paramsList: numbers.map((number) => [
            `setting-${number}`,
            JSON.stringify(randomBytes(sizeBytes / 2).toString('hex')),
            NOW_MS,
          ]),
        },
        {
          sql: `INSERT INTO change_log (seq, set_id, command, params, principal, entity, entity_id, op, hlc, created_at)
                VALUES (?, ?, 'settings.set', '{}', 'user', 'setting', ?, 'insert', ?, ${NOW_MS})`,
          paramsList: numbers.map((number) => [number, number, `setting-${number}`, String(number)]),
        },
        { sql: 'COMMIT' },
      ]);
    },
    async touch(everyNth) {
      const sql = `UPDATE settings SET value = json_quote(hex(randomblob(length(value) / 2)))
        WHERE rowid % ? = 0`;
      await writer.batch([{ sql, params: [everyNth] }]);
    },
    content: () => hashTables((sql, params) => rowsOf(writer, sql, params)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function sourceOf(pages: StorePages, writer: SqliteConnection): BackupSource {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    storeId: STORE_ID,
    schemaVersion: MIGRATIONS.length,
    takeSnapshot: (signal) =>
      pages.snapshot((work) => {
        const turn = queue.then(() => work(writer));
        queue = turn.catch(() => undefined);
        return turn;
      }, signal),
  };
}

export const PHRASE =
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
export const OTHER_PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

export type VaultSetting = {
  readonly target: BlobTarget;
  readonly stateFolder: string;
  readonly device?: string;
  readonly clock?: Partial<VaultClock>;
};

export function vaultDeps({ target, stateFolder, device = 'laptop', clock }: VaultSetting): VaultDeps {
  return {
    target,
    stateFolder,
    device: { id: device, name: `the ${device}` },
    appVersion: '0.1.0-test',
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now(), ...clock },
    random: randomBytes,
  };
}
