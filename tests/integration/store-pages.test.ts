import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageCipher, createPageWriter, createStorePages } from '#main/db/pages/index.ts';
import type { PageSnapshot } from '#main/db/pages/index.ts';
import { hashTables } from '#main/engine/vault/content-hash.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { addTasks, contentsOf, openPagedStore, rowsIn, type PagedStore } from '../support/paged-store.ts';

const PAGE = 4096;
const CONTENT = 4016;
const drivers = await driversUnderTest();
const named = drivers.map((entry) => ({ ...entry, name: entry.driver.name }));

/** Reads every page of a snapshot as a backup does: by its descriptor, decrypted. */
function readAll(snapshot: PageSnapshot): (Uint8Array | null)[] {
  const stored = Buffer.alloc(PAGE);
  readSync(snapshot.fd, stored, 0, PAGE, 0);
  const cipher = createPageCipher(snapshot.storeKey, Uint8Array.from(stored.subarray(0, 16)));
  return Array.from({ length: snapshot.pageCount }, (_, index) => {
    readSync(snapshot.fd, stored, 0, PAGE, index * PAGE);
    return cipher.open(index + 1, stored);
  });
}

/** By the descriptor of the snapshot: opening the file once more and closing it would cost SQLite its locks. */
function bytesOf(snapshot: PageSnapshot): Buffer {
  const bytes = Buffer.alloc(snapshot.pageCount * PAGE);
  readSync(snapshot.fd, bytes, 0, bytes.length, 0);
  return bytes;
}

/** Writes the pages as a store of another key. */
function writeAll(path: string, pages: readonly (Uint8Array | null)[]): Uint8Array {
  const key = randomBytes(32);
  const writer = createPageWriter({ path, key, pageCount: pages.length });
  for (const [index, page] of pages.entries()) writer.write(index + 1, page ?? new Uint8Array(CONTENT));
  writer.finish();
  writer.close();
  return key;
}

describe.each(named)('the pages of a store on $name', ({ driver, missing }) => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  let opened: PagedStore;

  beforeEach(async (context) => {
    if (missing) context.skip(missing);
    folder = temporaryFolder();
    opened = await openPagedStore(driver, folder.path);
    path = opened.path;
  });

  afterEach(async () => {
    await opened?.store.close();
    folder?.[Symbol.dispose]();
  });

  it.each(drivers.map((other) => ({ other: other.driver, absent: other.missing, its: other.driver.name })))(
    'are read, and written again as a store that $its opens under its key alone',
    async ({ other, absent }) => {
      if (absent) return;
      const { store, writer } = opened;
      await addTasks(store, 800);
      // Leaves free pages behind.
      await store.maintain([{ sql: `DELETE FROM tasks WHERE rowid % 3 = 0` }]);
      await using snapshot = await store.snapshotPages();
      const pages = readAll(snapshot);
      await snapshot.confirm();
      expect(pages.length).toBe(statSync(path).size / PAGE);
      expect(Buffer.from(pages[0] ?? []).toString('latin1', 0, 15)).toBe('SQLite format 3');
      const copyPath = join(folder.path, 'copy.db');
      const key = writeAll(copyPath, pages);
      expect(readFileSync(copyPath).subarray(0, 16)).not.toEqual(bytesOf(snapshot).subarray(0, 16));
      await expect(other.open({ path: copyPath, key: opened.key, mode: 'read' })).rejects.toMatchObject({
        code: 'store_wrong_key',
      });
      await using copy = await other.open({ path: copyPath, key, mode: 'write' });
      expect(await rowsIn(copy, 'PRAGMA integrity_check')).toEqual([['ok']]);
      expect(await rowsIn(copy, 'PRAGMA foreign_key_check')).toEqual([]);
      expect(await contentsOf(copy)).toEqual(await contentsOf(writer));
      await copy.batch([{ sql: 'VACUUM' }]);
      expect(await contentsOf(copy)).toEqual(await contentsOf(writer));
    },
  );

  it('are those of one moment while a writer goes on, readers come and checkpoints are tried', async () => {
    const { store, writer, key } = opened;
    await addTasks(store, 500);
    const states: string[] = [];
    const stop = new AbortController();
    const hammer = (async () => {
      while (!stop.signal.aborted) {
        await addTasks(store, 3, 2_000);
        await store.maintain([
          { sql: `UPDATE tasks SET title = title || 'x' WHERE rowid % 7 = abs(random()) % 7` },
        ]);
      }
    })();
    const read = (async () => {
      while (!stop.signal.aborted) {
        await using one = await driver.open({ path, key, mode: 'read' });
        await one.batch([{ sql: 'BEGIN' }, { sql: 'SELECT count(*) FROM tasks' }]);
        await new Promise((resolve) => setTimeout(resolve, 15));
        await one.batch([{ sql: 'COMMIT' }]);
      }
    })();
    try {
      for (let round = 0; round < 4; round += 1) {
        await using snapshot = await store.snapshotPages();
        const expected = await hashTables(snapshot.rows);
        const begunAt = (await rowsIn(writer, 'SELECT count(*) FROM tasks'))[0]?.[0];
        const stored = bytesOf(snapshot);
        for (let tries = 0; tries < 10; tries += 1) {
          await store.maintain([{ sql: 'PRAGMA wal_checkpoint(PASSIVE)' }]);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const pages = readAll(snapshot);
        await snapshot.confirm();
        expect(bytesOf(snapshot).equals(stored)).toBe(true);
        const now = (await rowsIn(writer, 'SELECT count(*) FROM tasks'))[0]?.[0];
        expect(Number(now)).toBeGreaterThan(Number(begunAt));
        const copyPath = join(folder.path, `copy-${round}.db`);
        await using copy = await driver.open({
          path: copyPath,
          key: writeAll(copyPath, pages),
          mode: 'write',
        });
        expect(await rowsIn(copy, 'PRAGMA integrity_check')).toEqual([['ok']]);
        expect(await contentsOf(copy)).toEqual(expected);
        states.push(JSON.stringify(expected));
      }
    } finally {
      stop.abort();
      await Promise.all([hammer, read]);
    }
    expect(new Set(states).size).toBe(4);
  });

  it('equal a copy made by VACUUM INTO in the same turn, with writes before and after', async () => {
    const { store, writer, key } = opened;
    const vacuumPath = join(folder.path, 'vacuum.db');
    const pages = createStorePages(driver, path, key);
    const taken = pages.snapshot(async (work) => {
      // A write that says nothing sends nothing: the turn, without a transaction of its own.
      const { value } = await store.write({ command: 'turn' }, async () => {
        const isHeld = await work(writer);
        if (isHeld) await writer.batch([{ sql: 'VACUUM INTO ?', params: [vacuumPath] }]);
        return isHeld;
      });
      return value;
    });
    let isTaken = false;
    void taken.then(() => (isTaken = true));
    while (!isTaken) await addTasks(store, 20);
    const snapshot = await taken;
    await addTasks(store, 20);
    const copyPath = join(folder.path, 'copy.db');
    const copyKey = writeAll(copyPath, readAll(snapshot));
    await snapshot.confirm();
    await using copy = await driver.open({ path: copyPath, key: copyKey, mode: 'read' });
    await using vacuumed = await driver.open({ path: vacuumPath, key, mode: 'read' });
    expect(await contentsOf(copy)).toEqual(await contentsOf(vacuumed));
    const counted = await rowsIn(copy, 'SELECT count(*) FROM tasks');
    expect(Number(counted[0]?.[0])).toBeLessThan(
      Number((await rowsIn(writer, 'SELECT count(*) FROM tasks'))[0]?.[0]),
    );
    await snapshot.release();
    await pages.end();
    await store.close();
    await pages.close();
    opened = await openPagedStore(driver, folder.path, 'next.db');
  });

  it('are refused where a bit of the file was turned, with the page', async () => {
    await addTasks(opened.store, 100);
    await using snapshot = await opened.store.snapshotPages();
    const salt = bytesOf(snapshot).subarray(0, 16);
    const cipher = createPageCipher(snapshot.storeKey, salt);
    for (let tries = 0; tries < 400; tries += 1) {
      const number = 1 + (tries % snapshot.pageCount);
      const page = Buffer.alloc(PAGE);
      readSync(snapshot.fd, page, 0, PAGE, (number - 1) * PAGE);
      // The salt of the first page is no part of what its MAC covers: it is what the key of the MAC is made from.
      const bit = (number === 1 ? 128 : 0) + ((tries * 7_919) % ((PAGE - (number === 1 ? 16 : 0)) * 8));
      page[bit >> 3] = (page[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => cipher.open(number, page)).toThrow(/damaged/);
    }
    const first = Buffer.alloc(PAGE);
    readSync(snapshot.fd, first, 0, PAGE, PAGE);
    expect(() => cipher.open(3, first)).toThrow(/damaged/);
    expect(() => createPageCipher(randomBytes(32), salt).open(2, first)).toThrow(/damaged/);
  });

  it('wait for a reader that needs the log, and give up where they are told to', async () => {
    const { store, reader } = opened;
    await addTasks(store, 10);
    await reader.batch([{ sql: 'BEGIN' }, { sql: 'SELECT count(*) FROM tasks' }]);
    await addTasks(store, 10);
    const stop = new AbortController();
    const given = store.snapshotPages(stop.signal);
    setTimeout(() => stop.abort(), 300);
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = store.snapshotPages();
    // Writes go on meanwhile.
    await addTasks(store, 10);
    await reader.batch([{ sql: 'COMMIT' }]);
    await using snapshot = await waiting;
    expect(Number((await snapshot.rows('SELECT count(*) FROM tasks'))[0]?.[0])).toBeGreaterThanOrEqual(20);
  });

  it('do not count once the file was touched, or another lies in its place', async () => {
    const { store } = opened;
    await addTasks(store, 10);
    await using snapshot = await store.snapshotPages();
    await snapshot.confirm();
    const { atime, mtime } = statSync(path);
    utimesSync(path, atime, new Date(mtime.getTime() + 5));
    await expect(snapshot.confirm()).rejects.toMatchObject({ code: 'store_busy' });
    utimesSync(path, atime, mtime);
    copyFileSync(join(folder.path, 'store.db-shm'), join(folder.path, 'other.db'));
    renameSync(path, join(folder.path, 'moved.db'));
    renameSync(join(folder.path, 'other.db'), path);
    await expect(snapshot.confirm()).rejects.toMatchObject({ code: 'store_busy' });
    await expect(store.snapshotPages()).rejects.toMatchObject({ code: expect.any(String) });
    renameSync(join(folder.path, 'moved.db'), path);
    await snapshot.release();
    await (await store.snapshotPages()).release();
  });

  it('end with the store, which says so first', async () => {
    const { store } = opened;
    await addTasks(store, 10);
    const snapshot = await store.snapshotPages();
    let told = false;
    snapshot.ended.addEventListener('abort', () => {
      told = true;
      void snapshot.release();
    });
    await store.close();
    expect(told).toBe(true);
    expect(Buffer.from(snapshot.storeKey).equals(Buffer.alloc(32))).toBe(true);
    await expect(snapshot.confirm()).rejects.toMatchObject({
      code: 'store_busy',
    });
    opened = await openPagedStore(driver, folder.path, 'next.db');
  });

  it.skipIf(process.platform !== 'linux')('cost SQLite none of its locks', async (context) => {
    const { store, writer } = opened;
    await addTasks(store, 10);
    const locks = () => locksOf(path);
    if (locks().length === 0) context.skip('this system lists no locks');
    const before = locks();
    const snapshot = await store.snapshotPages();
    readAll(snapshot);
    await snapshot.release();
    await (await store.snapshotPages()).release();
    expect(locks()).toEqual(before);
    // What would happen without that care, as a proof that the list shows it.
    closeSync(openSync(path, 'r'));
    expect(locks()).toEqual([]);
    await writer.batch([{ sql: 'SELECT 1' }]);
  });
});

/** Locks that this process holds on a file, as the kernel lists them. */
function locksOf(path: string): string[] {
  const { ino } = statSync(path);
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `))
    .map((line) => line.replace(/^\d+: /, ''))
    .toSorted();
}
