import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDriver } from '#main/db/driver/index.ts';
import { deriveVaultKeys } from '#main/engine/vault/format/index.ts';
import {
  startBackup,
  startRestore,
  type BackedUpPages,
  type SealedPack,
} from '#main/engine/vault/pipeline/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { addBulk, openPagedStore, rowsIn, type PagedStore } from '../support/paged-store.ts';
import type { Bench, Measurement } from './report.ts';

const ROWS = 50_000;
const MB = 1024 * 1024;

/** Pages to packs in memory and back: what the thread takes, without any target. */
export const bench: Bench = {
  name: 'pages of a 200 MB store to sealed packs and back',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
    const opened = await openPagedStore(driver, folder);
    const shelf = new Map<string, SealedPack>();
    try {
      await addBulk(opened.store, ROWS);
      await opened.store.maintain([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }]);
      const sizeMB = (await stat(opened.path)).size / MB;
      const first = await watched(() => backUp(opened, shelf, null));
      const packsMB = [...shelf.values()].reduce((sum, { object }) => sum + object.bytes.length, 0) / MB;
      await opened.store.maintain([{ sql: 'UPDATE bulk SET data = randomblob(2000) WHERE id % 100 = 0' }]);
      const second = await watched(() => backUp(opened, shelf, first.value.pageMarks));
      const path = join(folder, 'restored.db');
      const restored = await watched(() => restore(path, second.value, shelf));
      await using copy = await driver.open({ path, key: restored.value, mode: 'read' });
      const [check] = await rowsIn(copy, 'PRAGMA integrity_check');
      if (check?.[0] !== 'ok') throw new Error('the restored store is damaged');
      return [
        { name: 'store', value: sizeMB, unit: 'MB' },
        { name: 'packs of the first backup', value: packsMB, unit: 'MB' },
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

const KEYS = deriveVaultKeys(randomBytes(32), 'c'.repeat(32), 1);

async function backUp(
  { store }: PagedStore,
  shelf: Map<string, SealedPack>,
  pageMarks: Uint8Array | null,
): Promise<BackedUpPages> {
  await using snapshot = await store.snapshotPages();
  const known = [...shelf.values()].map(({ entry }) => entry);
  const run = startBackup({ snapshot, keys: KEYS, known, pageMarks });
  for await (const pack of run.packs) shelf.set(pack.entry.packId, pack);
  return run.result;
}

async function restore(
  path: string,
  pages: BackedUpPages,
  shelf: ReadonlyMap<string, SealedPack>,
): Promise<Uint8Array> {
  const storeKey = randomBytes(32);
  const run = startRestore({ keys: KEYS, manifest: pages, target: { path, storeKey } });
  for (const packId of pages.packIds) {
    const pack = shelf.get(packId);
    if (pack) await run.take({ pack: pack.entry, offsetBytes: 0, bytes: Uint8Array.from(pack.object.bytes) });
  }
  await run.finish();
  await run.close();
  return storeKey;
}

type Watched<T> = { readonly value: T; told(name: string): Measurement[] };

async function watched<T>(work: () => Promise<T>): Promise<Watched<T>> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const idleRss = process.memoryUsage().rss;
  let highest = idleRss;
  const look = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
  const cpu = process.cpuUsage();
  delay.enable();
  const startedAt = performance.now();
  const value = await work();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  clearInterval(look);
  const { user, system } = process.cpuUsage(cpu);
  return {
    value,
    told: (name) => [
      { name, value: tookMs, unit: 'ms' },
      { name: `${name}: processor time of all threads`, value: (user + system) / 1_000, unit: 'ms' },
      { name: `${name}: longest the main thread was held`, value: delay.max / 1e6, unit: 'ms', bound: 50 },
      { name: `${name}: memory above what it was`, value: (highest - idleRss) / MB, unit: 'MB' },
    ],
  };
}
