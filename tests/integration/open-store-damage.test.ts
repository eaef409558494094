import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteConnection, SqliteDriver } from '#main/db/driver/driver.ts';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { salvageInto } from '#main/db/open-store-salvage.ts';
import { AppError } from '#shared/errors.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import {
  MIGRATIONS,
  SLOTS,
  closeOpened,
  doorTo,
  rowsOf,
  unlockDoor,
  writeChange,
} from '../support/store-door.ts';

const KEY = randomBytes(32);
const PAGE = 4096;
const ROWS = 3_000;
const drivers = await driversUnderTest();

/** A generator whose seed is printed with a failure, so that the same bytes can be flipped again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function makeTable(driver: SqliteDriver, path: string): Promise<void> {
  await using db = await driver.open({ path, key: KEY, mode: 'create' });
  await db.exec(`
    CREATE TABLE owner(id TEXT PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE item(id TEXT PRIMARY KEY, owner_id TEXT REFERENCES owner(id), body TEXT NOT NULL, part BLOB);
    CREATE INDEX item_by_owner ON item(owner_id);
    CREATE VIRTUAL TABLE words USING fts5(body);
    CREATE TABLE touched(id TEXT);
  `);
  const owners = Array.from({ length: 300 }, (_, index) => [`owner-${index}`, `name ${index}`]);
  const items = Array.from({ length: ROWS }, (_, index) => [
    `item-${index}`,
    `owner-${index % 300}`,
    `body of item ${index} `.repeat(6),
    index % 100 === 0 ? Buffer.alloc(9_000, index % 251) : null,
  ]);
  await db.batch([
    { sql: 'BEGIN IMMEDIATE' },
    { sql: 'INSERT INTO owner VALUES (?, ?)', paramsList: owners },
    { sql: 'INSERT INTO item VALUES (?, ?, ?, ?)', paramsList: items },
    { sql: 'COMMIT' },
  ]);
  await db.exec(
    'CREATE TRIGGER item_touched AFTER INSERT ON item BEGIN INSERT INTO touched VALUES (new.id); END',
  );
  // A free page holds nothing, so nothing reads it: here every page must count.
  expect(await rowsOf(db, 'PRAGMA freelist_count')).toEqual([[0]]);
}

const READ_ALL = 'SELECT id, owner_id, body, part FROM item ORDER BY rowid';

describe.each(drivers.map((entry) => ({ ...entry, name: entry.driver.name })))(
  'a damaged store with the $name driver',
  ({ driver, missing }) => {
    let folder: ReturnType<typeof temporaryFolder>;
    let path: string;

    beforeEach(async (context) => {
      if (missing) context.skip(missing);
      folder = temporaryFolder();
      path = join(folder.path, 'adiuva.db');
      await makeTable(driver, path);
    });
    afterEach(() => folder?.[Symbol.dispose]());

    /** How the damage shows: at opening, in the check, when everything is read; `unseen` must not happen. */
    async function symptom(expected: string): Promise<string> {
      let db: SqliteConnection;
      try {
        db = await driver.open({ path, key: KEY, mode: 'write' });
      } catch (error) {
        return error instanceof AppError ? error.code : 'crash';
      }
      await using connection = db;
      const report = await checkIntegrity((sql) => rowsOf(connection, sql));
      if (!report.ok) return 'integrity';
      const read = await rowsOf(connection, READ_ALL).then(
        (rows) => JSON.stringify(rows),
        () => 'unreadable',
      );
      return read === expected ? 'unseen, content whole' : `wrong content read`;
    }

    it('shows every flipped bit, and never as other content', { timeout: 120_000 }, async () => {
      const whole = readFileSync(path);
      let expected = '';
      {
        await using db = await driver.open({ path, key: KEY, mode: 'read' });
        expected = JSON.stringify(await rowsOf(db, READ_ALL));
      }
      const seed = randomBytes(4).readUInt32LE();
      const random = seeded(seed);
      const counts = new Map<string, number>();
      const trials = 60;
      for (let trial = 0; trial < trials; trial += 1) {
        const bytes = Buffer.from(whole);
        const offset = Math.floor(random() * bytes.length);
        bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8));
        writeFileSync(path, bytes);
        const found = await symptom(expected);
        counts.set(found, (counts.get(found) ?? 0) + 1);
      }
      process.stderr.write(
        `${driver.name}: ${trials} flipped bits, seed ${seed}: ${JSON.stringify(Object.fromEntries(counts))}\n`,
      );
      expect(
        [...counts.keys()].filter((key) => !['integrity', 'store_wrong_key', 'store_corrupt'].includes(key)),
      ).toEqual([]);
      writeFileSync(path, whole);
      expect(await symptom(expected)).toBe('unseen, content whole');
    });

    it('shows a file that was cut off at any page or inside one', async () => {
      const whole = readFileSync(path);
      const pages = whole.length / PAGE;
      for (const size of [
        PAGE,
        PAGE * 3,
        PAGE * (pages >> 1),
        PAGE * (pages - 1),
        whole.length - 1,
        PAGE * 5 + 77,
      ]) {
        writeFileSync(path, whole);
        truncateSync(path, size);
        expect([size, await symptom('')]).not.toEqual([size, 'unseen, content whole']);
        expect(['integrity', 'store_corrupt', 'store_wrong_key']).toContain(await symptom(''));
      }
    });

    it('shows a page that changed places with another', async () => {
      const bytes = readFileSync(path);
      const [first, second] = [bytes.subarray(PAGE * 10, PAGE * 11), bytes.subarray(PAGE * 20, PAGE * 21)];
      const swapped = Buffer.from(bytes);
      swapped.set(second, PAGE * 10);
      swapped.set(first, PAGE * 20);
      writeFileSync(path, swapped);
      expect(await symptom('')).toBe('integrity');
    });

    it('gives back every row outside the damaged pages', async () => {
      const whole = readFileSync(path);
      const damaged = [20, 21, 60].map((page) => page * PAGE + 1_234);
      const bytes = Buffer.from(whole);
      for (const offset of damaged) bytes[offset] = (bytes[offset] ?? 0) ^ 0x40;
      writeFileSync(path, bytes);
      const target = join(folder.path, 'saved.db');
      {
        const source = () => driver.open({ path, key: KEY, mode: 'read' });
        await using saved = await driver.open({ path: target, key: KEY, mode: 'create' });
        const report = await salvageInto(source, saved, { derivedTables: ['touched'] });
        expect(report.tables.map(({ table }) => table)).toEqual(['owner', 'item']);
        expect(report.tables.some(({ isWhole }) => !isWhole)).toBe(true);
      }
      expect(readFileSync(path).equals(bytes)).toBe(true);
      await using saved = await driver.open({ path: target, key: KEY, mode: 'write' });
      expect(await checkIntegrity((sql) => rowsOf(saved, sql))).toEqual({ ok: true, problems: [] });
      const rows = await rowsOf(saved, 'SELECT id, body FROM item');
      expect(rows.length).toBeGreaterThan(ROWS - 300);
      for (const [id, body] of rows) {
        expect(body).toBe(`body of item ${String(id).slice(5)} `.repeat(6));
      }
      expect(await rowsOf(saved, 'SELECT count(*) FROM touched')).toEqual([[0]]);
      await saved.batch([{ sql: "INSERT INTO item VALUES ('new', NULL, 'b', NULL)" }]);
      expect(await rowsOf(saved, 'SELECT count(*) FROM touched')).toEqual([[1]]);
      expect(await rowsOf(saved, "SELECT count(*) FROM item WHERE owner_id = 'owner-299'")).not.toEqual([
        [0],
      ]);
      process.stderr.write(`${driver.name}: ${rows.length} of ${ROWS} rows saved behind 3 damaged pages\n`);
    });

    it('cuts references to rows that were lost and says how many', async () => {
      {
        await using db = await driver.open({ path, key: KEY, mode: 'write' });
        await db.exec("PRAGMA foreign_keys = OFF; DELETE FROM owner WHERE id IN ('owner-1', 'owner-2')");
      }
      const source = () => driver.open({ path, key: KEY, mode: 'read' });
      await using saved = await driver.open({
        path: join(folder.path, 'saved.db'),
        key: KEY,
        mode: 'create',
      });
      const report = await salvageInto(source, saved, { derivedTables: [] });
      expect(report).toMatchObject({ referencesCut: 20, referencesDangling: 0 });
      expect(await rowsOf(saved, 'SELECT count(*) FROM item WHERE owner_id IS NULL')).toEqual([[20]]);
      expect(await rowsOf(saved, 'SELECT count(*) FROM item')).toEqual([[ROWS]]);
    });
  },
);

describe('repairing a data folder', () => {
  const { driver } = drivers[0];

  it('puts a saved store in place, keeps the damaged one, and opens with the same keys', async () => {
    using folder = temporaryFolder();
    const store = join(folder.path, 'adiuva.db');
    await using door = doorTo(folder.path, driver);
    const { opened } = await door.create(SLOTS);
    for (let seq = 1; seq <= 400; seq += 1)
      await writeChange(opened.connections.writer, seq, `value ${seq} `.repeat(20));
    await opened.connections.writer.batch([
      { sql: "INSERT INTO store_meta VALUES ('search_indexed_seq', '400'), ('node_id', 'abc')" },
    ]);
    opened.sequence.note(400);
    await closeOpened(opened);
    const bytes = readFileSync(store);
    const offset = bytes.length - PAGE * 4 + 100;
    bytes[offset] = (bytes[offset] ?? 0) ^ 1;
    writeFileSync(store, bytes);

    const { report, keptFile } = await door.salvage({ kind: 'keychain' });
    expect(readFileSync(keptFile).equals(bytes)).toBe(true);
    expect(readdirSync(folder.path)).toContain('adiuva.damaged-2026-11-21.db');
    expect(report.tables.find(({ table }) => table === 'schema_migrations')).toEqual({
      table: 'schema_migrations',
      rows: MIGRATIONS.length,
      isWhole: true,
    });
    const again = await unlockDoor(door);
    const { writer } = again.connections;
    expect(await checkIntegrity((sql) => rowsOf(writer, sql))).toEqual({ ok: true, problems: [] });
    expect(await rowsOf(writer, 'SELECT key FROM store_meta')).toEqual([['node_id']]);
    const [row] = await rowsOf(writer, 'SELECT count(*) FROM settings');
    expect(Number(row?.[0])).toBeGreaterThan(350);
    await closeOpened(again);
  });

  it('saves what only the log of the store holds', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'adiuva.db');
    const crashed = join(folder.path, 'crashed.db');
    {
      await using db = await driver.open({ path, key: KEY, mode: 'create' });
      await db.exec('CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT)');
      await db.exec("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO note(body) VALUES ('only in the log')");
      // What a crash leaves: the file and its log as they are while the connection is open.
      for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, `${crashed}${ending}`);
    }
    const source = () => driver.open({ path: crashed, key: KEY, mode: 'read' });
    await using saved = await driver.open({ path: join(folder.path, 'saved.db'), key: KEY, mode: 'create' });
    await salvageInto(source, saved, { derivedTables: [] });
    expect(await rowsOf(saved, 'SELECT body FROM note')).toEqual([['only in the log']]);
  });

  it('leaves a store alone whose list of tables cannot be read', async () => {
    using folder = temporaryFolder();
    const store = join(folder.path, 'adiuva.db');
    await using door = doorTo(folder.path, driver);
    await closeOpened((await door.create(SLOTS)).opened);
    const bytes = readFileSync(store);
    bytes[2_000] = (bytes[2_000] ?? 0) ^ 1;
    writeFileSync(store, bytes);
    await expect(door.salvage({ kind: 'keychain' })).rejects.toMatchObject({ code: 'store_wrong_key' });
    expect(readFileSync(store).equals(bytes)).toBe(true);
    expect(readdirSync(folder.path).filter((name) => name.includes('salvaging'))).toEqual([]);
    renameSync(store, join(folder.path, 'kept.db'));
    expect(await door.look()).toEqual({ state: 'absent' });
  });
});
