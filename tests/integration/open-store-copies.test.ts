import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyStore } from '#main/db/backup-copy.ts';
import type { SqliteConnection, SqliteDriver } from '#main/db/driver/driver.ts';
import { migrate } from '#main/db/migrate.ts';
import type { Migration } from '#main/db/migrate.ts';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import {
  MIGRATIONS,
  NOW_MS,
  SLOTS,
  closeOpened,
  doorTo,
  rowsOf,
  unlockDoor,
  writeChange,
} from '../support/store-door.ts';

const KEY = randomBytes(32);
const PLAIN = 'SQLite format 3\u0000';
const drivers = await driversUnderTest();

const header = (path: string): string => readFileSync(path).subarray(0, 16).toString('latin1');

/** What an unencrypted Adiuva left: a migrated database without a key, its newest change still in the log. */
async function makePlaintext(driver: SqliteDriver, path: string, canary: string): Promise<SqliteConnection> {
  const db = await driver.open({ path, key: null, mode: 'create' });
  await migrate(db, MIGRATIONS, NOW_MS);
  for (let seq = 1; seq <= 50; seq += 1) await writeChange(db, seq, `${canary} ${seq}`);
  await db.batch([
    {
      sql: "INSERT INTO search_fts(rowid, title, body, tags) VALUES (1, 'harbour', 'invoice for the harbour', '')",
    },
  ]);
  return db;
}

describe.each(drivers.map((entry) => ({ ...entry, name: entry.driver.name })))(
  'copies of a store with the $name driver',
  ({ driver, missing }) => {
    let folder: ReturnType<typeof temporaryFolder>;
    const at = (name: string): string => join(folder.path, name);

    beforeEach((context) => {
      if (missing) context.skip(missing);
      folder = temporaryFolder();
    });
    afterEach(() => folder?.[Symbol.dispose]());

    describe('a copy of an open store', () => {
      it('is whole, encrypted with the same key, and holds what was committed while others wrote on', async () => {
        await using db = await driver.open({ path: at('adiuva.db'), key: KEY, mode: 'create' });
        await migrate(db, MIGRATIONS, NOW_MS);
        for (let seq = 1; seq <= 200; seq += 1) await writeChange(db, seq, `canary-${seq}`);
        await using reader = await driver.open({ path: at('adiuva.db'), key: KEY, mode: 'read' });
        const copying = copyStore(reader, at('copy.db'));
        for (let seq = 201; seq <= 220; seq += 1) await writeChange(db, seq, `canary-${seq}`);
        const { sizeBytes } = await copying;
        expect(sizeBytes).toBe(statSync(at('copy.db')).size);
        const bytes = readFileSync(at('copy.db'));
        expect([bytes.includes('canary'), header(at('copy.db')) === PLAIN]).toEqual([false, false]);
        await using copy = await driver.open({ path: at('copy.db'), key: KEY, mode: 'write' });
        expect(await checkIntegrity((sql) => rowsOf(copy, sql))).toEqual({ ok: true, problems: [] });
        const [row] = await rowsOf(copy, 'SELECT count(*), max(seq) FROM change_log');
        expect(Number(row?.[0])).toBeGreaterThanOrEqual(200);
        expect(row?.[0]).toBe(row?.[1]);
        expect(await rowsOf(db, 'SELECT max(seq) FROM change_log')).toEqual([[220]]);
      });

      it('never writes over a file that is there', async () => {
        await using db = await driver.open({ path: at('adiuva.db'), key: KEY, mode: 'create' });
        writeFileSync(at('copy.db'), 'something of the user');
        await expect(copyStore(db, at('copy.db'))).rejects.toMatchObject({ code: 'conflict' });
        expect(readFileSync(at('copy.db'), 'utf8')).toBe('something of the user');
      });
    });

    describe('bringing an older schema up to date', () => {
      const older = MIGRATIONS.slice(0, 1);
      const newest: Migration = {
        name: '9998_added',
        hash: 'x',
        statements: [
          'ALTER TABLE settings ADD COLUMN added TEXT',
          "UPDATE settings SET added = 'by migration'",
        ],
      };

      async function makeOlder(): Promise<Buffer> {
        await using door = doorTo(folder.path, driver, { migrations: MIGRATIONS });
        const { opened } = await door.create(SLOTS);
        for (let seq = 1; seq <= 20; seq += 1)
          await writeChange(opened.connections.writer, seq, `value ${seq}`);
        opened.sequence.note(20);
        await closeOpened(opened);
        return readFileSync(at('adiuva.db'));
      }

      it('works on a copy and keeps the former file', async () => {
        const before = await makeOlder();
        await using door = doorTo(folder.path, driver, { migrations: [...MIGRATIONS, newest] });
        const opened = await unlockDoor(door);
        expect(opened.warnings).toEqual([]);
        expect(opened.keptFile).toBe(at(`adiuva.before-v${MIGRATIONS.length + 1}-2026-11-21.db`));
        expect(readFileSync(String(opened.keptFile)).equals(before)).toBe(true);
        expect(await rowsOf(opened.connections.writer, 'SELECT count(*), min(added) FROM settings')).toEqual([
          [20, 'by migration'],
        ]);
        expect(await checkIntegrity((sql) => rowsOf(opened.connections.writer, sql))).toMatchObject({
          ok: true,
        });
        await closeOpened(opened);
        await closeOpened(await unlockDoor(door));
        expect(readdirSync(folder.path).filter((name) => name.includes('before'))).toHaveLength(1);
      });

      it('leaves the store as it was when a step fails', async () => {
        const before = await makeOlder();
        const failing: Migration = {
          name: '9999_failing',
          hash: 'x',
          statements: ['DROP TABLE settings', 'SELECT nothing()'],
        };
        await using door = doorTo(folder.path, driver, { migrations: [...MIGRATIONS, newest, failing] });
        await expect(door.unlock({ kind: 'keychain' })).rejects.toMatchObject({ code: 'internal' });
        expect(readFileSync(at('adiuva.db')).equals(before)).toBe(true);
        expect(readdirSync(folder.path).filter((name) => /migrating|before/.test(name))).toEqual([]);
        await using asBefore = doorTo(folder.path, driver, { migrations: MIGRATIONS });
        await door.close();
        const opened = await unlockDoor(asBefore);
        expect(await rowsOf(opened.connections.writer, 'SELECT count(*) FROM settings')).toEqual([[20]]);
        await closeOpened(opened);
      });

      it('starts again after a crash in the middle of it', async () => {
        await makeOlder();
        for (const ending of ['', '-wal', '-shm'])
          writeFileSync(at(`adiuva.db.migrating${ending}`), 'half written');
        await using door = doorTo(folder.path, driver, { migrations: [...MIGRATIONS, newest] });
        const opened = await unlockDoor(door);
        expect(await rowsOf(opened.connections.writer, 'SELECT count(*) FROM settings')).toEqual([[20]]);
        await closeOpened(opened);
      });

      it('finishes a set-up that ended between two migrations', async () => {
        await using door = doorTo(folder.path, driver, { migrations: older });
        await closeOpened((await door.create(SLOTS)).opened);
        await door.close();
        await using next = doorTo(folder.path, driver);
        const opened = await unlockDoor(next);
        expect(await rowsOf(opened.connections.writer, 'SELECT count(*) FROM schema_migrations')).toEqual([
          [MIGRATIONS.length],
        ]);
        await closeOpened(opened);
      });
    });

    describe('an unencrypted database', () => {
      it('is found, brought in whole with its log, and kept aside', async () => {
        const canary = `canary-${randomBytes(8).toString('hex')}`;
        const plain = await makePlaintext(driver, at('made.db'), canary);
        // As a crash leaves it: the newest changes are in the log only.
        for (const ending of ['', '-wal']) copyFileSync(at(`made.db${ending}`), at(`adiuva.db${ending}`));
        await plain.close();
        rmSync(at('made.db'));
        expect(statSync(at('adiuva.db-wal')).size).toBeGreaterThan(0);
        expect(header(at('adiuva.db'))).toBe(PLAIN);
        await using door = doorTo(folder.path, driver);
        expect(await door.look()).toEqual({ state: 'plaintext_found' });
        expect(await door.unlock({ kind: 'keychain' })).toEqual({ state: 'plaintext_found' });
        await expect(door.create(SLOTS)).rejects.toMatchObject({ code: 'conflict' });

        const { opened, recoveryPhrase, keptFile } = await door.bringInPlaintext(SLOTS);
        expect(recoveryPhrase?.split(' ')).toHaveLength(12);
        const { writer } = opened.connections;
        expect(await rowsOf(writer, 'SELECT count(*), max(seq) FROM change_log')).toEqual([[50, 50]]);
        expect(await rowsOf(writer, "SELECT rowid FROM search_fts WHERE search_fts MATCH 'harbour'")).toEqual(
          [[1]],
        );
        expect(await checkIntegrity((sql) => rowsOf(writer, sql))).toEqual({ ok: true, problems: [] });
        await closeOpened(opened);

        expect(keptFile).toBe(at('adiuva.unencrypted-2026-11-21.db'));
        expect(header(keptFile)).toBe(PLAIN);
        expect(existsSync(`${keptFile}-wal`)).toBe(false);
        for (const name of readdirSync(folder.path).filter((name) => at(name) !== keptFile)) {
          expect([name, readFileSync(at(name)).includes(canary)]).toEqual([name, false]);
        }
        await closeOpened(await unlockDoor(door));
        await using kept = await driver.open({ path: keptFile, key: null, mode: 'write' });
        expect(await rowsOf(kept, 'SELECT count(*) FROM settings')).toEqual([[50]]);
      });

      it('of another program is left alone', async () => {
        const db = await driver.open({ path: at('adiuva.db'), key: null, mode: 'create' });
        await db.exec('CREATE TABLE bookmarks(url TEXT)');
        await db.close();
        await using door = doorTo(folder.path, driver);
        await expect(door.bringInPlaintext(SLOTS)).rejects.toMatchObject({ code: 'import_unknown_kind' });
        expect(await door.look()).toEqual({ state: 'plaintext_found' });
        expect(readdirSync(folder.path).filter((name) => name.includes('importing'))).toEqual([]);
      });

      it('of a newer Adiuva is refused before anything is written', async () => {
        const plain = await makePlaintext(driver, at('adiuva.db'), 'x');
        await plain.close();
        await using door = doorTo(folder.path, driver, { migrations: MIGRATIONS.slice(0, 1) });
        await expect(door.bringInPlaintext(SLOTS)).rejects.toMatchObject({ code: 'store_too_new' });
        expect(header(at('adiuva.db'))).toBe(PLAIN);
        expect(readdirSync(folder.path).filter((name) => /importing|unencrypted/.test(name))).toEqual([]);
      });

      it('that is damaged is refused, and nothing of it is changed', async () => {
        const plain = await makePlaintext(driver, at('adiuva.db'), 'x'.repeat(500));
        await plain.exec('PRAGMA journal_mode = DELETE');
        await plain.close();
        const bytes = readFileSync(at('adiuva.db'));
        bytes.fill(0xff, bytes.length - 8192, bytes.length - 4096);
        writeFileSync(at('adiuva.db'), bytes);
        await using door = doorTo(folder.path, driver);
        await expect(door.bringInPlaintext(SLOTS)).rejects.toMatchObject({ code: 'store_corrupt' });
        const after = readFileSync(at('adiuva.db'));
        expect(after.subarray(100).equals(bytes.subarray(100))).toBe(true);
        expect(readdirSync(folder.path).filter((name) => /importing|unencrypted/.test(name))).toEqual([]);
      });
    });
  },
);
