import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createBackup,
  createVault,
  drillBackup,
  openVault,
  pruneVault,
  readHead,
  verifyVault,
  type RetentionPolicy,
  type TableContent,
  type Vault,
} from '#main/engine/vault/index.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { createSeededRandom } from '../bench/seeded-random.ts';
import { makeBackedStore, PHRASE, vaultDeps, type BackedStore } from '../support/backed-store.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const [{ driver }] = await driversUnderTest();
const DAY_MS = 25 * 3_600_000;
const keepLast = (count: number): RetentionPolicy => ({
  keepLast: count,
  keepDaily: 0,
  keepWeekly: 0,
  keepMonthly: 0,
});

describe('packs of which little is needed any more', { timeout: 240_000 }, () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let target: BlobTarget;
  /** What the vault of the prune sees; each test puts its own troubles in. */
  let put: BlobTarget['put'];
  let laterMs = 0;
  let store: BackedStore;
  let vault: Vault;
  /** What the store held at each backup, by the backup's number. */
  let contents: Map<number, readonly TableContent[]>;
  const at = (...names: string[]): string => join(folder.path, ...names);
  const packs = (): readonly string[] => readdirSync(at('target', 'g1', 'packs'));
  const packBytes = (): number =>
    packs().reduce((sum, id) => sum + statSync(at('target', 'g1', 'packs', id)).size, 0);

  beforeEach(async () => {
    folder = temporaryFolder();
    laterMs = 0;
    contents = new Map();
    mkdirSync(at('target'));
    const inFolder = createFolderTarget({ folder: at('target') });
    put = inFolder.put;
    target = {
      ...inFolder,
      put: (name, bytes, options) => put(name, bytes, options),
      now: async (signal) => (await inFolder.now(signal)) + laterMs,
    };
    store = await makeBackedStore(driver, at('data'));
    await store.add(60, 16_000);
    vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
  });
  afterEach(async () => {
    await store.close();
    folder[Symbol.dispose]();
  });

  async function backUp(of = vault, from = store): Promise<void> {
    const { sequence } = await createBackup(of, from.source);
    contents.set(sequence, await from.content());
  }

  /** One large pack, of which the last two backups need less than a third. */
  async function makeDeadPack(): Promise<void> {
    await backUp();
    for (const nth of [2, 3]) {
      await store.touch(nth);
      await backUp();
    }
    // Every row but those whose number no small prime divides.
    for (const nth of [5, 7]) await store.touch(nth);
    await backUp();
    await backUp();
  }

  const listed = async () => (await readHead(vault)).head.backups;

  /** Every listed backup is restored and is what the store was then. */
  async function expectEqual(): Promise<void> {
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
    for (const entry of await listed()) {
      const expected = contents.get(entry.sequence);
      if (!expected) throw new Error(`backup ${entry.sequence} was not made here`);
      const options = { parentFolder: at('throw-away'), driver, expected };
      expect((await drillBackup(vault, entry, options)).differing).toEqual([]);
    }
  }

  it('are made anew from what is needed, and the room is had a day later', async () => {
    await makeDeadPack();
    const [before, first] = [packBytes(), packs()];
    const pruned = await pruneVault(vault, keepLast(2));
    expect(pruned.repackedPacks).toBeGreaterThanOrEqual(1);
    expect(pruned.savedBytes).toBeGreaterThan(100_000);
    expect((await listed()).map(({ sequence }) => sequence)).toEqual([4, 5]);
    expect(packs()).toEqual(expect.arrayContaining([...first]));
    await expectEqual();
    laterMs = DAY_MS;
    const second = await pruneVault(vault, keepLast(2));
    expect(second).toMatchObject({ repackedPacks: 0, savedBytes: 0 });
    expect(second.deletedBytes).toBeGreaterThanOrEqual(pruned.savedBytes);
    expect(packBytes()).toBeLessThan(before - pruned.savedBytes / 2);
    await expectEqual();
    // The next one builds on the new packs and sends nothing of them again.
    await backUp();
    expect((await listed()).at(-1)?.addedBytes).toBeLessThan(10_000);
    await expectEqual();
  });

  it('stay as they are while more than a third of them is needed', async () => {
    await backUp();
    await store.touch(3);
    await backUp();
    expect(await pruneVault(vault, keepLast(1))).toMatchObject({ repackedPacks: 0, savedBytes: 0 });
    expect(packs()).toHaveLength(2);
  });

  it('cost no backup where a prune is stopped at any of its writes', { timeout: 240_000 }, async () => {
    await makeDeadPack();
    const real = put;
    for (let stopAt = 1; ; stopAt += 1) {
      let writes = 0;
      put = async (name, bytes, options) => {
        writes += 1;
        if (writes === stopAt) throw new Error('stopped');
        return real(name, bytes, options);
      };
      const pruned = await pruneVault(vault, keepLast(2)).catch(() => null);
      put = real;
      expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
      if (pruned === null) continue;
      // The list, a pack, an index, page lists, the list again and the names of the doomed, at least.
      expect(stopAt).toBeGreaterThan(5);
      break;
    }
    await expectEqual();
    for (const days of [1, 2]) {
      laterMs = days * DAY_MS;
      await pruneVault(vault, keepLast(2));
    }
    expect(readdirSync(at('target', 'g1', 'manifests'))).toHaveLength(2);
    await expectEqual();
  });

  it('stay where the new ones are not kept', async () => {
    await makeDeadPack();
    const [real, before] = [put, packs()];
    for (const kind of ['/packs/', '/indexes/', '/manifests/']) {
      put = async (name, bytes, options) =>
        name.includes(kind) ? { etag: 'never kept' } : real(name, bytes, options);
      expect(await pruneVault(vault, keepLast(2))).toMatchObject({ repackedPacks: 0, savedBytes: 0 });
      put = real;
      expect(packs()).toEqual(expect.arrayContaining([...before]));
      await expectEqual();
    }
  });

  it('may be needed by a backup that is listed meanwhile, and by one that is still on its way', async () => {
    await makeDeadPack();
    const desk = vaultDeps({ target: { ...target, put }, stateFolder: at('desk'), device: 'desktop' });
    const other = await openVault(desk, { phrase: PHRASE });
    const [real, hanging, goOn] = [put, Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // This one has all it rests on, and is held up before it is listed.
    const slow: BlobTarget = {
      ...desk.target,
      async put(name, bytes, options) {
        if (name.includes('/manifests/')) {
          hanging.resolve();
          await goOn.promise;
        }
        return real(name, bytes, options);
      },
    };
    const third = await openVault(vaultDeps({ target: slow, stateFolder: at('third'), device: 'third' }), {
      phrase: PHRASE,
    });
    const late = createBackup(third, store.source);
    await hanging.promise;
    let isListed = false;
    put = async (name, bytes, options) => {
      if (name.includes('/indexes/') && !isListed) {
        isListed = true;
        await backUp(other);
      }
      return real(name, bytes, options);
    };
    const pruned = await pruneVault(vault, keepLast(2));
    put = real;
    expect(isListed).toBe(true);
    expect(pruned.repackedPacks).toBeGreaterThanOrEqual(1);
    goOn.resolve();
    contents.set((await late).sequence, await store.content());
    await expectEqual();
    for (const days of [1, 2]) {
      laterMs = days * DAY_MS;
      await pruneVault(vault, keepLast(2));
      await expectEqual();
    }
    expect((await listed()).map(({ device }) => device.id).toSorted()).toEqual([
      'desktop',
      'laptop',
      'laptop',
      'third',
    ]);
  });

  it('whatever is changed, backed up and pruned by two devices: every listed backup restores equal', async () => {
    const seed = Number(process.env['ADIUVA_FAULT_SEED'] ?? Date.now() % 1_000_000);
    const random = createSeededRandom(seed);
    const desk = vaultDeps({ target, stateFolder: at('desk'), device: 'desktop' });
    const other = await openVault(desk, { phrase: PHRASE });
    await using otherStore = await makeBackedStore(driver, at('other-data'));
    await otherStore.add(30, 16_000);
    const devices = [[vault, store] as const, [other, otherStore] as const];
    let [repacked, saved] = [0, 0];
    for (let round = 0; round < 6; round += 1) {
      for (const [of, from] of devices) {
        for (let times = random.below(3); times > 0; times -= 1) await from.touch(2 + random.below(5));
        if (random.chance(0.8)) await backUp(of, from);
      }
      laterMs += random.chance(0.6) ? DAY_MS : 0;
      const pruning = devices.filter(() => random.chance(0.7)).map(([of]) => of);
      const policy = keepLast(1 + random.below(2));
      const reports = await Promise.all(pruning.map((of) => pruneVault(of, policy)));
      repacked += reports.reduce((sum, { repackedPacks }) => sum + repackedPacks, 0);
      saved += reports.reduce((sum, { savedBytes }) => sum + savedBytes, 0);
      await expectEqual();
    }
    expect(contents.size).toBeGreaterThan(0);
    process.stderr.write(`repacked: ${repacked} packs, ${saved} bytes saved, seed ${seed}\n`);
  });
});
