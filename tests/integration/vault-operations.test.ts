import { readdirSync, readFileSync, writeFileSync, rmSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  closeVault,
  createBackup,
  createVault,
  drillBackup,
  forgetBackups,
  getBackup,
  openBackup,
  openVault,
  pruneVault,
  readHead,
  restoreFile,
  verifyVault,
  type Vault,
} from '#main/engine/vault/index.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { rowsOf } from '../support/store-door.ts';
import {
  makeBackedStore,
  openBackedStore,
  OTHER_PHRASE,
  PHRASE,
  vaultDeps,
  type BackedStore,
} from '../support/backed-store.ts';

const [{ driver }] = await driversUnderTest();

describe('a vault in a folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let target: BlobTarget;
  let store: BackedStore;
  let vault: Vault;
  const at = (...names: string[]): string => join(folder.path, ...names);

  beforeEach(async () => {
    folder = temporaryFolder();
    mkdirSync(at('target'));
    target = createFolderTarget({ folder: at('target') });
    store = await makeBackedStore(driver, at('data'));
    await store.add(400, 8_000);
    vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
  });
  afterEach(async () => {
    await store.close();
    closeVault(vault);
    folder[Symbol.dispose]();
  });

  it('brings everything back on another device with the phrase alone', async () => {
    const entry = await createBackup(vault, store.source);
    const before = await store.content();
    expect(entry.rowCounts).toMatchObject({ settings: 400, change_log: 400 });

    const far = await openVault(vaultDeps({ target, stateFolder: at('other') }), { phrase: PHRASE });
    const { head } = await readHead(far);
    expect(head.backups).toEqual([entry]);
    const key = Buffer.alloc(32, 7);
    const path = at('restored.db');
    const restored = await restoreFile(far, await getBackup(far, 1), { path, storeKey: key, driver });
    expect(restored).toMatchObject({ lastSeq: 400, rowCounts: entry.rowCounts });
    expect(readFileSync(path).includes('SQLite format')).toBe(false);
    await using again = await openBackedStore(driver, path, key);
    expect(await again.content()).toEqual(before);
    expect(await rowsOf(again.writer, 'PRAGMA integrity_check')).toEqual([['ok']]);
  });

  it('sends only what changed, and restores every state it lists', async () => {
    const first = await createBackup(vault, store.source);
    const firstContent = await store.content();
    const unchanged = await createBackup(vault, store.source);
    expect(unchanged.addedBytes).toBeLessThan(first.addedBytes / 50);
    await store.touch(100);
    const third = await createBackup(vault, store.source);
    const thirdContent = await store.content();
    expect(third.addedBytes).toBeLessThan(first.addedBytes / 10);
    const options = { parentFolder: at('throw-away'), driver };
    for (const [entry, expected] of [
      [first, firstContent],
      [unchanged, firstContent],
      [third, thirdContent],
    ] as const) {
      const report = await drillBackup(vault, entry, { ...options, expected });
      expect(report.differing).toEqual([]);
      expect(report.rowCounts).toEqual(entry.rowCounts);
    }
    const wrong = await drillBackup(vault, first, { ...options, expected: thirdContent });
    expect(wrong.differing).toEqual(['settings']);
    expect(readdirSync(at('throw-away'))).toEqual([]);
  });

  it('opens a former state for reading, so that a single item can be taken out of it', async () => {
    const entry = await createBackup(vault, store.source);
    const [then] = await rowsOf(store.writer, `SELECT value FROM settings WHERE id = 'setting-7'`);
    await store.touch(1);
    await using opened = await openBackup(vault, entry, { parentFolder: at('throw-away'), driver });
    expect(await rowsOf(opened.connection, `SELECT value FROM settings WHERE id = 'setting-7'`)).toEqual([
      then,
    ]);
    const written = rowsOf(opened.connection, 'DELETE FROM settings');
    expect(
      await written.then(
        () => 'written',
        () => 'refused',
      ),
    ).toBe('refused');
  });

  it('gives no number twice, though the newest backup was forgotten', async () => {
    for (const sequence of [1, 2]) expect((await createBackup(vault, store.source)).sequence).toBe(sequence);
    await forgetBackups(vault, [1, 2]);
    const far = await openVault(vaultDeps({ target, stateFolder: at('other') }), { phrase: PHRASE });
    expect((await createBackup(far, store.source)).sequence).toBe(3);
    const { head } = await readHead(vault);
    expect([head.lastBackup, head.backups.map(({ sequence }) => sequence)]).toEqual([3, [3]]);
  });

  it('refuses another phrase, and a second vault at the same place', async () => {
    const deps = vaultDeps({ target, stateFolder: at('other') });
    await expect(openVault(deps, { phrase: OTHER_PHRASE })).rejects.toMatchObject({
      code: 'wrong_recovery_phrase',
    });
    await expect(createVault(deps, OTHER_PHRASE)).rejects.toMatchObject({ code: 'conflict' });
    const kept = await openVault(deps, { masterKey: vault.masterKey });
    expect((await readHead(kept)).head.backups).toEqual([]);
  });

  it('finds a flipped byte, names it, and the next backup makes whole what is still here', async () => {
    await createBackup(vault, store.source);
    await createBackup(vault, store.source);
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });

    const name = flipByte(at('target'));
    // Its size is right, so only reading it tells.
    expect((await verifyVault(vault)).problems).toEqual([]);
    const found = await verifyVault(vault, { readData: true });
    expect(found.problems).toMatchObject([{ object: name, reason: 'altered' }]);
    expect(found.brokenBackups).toEqual([1, 2]);

    await createBackup(vault, store.source);
    const after = await verifyVault(vault, { readData: true });
    expect(after).toMatchObject({ backups: 3, problems: [], brokenBackups: [] });
    for (const sequence of [1, 2, 3]) {
      const entry = await getBackup(vault, sequence);
      const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
      expect((await drillBackup(vault, entry, options)).differing).toEqual([]);
    }
  });

  it('restores past a damaged pack where another one has the same pages', async () => {
    const desk = vaultDeps({ target, stateFolder: at('desk'), device: 'desktop' });
    const other = await openVault(desk, { phrase: PHRASE });
    // At once into an empty vault, neither finds anything to build on, and each sends all of it.
    await Promise.all([createBackup(vault, store.source), createBackup(other, store.source)]);
    const name = flipByte(at('target'));
    expect(await verifyVault(other, { readData: true })).toMatchObject({
      problems: [{ object: name }],
      brokenBackups: [],
    });
    // One device knows of the damage by now, the other finds it on its way.
    for (const of of [other, vault])
      for (const sequence of [1, 2]) {
        const entry = await getBackup(of, sequence);
        const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
        expect((await drillBackup(of, entry, options)).differing).toEqual([]);
      }
  });

  it('says which backups a flipped byte costs where the pages are nowhere else any more', async () => {
    await createBackup(vault, store.source);
    const name = flipByte(at('target'));
    await store.touch(1);
    await createBackup(vault, store.source);
    const found = await verifyVault(vault, { readData: true });
    await createBackup(vault, store.source);
    const after = await verifyVault(vault, { readData: true });
    expect(found.brokenBackups).toContain(1);
    expect(after).toMatchObject({ problems: [{ object: name }], brokenBackups: [1] });
    const forgotten = await forgetBackups(vault, after.brokenBackups);
    expect(forgotten.map(({ sequence }) => sequence)).toEqual([1]);
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ backups: 2, problems: [] });
    // The others keep their numbers, and the next one counts on.
    expect((await createBackup(vault, store.source)).sequence).toBe(4);
  });

  it('names a page list that is damaged, keeps everything it may need, and lets it be forgotten', async () => {
    const entry = await createBackup(vault, store.source);
    await store.touch(50);
    await createBackup(vault, store.source);
    const name = `g1/manifests/${entry.manifestId}`;
    const bytes = readFileSync(at('target', name));
    writeFileSync(at('target', name), bytes.subarray(0, bytes.length - 7));
    const found = await verifyVault(vault);
    expect(found).toMatchObject({ problems: [{ object: name, reason: 'truncated' }], brokenBackups: [1] });
    // A device without a copy of it cannot tell what it needs.
    const far = await openVault(vaultDeps({ target, stateFolder: at('other') }), { phrase: PHRASE });
    const policy = { keepLast: 9, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
    await expect(pruneVault(far, policy)).rejects.toMatchObject({ code: 'backup_damaged' });
    await forgetBackups(far, [1]);
    await pruneVault(far, policy);
    expect(await verifyVault(far, { readData: true })).toMatchObject({ backups: 1, problems: [] });
  });

  it('names a pack that is gone or cut, and sends its pages anew', async () => {
    await createBackup(vault, store.source);
    const [pack] = readdirSync(at('target', 'g1', 'packs'));
    rmSync(at('target', 'g1', 'packs', String(pack)));
    const found = await verifyVault(vault);
    expect(found).toMatchObject({
      problems: [{ object: `g1/packs/${pack}`, reason: 'missing' }],
      brokenBackups: [1],
    });
    const entry = await createBackup(vault, store.source);
    const report = await drillBackup(vault, entry, {
      parentFolder: at('throw-away'),
      driver,
      expected: await store.content(),
    });
    expect(report.differing).toEqual([]);
  });
});

/** Changes one bit in the middle of the largest pack; answers its name. */
function flipByte(target: string): string {
  const packs = readdirSync(join(target, 'g1', 'packs')).map((id) => join('g1', 'packs', id));
  const sizes = new Map(packs.map((name) => [name, readFileSync(join(target, name)).length]));
  const [name = ''] = packs.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const bytes = readFileSync(join(target, name));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(join(target, name), bytes);
  return name;
}
