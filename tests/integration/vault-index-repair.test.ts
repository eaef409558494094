import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createBackup,
  createVault,
  drillBackup,
  openVault,
  readHead,
  verifyVault,
  type TableContent,
  type Vault,
} from '#main/engine/vault/index.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { makeBackedStore, PHRASE, vaultDeps, type BackedStore } from '../support/backed-store.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const [{ driver }] = await driversUnderTest();

describe('a damaged index', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let target: BlobTarget;
  let store: BackedStore;
  let vault: Vault;
  let contents: readonly (readonly TableContent[])[];
  const at = (...names: string[]): string => join(folder.path, ...names);
  const names = (kind: string): readonly string[] => readdirSync(at('target', 'g1', kind)).toSorted();

  beforeEach(async () => {
    folder = temporaryFolder();
    mkdirSync(at('target'));
    target = createFolderTarget({ folder: at('target') });
    store = await makeBackedStore(driver, at('data'));
    await store.add(60, 8_000);
    vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
    await createBackup(vault, store.source);
    const first = await store.content();
    await store.touch(10);
    await createBackup(vault, store.source);
    contents = [first, await store.content()];
  });
  afterEach(async () => {
    await store.close();
    folder[Symbol.dispose]();
  });

  /** A device that has kept no copy of anything. */
  const afar = (stateFolder: string): Promise<Vault> =>
    openVault(vaultDeps({ target, stateFolder: at(stateFolder) }), { phrase: PHRASE });

  function flipMiddle(...path: string[]): void {
    const bytes = readFileSync(at('target', 'g1', ...path));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(at('target', 'g1', ...path), bytes);
  }

  async function expectWhole(): Promise<void> {
    const fresh = await afar(`fresh-${Math.random()}`);
    expect(await verifyVault(fresh, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
    for (const entry of (await readHead(fresh)).head.backups) {
      const expected = contents[Math.min(entry.sequence, contents.length) - 1] ?? [];
      const options = { parentFolder: at('throw-away'), driver, expected };
      expect((await drillBackup(fresh, entry, options)).differing).toEqual([]);
    }
  }

  it('is made again from its packs by the next backup, and nothing is sent anew', async () => {
    const [indexes, packs] = [names('indexes'), names('packs')];
    for (const id of indexes) flipMiddle('indexes', id);
    const far = await afar('far');
    const found = await verifyVault(far);
    expect(found.problems.map(({ object }) => object).toSorted()).toEqual(
      indexes.map((id) => `g1/indexes/${id}`),
    );
    expect(found.brokenBackups).toEqual([1, 2]);
    const { addedBytes } = await createBackup(far, store.source);
    expect(addedBytes).toBeLessThan(10_000);
    expect([names('indexes'), names('packs')]).toEqual([indexes, packs]);
    await expectWhole();
  });

  it('that no check has found yet is noticed by the backup itself', async () => {
    for (const id of names('indexes')) flipMiddle('indexes', id);
    const packs = names('packs');
    await createBackup(await afar('far'), store.source);
    expect(names('packs')).toEqual(packs);
    await expectWhole();
  });

  it('that is gone is written again from the copy that this device has kept', async () => {
    const indexes = names('indexes');
    for (const id of indexes) rmSync(at('target', 'g1', 'indexes', id));
    const read: string[] = [];
    const watched: BlobTarget = {
      ...target,
      get: (name, options) => {
        read.push(name);
        return target.get(name, options);
      },
    };
    const here = await openVault(vaultDeps({ target: watched, stateFolder: at('state') }), {
      phrase: PHRASE,
    });
    // The copies are kept when an index is read, which the second backup did with the first one's.
    await createBackup(here, store.source);
    const cached = readdirSync(join(here.deps.stateFolder, here.header.vaultId, 'cache'));
    expect(indexes.some((id) => cached.includes(id))).toBe(true);
    expect(names('indexes')).toEqual(indexes);
    expect(read.filter((name) => name.includes('/packs/')).length).toBeLessThan(names('packs').length);
    await expectWhole();
  });

  it('whose pack is damaged too: what is still here is sent anew, and what is lost is named', async () => {
    const indexes = names('indexes');
    for (const id of indexes) flipMiddle('indexes', id);
    for (const id of names('packs')) flipMiddle('packs', id);
    const far = await afar('far');
    await createBackup(far, store.source);
    const found = await verifyVault(await afar('fresh'), { readData: true });
    expect(found.brokenBackups).toEqual([1, 2]);
    expect(found.problems.length).toBeGreaterThan(0);
    const newest = (await readHead(far)).head.backups.at(-1);
    if (!newest) throw new Error('there is a backup');
    const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(far, newest, options)).differing).toEqual([]);
  });
});
