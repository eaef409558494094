import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDriver } from '#main/db/driver/index.ts';
import { deriveVaultKeys, type PackEntry } from '#main/engine/vault/format/index.ts';
import { startBackup, startRestore, type BackedUpPages } from '#main/engine/vault/pipeline/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { addBulk, openPagedStore, rowsIn, type PagedStore } from '../support/paged-store.ts';
import type { Bench, Measurement } from './report.ts';
import { watched } from './watched-work.ts';

const ROWS = 50_000;
const MB = 1024 * 1024;

/** Pages to packs in a folder and back: what the thread takes, with next to no target. */
export const bench: Bench = {
  name: 'pages of a 200 MB store to sealed packs and back',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
    const opened = await openPagedStore(driver, folder);
    const shelf: Shelf = { folder, packs: new Map() };
    try {
      await addBulk(opened.store, ROWS);
      await opened.store.maintain([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }]);
      const sizeMB = (await stat(opened.path)).size / MB;
      const nothing = await told(() => sleep(3_000));
      const first = await told(() => backUp(opened, shelf, null));
      const packsMB = [...shelf.packs.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / MB;
      await opened.store.maintain([{ sql: 'UPDATE bulk SET data = randomblob(2000) WHERE id % 100 = 0' }]);
      const second = await told(() => backUp(opened, shelf, first.value.pageMarks));
      const path = join(folder, 'restored.db');
      const restored = await told(() => restore(path, second.value, shelf));
      await using copy = await driver.open({ path, key: restored.value, mode: 'read' });
      const [check] = await rowsIn(copy, 'PRAGMA integrity_check');
      if (check?.[0] !== 'ok') throw new Error('the restored store is damaged');
      return [
        { name: 'store', value: sizeMB, unit: 'MB' },
        { name: 'packs of the first backup', value: packsMB, unit: 'MB' },
        ...nothing.told('nothing for three seconds'),
        ...first.told('first backup'),
        { name: 'pages changed', value: (second.value.newPageCount * 4096) / MB, unit: 'MB' },
        { name: 'packs of the second backup', value: second.value.newBytes / MB, unit: 'MB' },
        ...second.told('second backup'),
        ...restored.told('restore'),
      ];
    } finally {
      await opened.store.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Shelf = { readonly folder: string; readonly packs: Map<string, PackEntry> };

const KEYS = deriveVaultKeys(randomBytes(32), 'c'.repeat(32), 1);

async function backUp(
  { store }: PagedStore,
  shelf: Shelf,
  pageMarks: Uint8Array | null,
): Promise<BackedUpPages> {
  await using snapshot = await store.snapshotPages();
  const known = [...shelf.packs.values()];
  const run = startBackup({ snapshot, keys: KEYS, known, pageMarks });
  for await (const { object, entry } of run.packs) {
    await writeFile(join(shelf.folder, entry.packId), object.bytes);
    shelf.packs.set(entry.packId, entry);
  }
  return run.result;
}

async function restore(path: string, pages: BackedUpPages, shelf: Shelf): Promise<Uint8Array> {
  const storeKey = randomBytes(32);
  const run = startRestore({ keys: KEYS, manifest: pages, target: { path, storeKey } });
  for (const packId of pages.packIds) {
    const pack = shelf.packs.get(packId);
    if (pack) await run.take({ pack, offsetBytes: 0, bytes: await readFile(join(shelf.folder, packId)) });
  }
  await run.finish();
  await run.close();
  return storeKey;
}

/** The value of the work, and what it took as rows to be told. */
async function told<T>(work: () => Promise<T>): Promise<{ value: T; told(name: string): Measurement[] }> {
  const { value, ...took } = await watched(work);
  return {
    value,
    told: (name) => [
      { name, value: took.tookMs, unit: 'ms' },
      { name: `${name}: processor time of all threads`, value: took.processorMs, unit: 'ms' },
      { name: `${name}: processor time of the main thread`, value: took.mainProcessorMs, unit: 'ms' },
      { name: `${name}: longest the main thread was held`, value: took.longestHoldMs, unit: 'ms' },
      { name: `${name}: memory above what it was`, value: took.memoryMB, unit: 'MB' },
    ],
  };
}
