import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  closeVault,
  createBackup,
  createVault,
  drillBackup,
  openVault,
  verifyVault,
  type Vault,
} from '#main/engine/vault/index.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { createThrottle } from '#main/engine/vault/targets/throttle.ts';
import { makeBackedStore, PHRASE, vaultDeps, type BackedStore } from '../support/backed-store.ts';
import { mountDisk, whyNoSmallDisk } from '../support/small-disk.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { rowsOf } from '../support/store-door.ts';

const [{ driver }] = await driversUnderTest();
/** Far slower than any reading; a piece is 64 KiB. */
const SLOW_BYTES_A_SECOND = 256 * 1024;
const PACKS = 4;

let folder: ReturnType<typeof temporaryFolder>;
let store: BackedStore;
let vault: Vault;
let bytesPerSecond: number | null;
let sent: string[];
const at = (...names: string[]): string => join(folder.path, ...names);
const waiting = (): readonly string[] => {
  const spool = at('state', vault.header.vaultId, 'spool');
  if (!existsSync(spool)) return [];
  return readdirSync(spool).filter((name) => !name.endsWith('.jsonl'));
};

beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(at('target'));
  bytesPerSecond = null;
  sent = [];
  const throttle = createThrottle(() => bytesPerSecond);
  const inFolder = createFolderTarget({ folder: at('target'), throttle });
  const target: BlobTarget = {
    ...inFolder,
    async put(name, bytes, options) {
      const put = await inFolder.put(name, bytes, options);
      if (name.includes('/packs/')) sent.push(name.slice(name.lastIndexOf('/') + 1));
      return put;
    },
  };
  store = await makeBackedStore(driver, at('data'));
  await store.add(10, 100);
  const megabyte = { sql: 'INSERT INTO bulk SELECT randomblob(1000000)' };
  await store.writer.batch([
    { sql: 'CREATE TABLE bulk (bytes BLOB)' },
    ...Array.from({ length: PACKS * 8 }, () => megabyte),
  ]);
  vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
});

afterEach(async () => {
  await store.close();
  folder[Symbol.dispose]();
});

/** The source, and when its snapshot was let go. */
function watchedSource() {
  const released = Promise.withResolvers<void>();
  const takeSnapshot: BackedStore['source']['takeSnapshot'] = async (signal) => {
    const snapshot = await store.source.takeSnapshot(signal);
    const release = async (): Promise<void> => {
      await snapshot.release();
      released.resolve();
    };
    return { ...snapshot, release, [Symbol.asyncDispose]: release };
  };
  return { source: { ...store.source, takeSnapshot }, released: released.promise };
}

/** Whether the store's log can be moved into its file and cut. */
async function canCutLog(): Promise<boolean> {
  await store.writer.batch([{ sql: 'PRAGMA busy_timeout = 200' }]);
  const [done] = await rowsOf(store.writer, 'PRAGMA wal_checkpoint(TRUNCATE)');
  return Number(done?.[0]) === 0 && statSync(`${store.path}-wal`).size === 0;
}

it('lets the store go when all is read, long before a slow target has it', async () => {
  bytesPerSecond = SLOW_BYTES_A_SECOND;
  const then = await store.content();
  const { source, released } = watchedSource();
  const arrived: number[] = [];
  const made = createBackup(vault, source, {
    parallel: 1,
    onProgress: ({ sentBytes }) => arrived.push(sentBytes),
  });
  await Promise.race([released, made]);
  expect(sent).toEqual([]);
  expect(arrived.at(-1)).toBe(0);
  expect(waiting().length).toBeGreaterThanOrEqual(PACKS - 2);
  await store.add(50, 4_000);
  expect(statSync(`${store.path}-wal`).size).toBeGreaterThan(0);
  expect(await canCutLog()).toBe(true);
  expect(sent).toEqual([]);

  bytesPerSecond = null;
  const entry = await made;
  expect(waiting()).toEqual([]);
  expect(sent.length).toBeGreaterThanOrEqual(PACKS);
  expect(arrived.at(-1)).toBeGreaterThan(PACKS * 8_000_000 - 1_000_000);
  const drill = { parentFolder: at('throw-away'), driver, expected: then };
  expect((await drillBackup(vault, entry, drill)).differing).toEqual([]);
});

it('goes on with what waited when it was cut off, but for what was damaged meanwhile', async () => {
  bytesPerSecond = SLOW_BYTES_A_SECOND;
  const stop = new AbortController();
  const { source, released } = watchedSource();
  const cutOff = createBackup(vault, source, { parallel: 1, signal: stop.signal });
  await Promise.race([released, cutOff]);
  stop.abort();
  await expect(cutOff).rejects.toMatchObject({ code: 'cancelled' });
  const [damaged = '', ...left] = waiting();
  expect(left.length).toBeGreaterThanOrEqual(PACKS - 3);
  const path = at('state', vault.header.vaultId, 'spool', damaged);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);

  bytesPerSecond = null;
  const entry = await createBackup(vault, store.source);
  expect(sent).not.toContain(damaged);
  expect(sent.slice(0, left.length).toSorted()).toEqual(left.toSorted());
  // The damaged one and the one that was under way are made anew, and nothing else.
  expect(sent.length).toBeLessThanOrEqual(left.length + 3);
  expect(waiting()).toEqual([]);
  const drill = { parentFolder: at('throw-away'), driver, expected: await store.content() };
  expect((await drillBackup(vault, entry, drill)).differing).toEqual([]);
});

it.skipIf(whyNoSmallDisk() !== null)(
  'waits for the target where this disk has no room to spare',
  async () => {
    using disk = mountDisk(24);
    closeVault(vault);
    const deps = { ...vault.deps, stateFolder: disk.path };
    vault = await openVault(deps, { phrase: PHRASE });
    bytesPerSecond = SLOW_BYTES_A_SECOND;
    const { source, released } = watchedSource();
    let isReleased = false;
    void released.then(() => (isReleased = true));
    const made = createBackup(vault, source, { parallel: 1 });
    made.catch(() => undefined);
    const spool = join(disk.path, vault.header.vaultId, 'spool');
    await vi.waitUntil(() => existsSync(spool), { timeout: 20_000 });
    await sleep(1_000);
    expect([isReleased, readdirSync(spool)]).toEqual([false, []]);
    bytesPerSecond = null;
    await made;
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
  },
);
