import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteConnection, SqlValue } from '#main/db/driver/driver.ts';
import { requireSafeSqlite } from '#main/db/driver/sqlite-errors.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const KEY = randomBytes(32);
const drivers = await driversUnderTest(300);

async function rowsOf(
  connection: SqliteConnection,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly (readonly SqlValue[])[]> {
  const [result] = await connection.batch([{ sql, params }]);
  return result?.rows ?? [];
}

describe.each(drivers.map((entry) => ({ ...entry, name: entry.driver.name })))(
  'the $name driver',
  ({ driver, missing }) => {
    let folder: ReturnType<typeof temporaryFolder>;
    let path: string;
    let db: SqliteConnection;

    beforeEach(async (context) => {
      if (missing) context.skip(missing);
      folder = temporaryFolder();
      path = join(folder.path, 'store.db');
      db = await driver.open({ path, key: KEY, mode: 'create' });
      await db.exec('CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER, data BLOB)');
    });

    afterEach(async () => {
      await db?.close();
      folder?.[Symbol.dispose]();
    });

    describe('opening', () => {
      it('runs with the settings that keep commits and deletions safe', async () => {
        const expected: Record<string, SqlValue> = {
          journal_mode: 'wal',
          synchronous: 2,
          foreign_keys: 1,
          secure_delete: 1,
          trusted_schema: 0,
          temp_store: 2,
          recursive_triggers: 1,
          cell_size_check: 1,
        };
        for (const [name, value] of Object.entries(expected)) {
          expect([name, ...(await rowsOf(db, `PRAGMA ${name}`))]).toEqual([name, [value]]);
        }
      });

      it('leaves the key of the caller as it was', async () => {
        const key = new Uint8Array(KEY);
        await using again = await driver.open({ path, key, mode: 'write' });
        expect(await rowsOf(again, 'SELECT count(*) FROM item')).toEqual([[0]]);
        expect(Buffer.from(key).equals(KEY)).toBe(true);
      });

      it('names its versions and bundles a SQLite that is safe to use', async () => {
        const versions = await driver.versions();
        expect(versions.sqlite).toMatch(/^\d+\.\d+\.\d+$/);
        expect(versions.cipher.length).toBeGreaterThan(3);
        expect(() => requireSafeSqlite(versions.sqlite)).not.toThrow();
      });

      it('refuses a wrong key and an unencrypted reading, and changes nothing', async () => {
        await db.batch([{ sql: "INSERT INTO item(name) VALUES ('kept')" }]);
        await db.close();
        const before = readFileSync(path);
        for (const key of [randomBytes(32), null]) {
          await expect(driver.open({ path, key, mode: 'write' })).rejects.toMatchObject({
            code: 'store_wrong_key',
          });
        }
        expect(readFileSync(path).equals(before)).toBe(true);
      });

      it('says that a store is absent instead of creating one', async () => {
        const absent = join(folder.path, 'absent.db');
        for (const mode of ['read', 'write'] as const) {
          await expect(driver.open({ path: absent, key: KEY, mode })).rejects.toMatchObject({
            code: 'store_absent',
          });
        }
        expect(readdirSync(folder.path)).not.toContain('absent.db');
      });

      it('cannot create a store in a folder that is not there', async () => {
        const nowhere = join(folder.path, 'missing', 'store.db');
        await expect(driver.open({ path: nowhere, key: KEY, mode: 'create' })).rejects.toMatchObject({
          code: 'file_unreadable',
        });
      });

      it('writes no text of the user to any file in the clear', async () => {
        const canary = `canary-${randomBytes(12).toString('hex')}`;
        await db.batch([{ sql: 'INSERT INTO item(name) VALUES (?)', params: [canary] }]);
        for (const name of readdirSync(folder.path)) {
          const bytes = readFileSync(join(folder.path, name));
          expect([name, bytes.includes(canary), bytes.includes('SQLite format 3')]).toEqual([
            name,
            false,
            false,
          ]);
        }
      });

      it('reads but does not write in read mode', async () => {
        await db.batch([{ sql: "INSERT INTO item(name) VALUES ('one')" }]);
        await using reader = await driver.open({ path, key: KEY, mode: 'read' });
        expect(await rowsOf(reader, 'SELECT name FROM item')).toEqual([['one']]);
        await expect(reader.batch([{ sql: 'DELETE FROM item' }])).rejects.toMatchObject({
          code: 'store_read_only',
        });
      });
    });

    describe('values', () => {
      it('keeps every kind of value as it was', async () => {
        const values: SqlValue[] = [
          'text',
          '',
          'a\u0000b',
          '𝄞 è',
          0,
          -1,
          2_147_483_648,
          1_763_700_000_000,
          Number.MAX_SAFE_INTEGER,
          0.5,
          -1e300,
          null,
        ];
        for (const value of values) expect(await rowsOf(db, 'SELECT ?', [value])).toEqual([[value]]);
      });

      it('binds whole numbers as integers of any width and others as reals', async () => {
        const params = [1, 1_763_700_000_000, 2n ** 62n, -(2n ** 63n), 1.5];
        expect(
          await rowsOf(db, 'SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)', params),
        ).toEqual([['integer', 'integer', 'integer', 'integer', 'real']]);
        await db.batch([{ sql: 'INSERT INTO item(size) VALUES (?)', params: [2n ** 62n + 1n] }]);
        expect(
          await rowsOf(db, 'SELECT CAST(size AS TEXT) FROM item WHERE size = ?', [2n ** 62n + 1n]),
        ).toEqual([[String(2n ** 62n + 1n)]]);
      });

      it('keeps blobs, empty ones and parts of a larger buffer too', async () => {
        const large = randomBytes(300_000);
        for (const blob of [new Uint8Array(0), large.subarray(10, 20), new Uint8Array([0, 255]), large]) {
          const [row] = await rowsOf(db, 'SELECT ?, typeof(?)', [blob, blob]);
          expect(row?.[0]).toBeInstanceOf(Uint8Array);
          expect(Buffer.from(row?.[0] as Uint8Array).equals(blob)).toBe(true); // just checked to be bytes
          expect(row?.[1]).toBe('blob');
        }
      });

      it('refuses a value that SQLite cannot hold instead of storing something else', async () => {
        const wrong = true as unknown as SqlValue; // what a caller without types could pass
        await expect(
          db.batch([{ sql: 'INSERT INTO item(name) VALUES (?)', params: [wrong] }]),
        ).rejects.toMatchObject({ code: 'internal' });
        expect(await rowsOf(db, 'SELECT count(*) FROM item')).toEqual([[0]]);
      });
    });

    describe('rows', () => {
      it('keeps same-named columns of a join apart and in order', async () => {
        await db.exec("INSERT INTO item(id, name, size) VALUES (1, 'a', 10), (2, 'b', 20)");
        const join = 'SELECT x.id, x.name, y.id, y.name, y.size FROM item x JOIN item y ON y.id = x.id + 1';
        expect(await rowsOf(db, join)).toEqual([[1, 'a', 2, 'b', 20]]);
        expect(await rowsOf(db, 'SELECT * FROM item x JOIN item y ON y.id = x.id + 1')).toEqual([
          [1, 'a', 10, null, 2, 'b', 20, null],
        ]);
      });

      it('keeps the order of columns whose names are numbers', async () => {
        for (let round = 0; round < 2; round += 1) {
          expect(await rowsOf(db, "SELECT 'first' AS z, 1, 'third' AS a, 0, ?", ['last'])).toEqual([
            ['first', 1, 'third', 0, 'last'],
          ]);
        }
      });

      it('keeps the order that was asked for, with limits, common tables and trailing comments', async () => {
        const sizes = Array.from({ length: 50 }, (_, index) => [(index * 37) % 50]);
        await db.batch([{ sql: 'INSERT INTO item(size) VALUES (?)', paramsList: sizes }]);
        const sql =
          'WITH big(size) AS (SELECT size FROM item WHERE size >= ?)\nSELECT size FROM big ORDER BY size DESC LIMIT ? -- the largest\n;';
        expect(await rowsOf(db, sql, [40, 3])).toEqual([[49], [48], [47]]);
        expect(await rowsOf(db, 'VALUES (1, 2), (3, 4)')).toEqual([
          [1, 2],
          [3, 4],
        ]);
      });

      it('answers full-text queries with their ranking functions', async () => {
        await db.exec('CREATE VIRTUAL TABLE words USING fts5(title, body)');
        await db.batch([
          {
            sql: 'INSERT INTO words(title, body) VALUES (?, ?)',
            paramsList: [
              ['plain', 'an invoice for the harbour'],
              ['invoice', 'invoice invoice'],
            ],
          },
        ]);
        const rows = await rowsOf(
          db,
          "SELECT title, highlight(words, 1, '[', ']') FROM words WHERE words MATCH ? ORDER BY bm25(words, 5.0, 1.0)",
          ['invoice'],
        );
        expect(rows).toEqual([
          ['invoice', '[invoice] [invoice]'],
          ['plain', 'an [invoice] for the harbour'],
        ]);
      });

      it('returns pragma and plan rows', async () => {
        expect(await rowsOf(db, 'PRAGMA table_info(item)')).toHaveLength(4);
        expect((await rowsOf(db, 'EXPLAIN QUERY PLAN SELECT * FROM item WHERE id = 1')).length).toBe(1);
      });

      it('carries 100,000 rows in one answer and in pages', async () => {
        const paramsList = Array.from({ length: 100_000 }, (_, index) => [`item ${index}`, index]);
        const [, inserted] = await db.batch([
          { sql: 'BEGIN IMMEDIATE' },
          { sql: 'INSERT INTO item(name, size) VALUES (?, ?)', paramsList, returns: 'none' },
          { sql: 'COMMIT' },
        ]);
        expect(inserted?.changes).toBe(100_000);
        const all = await rowsOf(db, 'SELECT id, name, size FROM item ORDER BY id');
        expect(all).toHaveLength(100_000);
        expect(all[99_999]).toEqual([100_000, 'item 99999', 99_999]);
        let last = 0;
        let seen = 0;
        for (;;) {
          const page = await rowsOf(db, 'SELECT id, size FROM item WHERE id > ? ORDER BY id LIMIT 10000', [
            last,
          ]);
          if (page.length === 0) break;
          seen += page.length;
          last = Number(page.at(-1)?.[0]);
        }
        expect(seen).toBe(100_000);
      }, 60_000);
    });

    describe('changes', () => {
      it('counts what each statement changed and nothing else', async () => {
        const results = await db.batch([
          {
            sql: 'INSERT INTO item(name, size) VALUES (?, ?)',
            paramsList: [
              ['a', 1],
              ['b', 2],
              ['c', 3],
            ],
          },
          { sql: 'SELECT name FROM item WHERE size > 1 ORDER BY name' },
          { sql: 'UPDATE item SET size = size + 1 WHERE size > ?', params: [1] },
          { sql: 'UPDATE item SET size = 0 WHERE size > 100' },
          { sql: 'INSERT INTO item(name) VALUES (?), (?) RETURNING id', params: ['d', 'e'] },
          { sql: 'INSERT INTO item(name) VALUES (?) ON CONFLICT DO NOTHING RETURNING id', params: ['d'] },
          { sql: 'CREATE TABLE other(a)' },
          {
            sql: 'WITH old AS (SELECT id FROM item WHERE size = 1) DELETE FROM item WHERE id IN (SELECT id FROM old)',
          },
          { sql: 'DELETE FROM item RETURNING name', returns: 'none' },
        ]);
        expect(results.map((result) => result.changes)).toEqual([3, 0, 2, 0, 2, 0, 0, 1, 4]);
        expect(results.map((result) => result.rows)).toEqual([
          [],
          [['b'], ['c']],
          [],
          [],
          [[4], [5]],
          [],
          [],
          [],
          [],
        ]);
      });

      it('gathers the rows of RETURNING over a list of parameters', async () => {
        const [result] = await db.batch([
          { sql: 'INSERT INTO item(name) VALUES (?) RETURNING id, name', paramsList: [['x'], ['y']] },
        ]);
        expect(result).toEqual({
          rows: [
            [1, 'x'],
            [2, 'y'],
          ],
          changes: 2,
        });
      });
    });

    describe('batches and transactions', () => {
      it('stops at the first failure and rolls back on demand', async () => {
        const failing = db.batch([
          { sql: 'BEGIN IMMEDIATE' },
          { sql: "INSERT INTO item(name) VALUES ('a')" },
          { sql: "INSERT INTO item(name) VALUES ('a')" },
          { sql: "INSERT INTO item(name) VALUES ('never')" },
          { sql: 'COMMIT' },
        ]);
        await expect(failing).rejects.toMatchObject({ code: 'conflict' });
        expect(await rowsOf(db, 'SELECT name FROM item')).toEqual([['a']]);
        await db.batch([{ sql: 'ROLLBACK' }]);
        expect(await rowsOf(db, 'SELECT name FROM item')).toEqual([]);
      });

      it('never lets two batches mix', async () => {
        const transfer = (name: string) =>
          db.batch([
            { sql: 'BEGIN IMMEDIATE' },
            { sql: 'INSERT INTO item(name) VALUES (?)', params: [name] },
            { sql: 'SELECT count(*) FROM item' },
            { sql: 'INSERT INTO item(name) VALUES (?)', params: [`${name} again`] },
            { sql: 'COMMIT' },
          ]);
        const results = await Promise.all(Array.from({ length: 20 }, (_, index) => transfer(`n${index}`)));
        expect(results.map((result) => result[2]?.rows[0]?.[0])).toEqual(
          Array.from({ length: 20 }, (_, index) => index * 2 + 1),
        );
      });

      it('lets a reader beside an open write transaction see the last commit', async () => {
        await using reader = await driver.open({ path, key: KEY, mode: 'read' });
        await db.batch([{ sql: "INSERT INTO item(name) VALUES ('before')" }]);
        await db.batch([{ sql: 'BEGIN IMMEDIATE' }, { sql: "INSERT INTO item(name) VALUES ('after')" }]);
        expect(await rowsOf(reader, 'SELECT name FROM item')).toEqual([['before']]);
        await db.batch([{ sql: 'COMMIT' }]);
        expect(await rowsOf(reader, 'SELECT count(*) FROM item')).toEqual([[2]]);
      });

      it('reports a writer that had to wait too long as busy', async () => {
        await using second = await driver.open({ path, key: KEY, mode: 'write' });
        await db.batch([{ sql: 'BEGIN IMMEDIATE' }]);
        const startedAt = performance.now();
        await expect(second.batch([{ sql: 'BEGIN IMMEDIATE' }])).rejects.toMatchObject({
          code: 'store_busy',
        });
        expect(performance.now() - startedAt).toBeGreaterThan(200);
        await db.batch([{ sql: 'ROLLBACK' }]);
        await second.batch([{ sql: 'BEGIN IMMEDIATE' }, { sql: 'COMMIT' }]);
      });

      it('maps what SQLite refuses to stable codes', async () => {
        await db.exec('CREATE TABLE child(item_id INTEGER NOT NULL REFERENCES item(id))');
        const refused = async (sql: string): Promise<string> =>
          db.batch([{ sql }]).then(
            () => 'accepted',
            (error: { code: string }) => error.code,
          );
        expect(await refused('INSERT INTO child VALUES (99)')).toBe('conflict');
        expect(await refused('INSERT INTO child VALUES (NULL)')).toBe('conflict');
        expect(await refused('SELECT nothing FROM nowhere')).toBe('internal');
        expect(await refused('SELEC 1')).toBe('internal');
        await db.exec('PRAGMA max_page_count = 20');
        expect(await refused('INSERT INTO item(data) VALUES (zeroblob(1000000))')).toBe('disk_full');
      });
    });

    describe('statement cache', () => {
      it('survives more statements than it holds and a changed schema', async () => {
        for (let index = 0; index < 600; index += 1) {
          expect(await rowsOf(db, `SELECT ${index} AS n`)).toEqual([[index]]);
        }
        await db.exec("INSERT INTO item(name) VALUES ('one')");
        expect((await rowsOf(db, 'SELECT * FROM item'))[0]).toHaveLength(4);
        await db.exec('ALTER TABLE item ADD COLUMN colour TEXT');
        expect((await rowsOf(db, 'SELECT * FROM item'))[0]).toHaveLength(5);
        await db.exec('DROP TABLE item');
        await expect(rowsOf(db, 'SELECT * FROM item')).rejects.toMatchObject({ code: 'internal' });
      });

      it('is faster the second time than preparing anew', async () => {
        const columns = Array.from({ length: 200 }, (_, index) => `(SELECT max(size) + ${index} FROM item)`);
        const sql = (salt: number): string => `SELECT ${columns.join(', ')}, ${salt} AS salt`;
        const timed = async (statement: (round: number) => string): Promise<number> => {
          const startedAt = performance.now();
          for (let round = 0; round < 100; round += 1) await rowsOf(db, statement(round));
          return performance.now() - startedAt;
        };
        const anew = await timed((round) => sql(round));
        const cached = await timed(() => sql(0));
        expect(cached).toBeLessThan(anew);
      });
    });

    describe('cancelling and closing', () => {
      it('does not start what was cancelled before', async () => {
        await expect(
          db.batch([{ sql: "INSERT INTO item(name) VALUES ('x')" }], AbortSignal.abort()),
        ).rejects.toMatchObject({ code: 'cancelled' });
        expect(await rowsOf(db, 'SELECT count(*) FROM item')).toEqual([[0]]);
      });

      it('stops between statements, and what follows still works', async () => {
        await db.batch([{ sql: 'BEGIN IMMEDIATE' }]);
        const controller = new AbortController();
        const paramsList = Array.from({ length: 200_000 }, (_, index) => [index]);
        const long = db.batch(
          [{ sql: 'INSERT INTO item(size) VALUES (?)', paramsList }, { sql: 'COMMIT' }],
          controller.signal,
        );
        setTimeout(() => controller.abort(), 20);
        await expect(long).rejects.toMatchObject({ code: 'cancelled' });
        await db.batch([{ sql: 'ROLLBACK' }]);
        expect(await rowsOf(db, 'SELECT count(*) FROM item')).toEqual([[0]]);
      });

      it('keeps an acknowledged answer when the signal fires afterwards', async () => {
        const controller = new AbortController();
        await db.batch([{ sql: "INSERT INTO item(name) VALUES ('x')" }], controller.signal);
        controller.abort();
        expect(await rowsOf(db, 'SELECT count(*) FROM item')).toEqual([[1]]);
      });

      it('finishes what was asked before closing and refuses what comes after', async () => {
        const asked = db.batch([{ sql: "INSERT INTO item(name) VALUES ('asked')" }]);
        const closed = db.close();
        await expect(rowsOf(db, 'SELECT 1')).rejects.toMatchObject({ code: 'store_locked' });
        await expect(db.exec('SELECT 1')).rejects.toMatchObject({ code: 'store_locked' });
        expect((await asked)[0]?.changes).toBe(1);
        await closed;
        await db.close();
        await using again = await driver.open({ path, key: KEY, mode: 'write' });
        expect(await rowsOf(again, 'SELECT name FROM item')).toEqual([['asked']]);
      });
    });
  },
);

describe('files of one driver in the other', () => {
  const [first, second] = drivers;

  it.for([
    ['multiple-ciphers', 'journeyapps'],
    ['journeyapps', 'multiple-ciphers'],
  ])('%s writes, %s reads and writes on', async ([from], context) => {
    if (second.missing) context.skip(second.missing);
    const [writer, reader] =
      from === first.driver.name ? [first.driver, second.driver] : [second.driver, first.driver];
    using folder = temporaryFolder();
    const path = join(folder.path, 'store.db');
    const blob = randomBytes(20_000);
    {
      await using db = await writer.open({ path, key: KEY, mode: 'create' });
      await db.exec('CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, size INTEGER, data BLOB)');
      await db.exec('CREATE VIRTUAL TABLE words USING fts5(body)');
      await db.batch([
        { sql: 'INSERT INTO item VALUES (?, ?, ?, ?)', params: [1, 'è 𝄞', 1_763_700_000_000, blob] },
        { sql: "INSERT INTO words VALUES ('harbour invoice')" },
      ]);
    }
    await using db = await reader.open({ path, key: KEY, mode: 'write' });
    const [row] = await rowsOf(db, 'SELECT * FROM item');
    expect(row?.slice(0, 3)).toEqual([1, 'è 𝄞', 1_763_700_000_000]);
    expect(blob.equals(row?.[3] as Uint8Array)).toBe(true); // a BLOB column
    expect(await rowsOf(db, "SELECT body FROM words WHERE words MATCH 'invoice'")).toEqual([
      ['harbour invoice'],
    ]);
    await db.batch([{ sql: 'UPDATE item SET size = size + 1' }]);
    expect(await rowsOf(db, 'PRAGMA integrity_check')).toEqual([['ok']]);
    await expect(reader.open({ path, key: randomBytes(32), mode: 'write' })).rejects.toMatchObject({
      code: 'store_wrong_key',
    });
    await db.close();
    await using back = await writer.open({ path, key: KEY, mode: 'write' });
    expect(await rowsOf(back, 'SELECT size FROM item')).toEqual([[1_763_700_000_001]]);
  });

  it('both drivers work on one file at one time', async (context) => {
    if (second.missing) context.skip(second.missing);
    using folder = temporaryFolder();
    const path = join(folder.path, 'store.db');
    await using one = await first.driver.open({ path, key: KEY, mode: 'create' });
    await one.exec('CREATE TABLE item(id INTEGER PRIMARY KEY)');
    await using two = await second.driver.open({ path, key: KEY, mode: 'write' });
    for (let round = 0; round < 20; round += 1) {
      await one.batch([{ sql: 'INSERT INTO item DEFAULT VALUES' }]);
      await two.batch([{ sql: 'INSERT INTO item DEFAULT VALUES' }]);
    }
    expect(await rowsOf(one, 'SELECT count(*) FROM item')).toEqual([[40]]);
    expect(await rowsOf(two, 'SELECT count(*) FROM item')).toEqual([[40]]);
  });
});

describe('the bundled SQLite', () => {
  it('is refused below the first version without the WAL-reset bug', () => {
    for (const version of ['3.51.3', '3.52.0', '3.53.4', '4.0.0'])
      expect(() => requireSafeSqlite(version)).not.toThrow();
    for (const version of ['3.51.2', '3.50.9', '3.7.17', '2.99.99', 'unknown']) {
      expect(() => requireSafeSqlite(version)).toThrow(/older than 3\.51\.3/);
    }
  });
});
