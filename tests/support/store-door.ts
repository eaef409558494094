import { createKeyRing } from '#main/engine/secrets/index.ts';
import type { Keychain } from '#main/engine/secrets/index.ts';
import { keychainOver } from './memory-keychain.ts';
import type { SqliteConnection, SqliteDriver, SqlRow, SqlValue } from '#main/db/driver/driver.ts';
import { findMigrationsFolder, readMigrations } from '#main/db/migrate.ts';
import type { Migration } from '#main/db/migrate.ts';
import { createStoreDoor } from '#main/db/open-store.ts';
import type { StoreDoor, StoreState } from '#main/db/open-store.ts';
import type { OpenedStore } from '#main/db/open-store-connect.ts';

export const MIGRATIONS = readMigrations(findMigrationsFolder());
/** 21 November 2026, noon UTC. */
export const NOW_MS = Date.UTC(2026, 10, 21, 12);

/** Unlocks at once, so that a test of something else does not stretch a passphrase each time. */
const KEYCHAIN = keychainOver(new Map());

/** Takes long enough to be interrupted at any of its steps. */
export const SLOW_MIGRATION: Migration = {
  name: '9998_slow',
  hash: 'x',
  statements: [
    'ALTER TABLE settings ADD COLUMN added TEXT',
    ...Array.from({ length: 40 }, (_, index) => `UPDATE settings SET added = '${index}'`),
  ],
};

export function doorTo(
  folder: string,
  driver: SqliteDriver,
  options: { readonly migrations?: readonly Migration[]; readonly keychain?: Keychain | null } = {},
): StoreDoor {
  const nowMs = (): number => NOW_MS;
  return createStoreDoor({
    folder,
    driver,
    keyRing: createKeyRing({
      folder,
      nowMs,
      keychain: options.keychain === undefined ? KEYCHAIN : options.keychain,
      safeStorage: null,
    }),
    migrations: options.migrations ?? MIGRATIONS,
    readers: 1,
    nowMs,
  });
}

/** For tests in which the key must be had from another process too. */
export const PLAIN_PASSPHRASES = ['eleven quiet harbours', 'twelve quiet harbours'] as const;

export const SLOTS = [{ kind: 'keychain' }, { kind: 'recovery' }] as const;

export async function unlockDoor(door: StoreDoor): Promise<OpenedStore> {
  return requireReady(await door.unlock({ kind: 'keychain' }));
}

export function requireReady(state: StoreState): OpenedStore {
  if (state.state === 'ready') return state.opened;
  throw new Error(`expected a ready store, found ${JSON.stringify(state)}`);
}

export async function closeOpened(opened: OpenedStore): Promise<void> {
  for (const reader of opened.connections.readers) await reader.close();
  await opened.connections.writer.close();
  await opened.sequence.close();
}

export async function rowsOf(
  connection: SqliteConnection,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const [result] = await connection.batch([{ sql, params, returns: 'rows' }]);
  return result?.rows ?? [];
}

/** One recorded change, as the store writes it: a setting and its entry in the log. */
export async function writeChange(connection: SqliteConnection, seq: number, value: string): Promise<void> {
  await connection.batch([
    { sql: 'BEGIN IMMEDIATE' },
    {
      sql: 'INSERT INTO settings (id, value, updated_at) VALUES (?, ?, ?)',
      params: [`setting-${seq}`, JSON.stringify(value), NOW_MS],
    },
    {
      sql: `INSERT INTO change_log (seq, set_id, command, params, principal, entity, entity_id, op, hlc, created_at)
            VALUES (?, ?, 'settings.set', '{}', 'user', 'setting', ?, 'insert', ?, ?)`,
      params: [seq, seq, `setting-${seq}`, String(seq), NOW_MS],
    },
    { sql: 'COMMIT' },
  ]);
}
