import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createBackup,
  createVault,
  drillBackup,
  pruneVault,
  readHead,
  restoreFile,
  verifyVault,
  type Vault,
} from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { makeBackedStore, PHRASE, vaultDeps, type BackedStore } from '../support/backed-store.ts';
import { mountDisk, whyNoSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';

const noDisk = whyNoSmallDisk();
if (noDisk) process.stderr.write(`a full disk under a backup not tested: ${noDisk}\n`);

const [{ driver }] = await driversUnderTest();
const POLICY = { keepLast: 2, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
/** From no room at all to nearly enough: each backup here takes about 400 kB, in steps that meet every write. */
const ROOMS = [
  0, 4_096, 8_192, 16_384, 65_536, 131_072, 196_608, 262_144, 327_680, 393_216, 458_752, 524_288,
];

describe('a disk that is full', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let disk: SmallDisk;
  let store: BackedStore;
  let vault: Vault;
  const at = (name: string): string => join(folder.path, name);

  beforeEach(async (context) => {
    if (noDisk) context.skip(noDisk);
    folder = temporaryFolder();
    disk = mountDisk(24);
    store = await makeBackedStore(driver, at('data'));
    await store.add(60, 8_000);
  });
  afterEach(async () => {
    await store?.close();
    disk?.[Symbol.dispose]();
    folder?.[Symbol.dispose]();
  });

  async function expectListWhole(): Promise<void> {
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
  }

  it.each([
    ['where the backup lies', 'target'],
    ['where this device keeps what it knows', 'state'],
  ])('%s: no backup is listed by half, and the next one goes on', async (_place, full) => {
    const targetFolder = full === 'target' ? join(disk.path, 'target') : at('target');
    mkdirSync(targetFolder);
    const target = createFolderTarget({ folder: targetFolder });
    const stateFolder = full === 'state' ? disk.path : at('state');
    vault = await createVault(vaultDeps({ target, stateFolder }), PHRASE);
    await createBackup(vault, store.source);
    let refused = 0;
    for (const room of ROOMS) {
      await store.touch(1);
      const before = (await readHead(vault)).head.backups;
      const free = disk.fill(room);
      const outcome = await createBackup(vault, store.source).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        refused += 1;
        expect(outcome).toMatchObject({ code: expect.stringMatching(/disk_full|quota_exceeded/) });
      }
      const pruned = await pruneVault(vault, POLICY).catch((error: unknown) => error);
      if (pruned instanceof Error)
        expect(pruned).toMatchObject({ code: expect.stringMatching(/disk_full|quota_exceeded/) });
      free();
      const after = (await readHead(vault)).head.backups;
      if (outcome instanceof Error) expect(before).toEqual(expect.arrayContaining([...after]));
      await expectListWhole();
    }
    // Without room at home a backup elsewhere is all the more wanted: there nothing is refused.
    if (full === 'target') expect(refused).toBeGreaterThan(3);
    else expect(refused).toBe(0);
    const entry = await createBackup(vault, store.source);
    const drill = { parentFolder: at('throw-away'), driver, expected: await store.content() };
    expect((await drillBackup(vault, entry, drill)).differing).toEqual([]);
  });

  it('where a store is to be restored: refused before it begins or given up, and nothing is left', async () => {
    mkdirSync(at('target'));
    const target = createFolderTarget({ folder: at('target') });
    vault = await createVault(vaultDeps({ target, stateFolder: at('state') }), PHRASE);
    const entry = await createBackup(vault, store.source);
    const path = join(disk.path, 'adiuva.db.restoring');
    const free = disk.fill(1_000_000);
    const into = { path, storeKey: store.key, driver };
    await expect(restoreFile(vault, entry, into)).rejects.toMatchObject({ code: 'disk_full' });
    free();
    // It fills up once the restore has begun.
    let freeLater = (): void => undefined;
    const late = restoreFile(vault, entry, {
      ...into,
      onProgress: () => {
        if (!existsSync(join(disk.path, 'ballast'))) freeLater = disk.fill(100_000);
      },
    });
    await expect(late).rejects.toMatchObject({ code: 'disk_full' });
    freeLater();
    expect(readdirSync(disk.path)).toEqual([]);
    expect((await restoreFile(vault, entry, into)).rowCounts).toEqual(entry.rowCounts);
  });
});
