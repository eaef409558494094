import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeFiles } from '#main/db/open-store-files.ts';
import { readSequence } from '#main/db/open-store-sequence.ts';
import {
  acceptHead,
  changePhrase,
  claimNext,
  createBackup,
  createVault,
  drillBackup,
  dropFormerStore,
  finishRestore,
  getBackup,
  openVault,
  pruneVault,
  putBackFormer,
  readHead,
  restoreFile,
  restoringPath,
  swapInRestored,
  turnToNext,
  verifyVault,
  type NextGeneration,
  type RetentionPolicy,
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
  STORE_ID,
  vaultDeps,
  type BackedStore,
} from '../support/backed-store.ts';

const [{ driver }] = await driversUnderTest();
const HOUR_MS = 3_600_000;
const LAST: RetentionPolicy = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };

describe('the upkeep of a vault', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let target: BlobTarget;
  /** How far the target's clock has gone on since. */
  let laterMs = 0;
  let store: BackedStore;
  let vault: Vault;
  const at = (...names: string[]): string => join(folder.path, ...names);
  const objects = (kind: string): number => {
    const path = at('target', 'g1', kind);
    return existsSync(path) ? readdirSync(path).length : 0;
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    laterMs = 0;
    mkdirSync(at('target'));
    const inFolder = createFolderTarget({ folder: at('target') });
    target = { ...inFolder, now: async (signal) => (await inFolder.now(signal)) + laterMs };
    store = await makeBackedStore(driver, at('data'));
    await store.add(40, 2_000);
    vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
  });
  afterEach(async () => {
    await store.close();
    folder[Symbol.dispose]();
  });

  const turning = (former: Vault, next: NextGeneration) => ({
    deps: former.deps,
    formerKey: former.masterKey,
    next,
  });
  const renew = async (former: Vault) =>
    turnToNext(turning(former, await claimNext(former, OTHER_PHRASE)), store.source);

  async function expectWhole(of: Vault): Promise<void> {
    const report = await verifyVault(of, { readData: true });
    expect(report).toMatchObject({ problems: [], brokenBackups: [] });
  }

  it('takes the place of the store, keeps the former until told, and survives being cut off', async () => {
    const files = storeFiles(at('data'));
    const entry = await createBackup(vault, store.source);
    const then = await store.content();
    await store.add(5, 2_000);
    const now = await store.content();
    const into = { path: restoringPath(files), storeKey: store.key, driver };
    // Cut off while the file is written: the next start clears it away and the store is as it was.
    await restoreFile(vault, entry, into);
    expect(await finishRestore(files)).toBeNull();
    expect(existsSync(into.path)).toBe(false);
    expect(await store.content()).toEqual(now);

    const restored = await restoreFile(vault, entry, into);
    await store.close();
    const outcome = await swapInRestored(files, restored, { storeId: STORE_ID, nowMs: Date.now() });
    expect(await readSequence(files.sequence, STORE_ID)).toBe(40);
    expect(await finishRestore(files)).toEqual(outcome);
    const former = await openBackedStore(driver, at('data', String(outcome.keptFile)), store.key);
    expect(await former.content()).toEqual(now);
    await former.close();
    store = await openBackedStore(driver, files.store, store.key);
    expect(await store.content()).toEqual(then);
    await dropFormerStore(files);
    expect(readdirSync(at('data')).filter((name) => /before|restor/.test(name))).toEqual([]);
  });

  it('restores where there is no store at all', async () => {
    const entry = await createBackup(vault, store.source);
    mkdirSync(at('new'));
    const files = storeFiles(at('new'));
    const into = { path: restoringPath(files), storeKey: store.key, driver };
    const restored = await restoreFile(vault, entry, into);
    const outcome = await swapInRestored(files, restored, { storeId: STORE_ID, nowMs: Date.now() });
    expect(outcome.keptFile).toBeNull();
    await using again = await openBackedStore(driver, files.store, store.key);
    expect(await again.content()).toEqual(await store.content());
  });

  it('goes back to the store from before a restore, as long as it is kept', async () => {
    const files = storeFiles(at('data'));
    const entry = await createBackup(vault, store.source);
    await store.add(5, 2_000);
    const now = await store.content();
    const into = { path: restoringPath(files), storeKey: store.key, driver };
    const restored = await restoreFile(vault, entry, into);
    await store.close();
    await swapInRestored(files, restored, { storeId: STORE_ID, nowMs: Date.now() });
    const undone = await putBackFormer(files, Date.now());
    store = await openBackedStore(driver, files.store, store.key);
    expect(await store.content()).toEqual(now);
    expect(existsSync(at('data', undone))).toBe(true);
    await expect(putBackFormer(files, Date.now())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists nothing that hung while what it rests on was deleted, and makes it anew', async () => {
    await createBackup(vault, store.source);
    const [first] = (await readHead(vault)).head.backups;
    if (!first) throw new Error('the first backup is listed');
    const path = at('same.db');
    await restoreFile(vault, first, { path, storeKey: store.key, driver });
    await using same = await openBackedStore(driver, path, store.key);
    const hanging = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow: BlobTarget = {
      ...target,
      async put(name, bytes, options) {
        // All is sent and checked by then, and the list comes next.
        if (name.includes('/manifests/')) {
          hanging.resolve();
          await goOn.promise;
        }
        return target.put(name, bytes, options);
      },
    };
    const sleeper = await openVault(vaultDeps({ target: slow, stateFolder: at('sleeper') }), {
      phrase: PHRASE,
    });
    const backup = createBackup(sleeper, same.source);
    await hanging.promise;
    // Without the packs of the first, so that a prune leaves nothing of them.
    const packs = readdirSync(at('target', 'g1', 'packs'));
    await vault.state.rememberDamaged(new Set(packs));
    await createBackup(vault, store.source);
    await pruneVault(vault, LAST);
    for (const days of [1, 2]) {
      laterMs = days * 25 * HOUR_MS;
      await pruneVault(vault, LAST);
    }
    expect(readdirSync(at('target', 'g1', 'packs'))).not.toEqual(expect.arrayContaining(packs));
    goOn.resolve();
    const entry = await backup;
    await expectWhole(vault);
    const options = { parentFolder: at('throw-away'), driver, expected: await same.content() };
    expect((await drillBackup(vault, entry, options)).differing).toEqual([]);
  });

  it('prunes in two turns with a day between by the clock of the target, and only what nobody needs', async () => {
    for (let round = 0; round < 4; round += 1) {
      await store.touch(2);
      await createBackup(vault, store.source);
    }
    await expect(pruneVault(vault, { ...LAST, keepLast: 0 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const planned = await pruneVault(vault, LAST, { isDryRun: true });
    expect(planned.dropped.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect((await readHead(vault)).head.backups).toHaveLength(4);

    const first = await pruneVault(vault, LAST);
    expect(first).toMatchObject({ deletedObjects: 0 });
    expect(first.doomedObjects).toBeGreaterThan(3);
    expect((await readHead(vault)).head.backups.map(({ sequence }) => sequence)).toEqual([4]);
    expect(objects('manifests')).toBe(4);
    laterMs = 23 * HOUR_MS;
    expect(await pruneVault(vault, LAST)).toMatchObject({ deletedObjects: 0, doomedObjects: 0 });
    laterMs = 25 * HOUR_MS;
    const second = await pruneVault(vault, LAST);
    expect(second).toMatchObject({ deletedObjects: first.doomedObjects, deletedBytes: first.doomedBytes });
    expect([objects('manifests'), objects('doomed')]).toEqual([1, 0]);
    await expectWhole(vault);
    const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(vault, await getBackup(vault, 4), options)).differing).toEqual([]);
  });

  it('keeps the last backup of every device, whatever its clock says', async () => {
    const early = vaultDeps({
      target,
      stateFolder: at('early'),
      device: 'old laptop',
      clock: { nowMs: () => Date.now() - 40 * 24 * HOUR_MS },
    });
    await createBackup(await openVault(early, { phrase: PHRASE }), store.source);
    const late = vaultDeps({
      target,
      stateFolder: at('state'),
      clock: { nowMs: () => Date.now() + 40 * 24 * HOUR_MS },
    });
    const ahead = await openVault(late, { phrase: PHRASE });
    await createBackup(ahead, store.source);
    await createBackup(vault, store.source);
    await pruneVault(ahead, LAST);
    const { head } = await readHead(vault);
    expect(head.backups.map(({ sequence }) => sequence)).toEqual([1, 3]);
    await expectWhole(vault);
  });

  it('never rests on what is going to be deleted, and sends it anew', async () => {
    await createBackup(vault, store.source);
    const before = await store.content();
    const former = await readHead(vault);
    await store.touch(1);
    await createBackup(vault, store.source);
    await pruneVault(vault, LAST);
    expect(objects('doomed')).toBe(1);
    // The store goes back to what only the doomed packs hold.
    const path = at('back.db');
    const [first] = former.head.backups;
    if (!first) throw new Error('the first backup was listed');
    await restoreFile(vault, first, { path, storeKey: store.key, driver });
    await using back = await openBackedStore(driver, path, store.key);
    expect(await back.content()).toEqual(before);
    await createBackup(vault, back.source);
    laterMs = 25 * HOUR_MS;
    await pruneVault(vault, { ...LAST, keepLast: 2 });
    await expectWhole(vault);
  });

  it('lets two devices back up and prune at once, and loses no listed backup', async () => {
    const otherDeps = vaultDeps({ target, stateFolder: at('other'), device: 'desktop' });
    const other = await openVault(otherDeps, { phrase: PHRASE });
    await using otherStore = await makeBackedStore(driver, at('other-data'));
    await otherStore.add(30, 2_000);
    for (let round = 0; round < 3; round += 1) {
      laterMs += 25 * HOUR_MS;
      await Promise.all([store.touch(3), otherStore.touch(3)]);
      await Promise.all([
        createBackup(vault, store.source),
        createBackup(other, otherStore.source),
        pruneVault(vault, { ...LAST, keepLast: 2 }),
        pruneVault(other, LAST),
      ]);
    }
    const { head } = await readHead(vault);
    const sequences = head.backups.map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(new Set(head.backups.map(({ device }) => device.id))).toEqual(new Set(['laptop', 'desktop']));
    await expectWhole(vault);
    for (const [device, of] of [
      ['laptop', store],
      ['desktop', otherStore],
    ] as const) {
      const entry = head.backups.findLast((backup) => backup.device.id === device);
      if (!entry) throw new Error('each device has a backup');
      const options = { parentFolder: at('throw-away'), driver, expected: await of.content() };
      expect((await drillBackup(vault, entry, options)).differing).toEqual([]);
    }
  });

  it('notices an older list and another one of the same age, and goes on only when told', async () => {
    await createBackup(vault, store.source);
    cpSync(at('target'), at('copy'), { recursive: true });
    await createBackup(vault, store.source);
    const putBack = (): void => {
      rmSync(at('target', 'g1', 'head'));
      cpSync(at('copy', 'g1', 'head'), at('target', 'g1', 'head'));
    };
    putBack();
    await expect(readHead(vault)).rejects.toMatchObject({ code: 'backup_rolled_back' });
    await expect(createBackup(vault, store.source)).rejects.toMatchObject({ code: 'backup_rolled_back' });
    await expect(pruneVault(vault, LAST)).rejects.toMatchObject({ code: 'backup_rolled_back' });

    // Another device, which knows nothing of it, writes on from there: the same number, another history.
    const other = await openVault(vaultDeps({ target, stateFolder: at('other'), device: 'desktop' }), {
      phrase: PHRASE,
    });
    await createBackup(other, store.source);
    await expect(readHead(vault)).rejects.toMatchObject({ code: 'backup_forked' });
    expect((await acceptHead(vault)).head.backups.map(({ device }) => device.id)).toEqual([
      'laptop',
      'desktop',
    ]);
    await createBackup(vault, store.source);
    await expectWhole(vault);

    rmSync(at('target', 'g1', 'head'));
    await expect(readHead(vault)).rejects.toMatchObject({ code: 'backup_damaged' });
    await expect(openVault(vault.deps, { phrase: PHRASE })).resolves.toBeDefined();
    expect(existsSync(at('target', 'g1', 'head'))).toBe(false);
  });

  it('changes the phrase without sending anything again', async () => {
    const entry = await createBackup(vault, store.source);
    const packs = readdirSync(at('target', 'g1', 'packs'));
    const other = await openVault(vaultDeps({ target, stateFolder: at('other') }), { phrase: PHRASE });
    const changed = await changePhrase(vault, OTHER_PHRASE);
    await expect(openVault(vault.deps, { phrase: PHRASE })).rejects.toMatchObject({
      code: 'wrong_recovery_phrase',
    });
    const again = await openVault(vault.deps, { phrase: OTHER_PHRASE });
    expect((await readHead(again)).head.backups).toEqual([entry]);
    expect(readdirSync(at('target', 'g1', 'packs'))).toEqual(packs);
    // A device that has the key goes on; a second change from an older header is refused.
    await createBackup(other, store.source);
    await expect(changePhrase(other, PHRASE)).rejects.toMatchObject({ code: 'conflict' });
    await expectWhole(changed);
  });

  it('leaves a phrase that others may know with a new key, and the former generation goes', async () => {
    await createBackup(vault, store.source);
    const other = await openVault(vaultDeps({ target, stateFolder: at('other'), device: 'desktop' }), {
      phrase: PHRASE,
    });
    const { vault: renewed, entry } = await renew(vault);
    expect(renewed.header).toMatchObject({ vaultId: vault.header.vaultId, generation: 2 });
    expect((await readHead(renewed)).head.backups).toEqual([entry]);
    for (const left of [vault, other])
      await expect(createBackup(left, store.source)).rejects.toMatchObject({ code: 'store_wrong_key' });
    await expect(openVault(vault.deps, { phrase: PHRASE })).rejects.toMatchObject({
      code: 'wrong_recovery_phrase',
    });
    laterMs = 25 * HOUR_MS;
    await pruneVault(renewed, LAST);
    expect(readdirSync(at('target', 'g1')).flatMap((kind) => readdirSync(at('target', 'g1', kind)))).toEqual(
      [],
    );
    await expectWhole(renewed);
    const fresh = await openVault(vaultDeps({ target, stateFolder: at('new device') }), {
      phrase: OTHER_PHRASE,
    });
    const options = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(fresh, await getBackup(fresh, 1), options)).differing).toEqual([]);
  });

  it('comes to nothing where the new key was not turned to, and goes on with what was sent or is begun afresh', async () => {
    await createBackup(vault, store.source);
    const stop = new AbortController();
    const next = await claimNext(vault, OTHER_PHRASE);
    const stopped = turnToNext(turning(vault, next), store.source, {
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'finishing' && stop.abort(),
    });
    await expect(stopped).rejects.toBeDefined();
    const again = await openVault(vault.deps, { phrase: PHRASE });
    await createBackup(again, store.source);
    await expectWhole(again);
    const sent = readdirSync(at('target', 'g2', 'packs'));
    expect(sent.length).toBeGreaterThan(0);
    const { vault: second } = await turnToNext(turning(again, next), store.source);
    expect(second.header.generation).toBe(2);
    expect(readdirSync(at('target', 'g2', 'packs'))).toEqual(expect.arrayContaining(sent));
    await expectWhole(second);
    // The same call again, its answer was lost: nothing is sent, and the vault is as it is.
    const listed = (await readHead(second)).head.backups;
    const repeated = await turnToNext(turning(again, next), store.source);
    expect((await readHead(repeated.vault)).head.backups).toEqual(listed);
    expect(repeated.entry).toEqual(listed.at(-1));

    await claimNext(second, PHRASE);
    const { vault: renewed } = await renew(second);
    expect(renewed.header.generation).toBe(4);
    await expectWhole(renewed);
    expect(await rowsOf(store.writer, 'PRAGMA quick_check')).toEqual([['ok']]);
  });

  it('begins the new generation anew where a prune cleared it away meanwhile, under the same words', async () => {
    await createBackup(vault, store.source);
    const next = await claimNext(vault, OTHER_PHRASE);
    const stop = new AbortController();
    const stopped = turnToNext(turning(vault, next), store.source, {
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'finishing' && stop.abort(),
    });
    await expect(stopped).rejects.toBeDefined();
    for (let round = 1; round <= 3; round += 1) {
      laterMs = round * 25 * HOUR_MS;
      await pruneVault(vault, LAST);
    }
    expect(existsSync(at('target', 'g2', 'head'))).toBe(false);
    const { vault: renewed } = await turnToNext(turning(vault, next), store.source);
    await expectWhole(renewed);
    expect((await openVault(vault.deps, { phrase: OTHER_PHRASE })).header.generation).toBe(2);
  });
});
