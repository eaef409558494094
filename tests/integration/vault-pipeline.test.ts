import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveVaultKeys, openPack, pageIdOf, type PackEntry } from '#main/engine/vault/format/index.ts';
import {
  startBackup,
  startRestore,
  type BackedUpPages,
  type BackupOptions,
  type SealedPack,
} from '#main/engine/vault/pipeline/index.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { makeApp } from '../support/make-app.ts';
import { mountDisk, whyNoSmallDisk } from '../support/small-disk.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import {
  addBulk,
  addNoise,
  addTasks,
  contentsOf,
  openPagedStore,
  rowsIn,
  type PagedStore,
} from '../support/paged-store.ts';

const [{ driver }] = await driversUnderTest();
const KEYS = deriveVaultKeys(randomBytes(32), 'b'.repeat(32), 1);

type Made = { readonly packs: readonly SealedPack[]; readonly pages: BackedUpPages };

/** What a target would hold: packs by their id. */
class Shelf {
  readonly packs = new Map<string, SealedPack>();

  async backUp(opened: PagedStore, options: Partial<BackupOptions> = {}): Promise<Made> {
    await using snapshot = await opened.store.snapshotPages();
    const known = [...this.packs.values()].map(({ entry }) => entry);
    const run = startBackup({ snapshot, keys: KEYS, known, pageMarks: null, ...options });
    const packs: SealedPack[] = [];
    for await (const pack of run.packs) packs.push(pack);
    const pages = await run.result;
    await run.close();
    for (const pack of packs) this.packs.set(pack.entry.packId, pack);
    return { packs, pages };
  }

  /** A copy, as what is read from a target is nobody else's. */
  bytesOf({ packId }: PackEntry): Uint8Array {
    return Uint8Array.from(this.packs.get(packId)?.object.bytes ?? []);
  }

  async restore(path: string, pages: BackedUpPages): Promise<Uint8Array> {
    const storeKey = randomBytes(32);
    const run = startRestore({ keys: KEYS, manifest: pages, target: { path, storeKey } });
    try {
      for (const packId of pages.packIds) {
        const pack = this.packs.get(packId);
        if (pack) await run.take({ pack: pack.entry, offsetBytes: 0, bytes: this.bytesOf(pack.entry) });
      }
      expect(await run.finish()).toEqual({ pageCount: pages.pageCount, sizeBytes: pages.pageCount * 4096 });
    } finally {
      await run.close();
    }
    return storeKey;
  }
}

describe('a backup of pages', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let opened: PagedStore;
  let shelf: Shelf;

  beforeEach(async () => {
    folder = temporaryFolder();
    opened = await openPagedStore(driver, folder.path);
    shelf = new Shelf();
  });

  afterEach(async () => {
    await opened.store.close();
    folder[Symbol.dispose]();
  });

  async function expectRestored(name: string, pages: BackedUpPages, expected: unknown): Promise<void> {
    const path = join(folder.path, name);
    const key = await shelf.restore(path, pages);
    await using copy = await driver.open({ path, key, mode: 'write' });
    expect(await rowsIn(copy, 'PRAGMA integrity_check')).toEqual([['ok']]);
    expect(await rowsIn(copy, 'PRAGMA foreign_key_check')).toEqual([]);
    expect(await contentsOf(copy)).toEqual(expected);
  }

  it('is restored as the same rows, under another key, from packs of a bounded size', async () => {
    await addTasks(opened.store, 300);
    await addBulk(opened.store, 6_000);
    const expected = await contentsOf(opened.writer);
    const { packs, pages } = await shelf.backUp(opened);
    expect(packs.length).toBeGreaterThan(1);
    for (const { object } of packs) expect(object.bytes.length).toBeLessThan(0xa0_0000);
    expect(pages.newBytes).toBe(packs.reduce((sum, { object }) => sum + object.bytes.length, 0));
    expect(pages.newBytes).toBeLessThan(statSync(opened.path).size);
    await expectRestored('restored.db', pages, expected);
  });

  it('holds each page once, under the id of its plain content', async () => {
    const { packs, pages } = await shelf.backUp(opened);
    const [pack] = packs;
    const { table, readChunk } = openPack(
      KEYS,
      pack?.entry.packId ?? '',
      shelf.bytesOf(pack?.entry as PackEntry),
    );
    const chunk = pack?.entry.chunks[0];
    const plain = readChunk(0);
    expect([table.length, plain.length]).toEqual([1, pages.newPageCount * 4096]);
    const ids = new Set<string>();
    for (let place = 0; place < pages.newPageCount; place += 1) {
      const page = plain.subarray(place * 4096, (place + 1) * 4096);
      const id = Buffer.from(chunk?.pageIds.subarray(place * 16, (place + 1) * 16) ?? []);
      expect(pageIdOf(KEYS, page).equals(id)).toBe(true);
      // Where the file has IV and MAC there is nothing: page after page it is an ordinary database.
      expect(page.subarray(4016).every((byte) => byte === 0)).toBe(true);
      ids.add(id.toString('hex'));
    }
    expect(ids.size).toBe(pages.newPageCount);
    const ordinary = join(folder.path, 'ordinary.db');
    const { chunkOf, placeOf } = pages.pages;
    const file = Array.from(chunkOf, (number, page) =>
      number < 0
        ? Buffer.alloc(4096)
        : plain.subarray((placeOf[page] ?? 0) * 4096, ((placeOf[page] ?? 0) + 1) * 4096),
    );
    writeFileSync(ordinary, Buffer.concat(file));
    await using copy = await driver.open({ path: ordinary, key: null, mode: 'write' });
    expect(await rowsIn(copy, 'PRAGMA integrity_check')).toEqual([['ok']]);
    expect(await contentsOf(copy)).toEqual(await contentsOf(opened.writer));
  });

  it('sends only what has changed, with marks and without, and each state is restored', async () => {
    await addTasks(opened.store, 600);
    const first = await shelf.backUp(opened);
    const firstContent = await contentsOf(opened.writer);
    await opened.store.maintain([{ sql: `UPDATE tasks SET title = 'changed' WHERE rowid % 100 = 0` }]);
    const second = await shelf.backUp(opened, { pageMarks: first.pages.pageMarks });
    expect(second.pages.newPageCount).toBeGreaterThan(0);
    expect(second.pages.newPageCount).toBeLessThan(40);
    const secondContent = await contentsOf(opened.writer);
    const third = await shelf.backUp(opened, { pageMarks: second.pages.pageMarks });
    expect([third.packs.length, third.pages.newPageCount, third.pages.newBytes]).toEqual([0, 0, 0]);
    const altered = Uint8Array.from(second.pages.pageMarks);
    altered[100] = (altered[100] ?? 0) ^ 1;
    for (const pageMarks of [null, altered]) {
      const again = await shelf.backUp(opened, { pageMarks });
      expect(again.packs).toEqual([]);
      expect(again.pages.pages).toEqual(third.pages.pages);
      expect(again.pages.pageMarks).toEqual(third.pages.pageMarks);
    }
    expect(third.pages.packIds.toSorted()).toEqual(second.pages.packIds.toSorted());
    await expectRestored('first.db', first.pages, firstContent);
    await expectRestored('second.db', second.pages, secondContent);
  });

  it('reads anew what the vault has lost, marks or not', async () => {
    await addNoise(opened.store, 18);
    const first = await shelf.backUp(opened);
    const lost = first.packs[0]?.entry.packId ?? '';
    shelf.packs.delete(lost);
    const repaired = await shelf.backUp(opened, { pageMarks: first.pages.pageMarks });
    expect(repaired.pages.newPageCount).toBeGreaterThan(0);
    expect(repaired.pages.packIds).not.toContain(lost);
    await expectRestored('repaired.db', repaired.pages, await contentsOf(opened.writer));
  });

  it('reads no faster than the packs are taken', async () => {
    await addNoise(opened.store, 46);
    await using snapshot = await opened.store.snapshotPages();
    const run = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null });
    const packs = run.packs[Symbol.asyncIterator]();
    await packs.next();
    let isDone = false;
    void run.result.then(() => (isDone = true)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(isDone).toBe(false);
    let rest = 0;
    while (!(await packs.next()).done) rest += 1;
    expect(rest).toBeGreaterThan(3);
    expect((await run.result).pageCount).toBe(snapshot.pageCount);
  });

  it('stops when it is told to, and when the store closes', async () => {
    await addNoise(opened.store, 40);
    const stop = new AbortController();
    const snapshot = await opened.store.snapshotPages();
    const stopped = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null, signal: stop.signal });
    stop.abort();
    await expect(stopped.result).rejects.toMatchObject({ code: 'cancelled' });
    const run = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null });
    void run.result.catch(() => snapshot.release());
    const begun = performance.now();
    await opened.store.close();
    expect(performance.now() - begun).toBeLessThan(4_000);
    await expect(run.result).rejects.toMatchObject({ code: 'store_locked' });
    await expect(run.packs[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'store_locked' });
    opened = await openPagedStore(driver, folder.path, 'next.db');
  });

  it('refuses a page that was damaged on the disk, and names it', async () => {
    await addTasks(opened.store, 500);
    await opened.store.maintain([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }]);
    const { path, key } = opened;
    await opened.store.close();
    const intact = readFileSync(path);
    const refused = async (page: number, spoil: (bytes: Buffer) => void): Promise<void> => {
      const bytes = Buffer.from(intact);
      spoil(bytes.subarray((page - 1) * 4096, page * 4096));
      writeFileSync(path, bytes);
      const { createStorePages } = await import('#main/db/pages/index.ts');
      const pages = createStorePages(driver, path, key);
      await using writer = await driver.open({ path, key, mode: 'write' });
      await using snapshot = await pages.snapshot((work) => work(writer));
      const run = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null });
      await expect(run.result).rejects.toMatchObject({ code: 'store_corrupt', details: { page } });
      await snapshot.release();
      await writer.close();
      await pages.close();
    };
    await refused(20, (bytes) => (bytes[700] = (bytes[700] ?? 0) ^ 4));
    // Zeros are what a page looks like that was never written; only a free one may.
    await refused(30, (bytes) => bytes.fill(0));
    opened = await openPagedStore(driver, folder.path, 'next.db');
  });
});

describe('the store of a running app', () => {
  it('gives its pages, as often as it is asked, and closes in good order', async () => {
    await using made = await makeApp();
    const { workspace } = made.app.system;
    invariant(workspace, 'the workspace is open');
    const { store } = workspace;
    for (let round = 0; round < 2; round += 1) {
      await made.api.tasks.create({ title: `round ${round}` });
      await using snapshot = await store.snapshotPages();
      const run = startBackup({ snapshot, keys: KEYS, known: [], pageMarks: null });
      const packs: SealedPack[] = [];
      for await (const pack of run.packs) packs.push(pack);
      const pages = await run.result;
      expect(packs.flatMap(({ entry }) => entry.chunks).map(({ chunkId }) => chunkId)).toEqual(pages.chunks);
      const [counted] = await snapshot.rows('SELECT count(*) FROM tasks');
      expect(counted?.[0]).toBe(round + 1);
    }
  });
});

describe('a restore of pages', () => {
  // One backup for all: what is taken from the shelf is a copy, and the store is only read.
  let home: ReturnType<typeof temporaryFolder>;
  let folder: ReturnType<typeof temporaryFolder>;
  let opened: PagedStore;
  let shelf: Shelf;
  let made: Made;

  beforeAll(async () => {
    home = temporaryFolder();
    opened = await openPagedStore(driver, home.path);
    shelf = new Shelf();
    await addTasks(opened.store, 100);
    await addNoise(opened.store, 18);
    made = await shelf.backUp(opened);
    expect(made.packs.length).toBeGreaterThan(1);
  });
  afterAll(async () => {
    await opened.store.close();
    home[Symbol.dispose]();
  });
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder[Symbol.dispose]());

  it('takes parts of packs in any order, chunk by chunk', async () => {
    const path = join(folder.path, 'restored.db');
    const storeKey = randomBytes(32);
    const run = startRestore({ keys: KEYS, manifest: made.pages, target: { path, storeKey } });
    for (const { entry } of made.packs.toReversed()) {
      for (const { offsetBytes, lengthBytes } of entry.chunks.toReversed()) {
        const bytes = shelf.bytesOf(entry).slice(offsetBytes, offsetBytes + lengthBytes);
        await run.take({ pack: entry, offsetBytes, bytes });
      }
    }
    await run.finish();
    await run.close();
    await using copy = await driver.open({ path, key: storeKey, mode: 'read' });
    expect(await contentsOf(copy)).toEqual(await contentsOf(opened.writer));
  });

  it('refuses what was altered and goes on with a copy that was not', async () => {
    const path = join(folder.path, 'restored.db');
    const storeKey = randomBytes(32);
    const run = startRestore({ keys: KEYS, manifest: made.pages, target: { path, storeKey } });
    for (const { entry } of made.packs) {
      const bytes = shelf.bytesOf(entry);
      const at = entry.chunks[0]?.offsetBytes ?? 0;
      bytes[at + 500] = (bytes[at + 500] ?? 0) ^ 1;
      await expect(run.take({ pack: entry, offsetBytes: 0, bytes })).rejects.toMatchObject({
        code: 'backup_damaged',
        details: { object: `g1/packs/${entry.packId}` },
      });
      await run.take({ pack: entry, offsetBytes: 0, bytes: shelf.bytesOf(entry) });
    }
    await run.finish();
    await run.close();
    await using copy = await driver.open({ path, key: storeKey, mode: 'read' });
    expect(await contentsOf(copy)).toEqual(await contentsOf(opened.writer));
  });

  it('is not finished while a page is missing, and leaves no file behind', async () => {
    const path = join(folder.path, 'restored.db');
    const run = startRestore({
      keys: KEYS,
      manifest: made.pages,
      target: { path, storeKey: randomBytes(32) },
    });
    const [first] = made.packs;
    if (first) await run.take({ pack: first.entry, offsetBytes: 0, bytes: shelf.bytesOf(first.entry) });
    expect(existsSync(path)).toBe(true);
    await expect(run.finish()).rejects.toMatchObject({ code: 'backup_damaged' });
    await run.close();
    expect(readdirSync(folder.path).filter((name) => name.startsWith('restored'))).toEqual([]);
  });

  it('neither writes over a file nor removes it', async () => {
    const path = join(folder.path, 'precious.db');
    writeFileSync(path, 'precious');
    const run = startRestore({
      keys: KEYS,
      manifest: made.pages,
      target: { path, storeKey: randomBytes(32) },
    });
    await expect(run.finish()).rejects.toMatchObject({ code: 'conflict' });
    await run.close();
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it.skipIf(whyNoSmallDisk() !== null)(
    'stops on a full disk, which is as empty afterwards as it was',
    async () => {
      using disk = mountDisk(8);
      const target = { path: join(disk.path, 'restored.db'), storeKey: randomBytes(32) };
      const run = startRestore({ keys: KEYS, manifest: made.pages, target });
      const fed = (async () => {
        for (const { entry } of made.packs) {
          await run.take({ pack: entry, offsetBytes: 0, bytes: shelf.bytesOf(entry) });
        }
      })();
      await expect(fed).rejects.toMatchObject({ code: 'disk_full' });
      await expect(run.finish()).rejects.toMatchObject({ code: 'disk_full' });
      await run.close();
      expect(readdirSync(disk.path)).toEqual([]);
    },
  );

  it('checks whole packs without writing anything', async () => {
    const run = startRestore({ keys: KEYS, manifest: null, target: null });
    for (const { entry } of made.packs) {
      await run.take({ pack: entry, offsetBytes: 0, bytes: shelf.bytesOf(entry) });
      const bytes = shelf.bytesOf(entry);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await expect(run.take({ pack: entry, offsetBytes: 0, bytes })).rejects.toMatchObject({
        code: 'backup_damaged',
      });
    }
    expect((await run.finish()).pageCount).toBe(made.pages.newPageCount);
    await run.close();
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const path = join(folder.path, 'restored.db');
    const target = { path, storeKey: randomBytes(32) };
    const run = startRestore({ keys: KEYS, manifest: made.pages, target, signal: stop.signal });
    stop.abort();
    await expect(run.finish()).rejects.toMatchObject({ code: 'cancelled' });
    await run.close();
    expect(existsSync(path)).toBe(false);
  });
});
