import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeFiles } from '#main/db/open-store-files.ts';
import { readSequence } from '#main/db/open-store-sequence.ts';
import {
  claimNext,
  createVault,
  drillBackup,
  dropFormerStore,
  finishRestore,
  openVault,
  readHead,
  verifyVault,
  type BackupEntry,
  type TableContent,
  type Vault,
  type VaultDeps,
} from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import {
  makeBackedStore,
  openBackedStore,
  OTHER_PHRASE,
  PHRASE,
  STORE_ID,
  vaultDeps,
} from '../support/backed-store.ts';
import type { KillVaultLine, KillVaultPlan } from '../support/kill-vault-lines.ts';
import { runKilled, type KilledRun } from '../support/killed-process.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import { rowsOf } from '../support/store-door.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const TARGET = fileURLToPath(new URL('../support/kill-vault.ts', import.meta.url));
const KILLS = faultSize({ ci: 50, nightly: 500 });
/** Each of these sends all of the store. */
const TURN_KILLS = faultSize({ ci: 25, nightly: 500 });
const DAY_MS = 25 * 3_600_000;
const [{ driver }] = await driversUnderTest();

type Outcome = KilledRun<KillVaultLine>;

function run(plan: KillVaultPlan, killAfterMs: number | null = null): Promise<Outcome> {
  return runKilled<KillVaultLine>(TARGET, plan, killAfterMs);
}

/** All that stays of a backup when a prune gives it another page list. */
function factsOf(entries: readonly BackupEntry[]): readonly Partial<BackupEntry>[] {
  return entries.map(({ manifestId: _id, manifestHash: _hash, ...facts }) => facts);
}

function repackedBy({ lines }: Outcome): number {
  const pruned = lines.find((line) => line.event === 'pruned');
  return pruned?.event === 'pruned' ? pruned.repackedPacks : 0;
}

function changesOf({ lines }: Outcome): number {
  const done = lines.find((line) => line.event === 'done');
  return done?.event === 'done' ? done.changes : 0;
}

describe('killed at any change', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let vault: Vault;
  let plan: KillVaultPlan;
  let random: SeededRandom;
  let laterMs = 0;
  const seed = faultSeed();
  const at = (...names: string[]): string => join(folder.path, ...names);

  beforeEach(async () => {
    folder = temporaryFolder();
    random = createSeededRandom(seed);
    laterMs = 0;
    mkdirSync(at('target'));
    const inFolder = createFolderTarget({ folder: at('target') });
    const target = { ...inFolder, now: async () => (await inFolder.now()) + laterMs };
    const storeKey = Buffer.alloc(32, 9);
    const store = await makeBackedStore(driver, at('data'), storeKey);
    await store.add(60, 20_000);
    await store.close();
    vault = await createVault(vaultDeps({ target, stateFolder: at('watching'), device: 'watcher' }), PHRASE);
    plan = {
      work: 'create',
      targetFolder: at('target'),
      stateFolder: at('state'),
      dataFolder: at('data'),
      masterKey: Buffer.from(vault.masterKey).toString('hex'),
      storeKey: storeKey.toString('hex'),
      laterMs: 0,
      crashAt: 0,
      side: 'before',
      touchNth: 7,
    };
  });
  afterEach(() => folder[Symbol.dispose]());

  async function listed(): Promise<readonly BackupEntry[]> {
    return (await readHead(vault)).head.backups;
  }

  /** The list shows whole backups only: every page of every one of them is there and is what it should be. */
  async function expectWhole(): Promise<void> {
    expect(await verifyVault(vault, { readData: true })).toMatchObject({ problems: [], brokenBackups: [] });
  }

  /** By the words of before or by the new ones: one of them opens it, and never both. */
  async function openEither(deps: VaultDeps, former: string, latter: string) {
    const opened = await Promise.allSettled([former, latter].map((phrase) => openVault(deps, { phrase })));
    const [byFormer, byLatter] = opened.map((one) => (one.status === 'fulfilled' ? one.value : null));
    expect(Boolean(byFormer)).not.toBe(Boolean(byLatter));
    for (const one of opened)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'wrong_recovery_phrase' });
    const found = byFormer ?? byLatter;
    if (!found) throw new Error('one of the two opens it');
    return { vault: found, isTurned: !byFormer };
  }

  /** Kills at a change chosen by lot, or at a moment chosen by lot. */
  async function killSomewhere(work: Partial<KillVaultPlan>, changes: number): Promise<Outcome> {
    const isTimed = random.chance(0.3);
    const crashAt = isTimed ? 0 : 1 + random.below(changes);
    const side = random.chance(0.5) ? 'before' : 'after';
    return run({ ...plan, laterMs, ...work, crashAt, side }, isTimed ? random.next() * 400 : null);
  }

  it(
    'a backup is listed whole or not at all, and the next one goes on',
    { timeout: KILLS * 30_000 },
    async () => {
      const counted = changesOf(await run(plan));
      let [kills, whole] = [0, 0];
      for (let trial = 0; kills < KILLS; trial += 1) {
        const before = await listed();
        const touchNth = 2 + (trial % 9);
        const { lines, wasKilled } = await killSomewhere({ touchNth }, counted);
        const after = await listed();
        const told = lines.find((line) => line.event === 'listed');
        expect(after.slice(0, before.length)).toEqual(before);
        expect(after.length - before.length).toBeLessThanOrEqual(1);
        if (told?.event === 'listed') expect(after.at(-1)?.manifestId).toBe(told.manifestId);
        if (trial % 5 === 0) await expectWhole();
        kills += wasKilled ? 1 : 0;
        whole += after.length - before.length;
      }
      await run({ ...plan, laterMs });
      await expectWhole();
      const newest = (await listed()).at(-1);
      if (!newest) throw new Error('the last backup is listed');
      await using store = await openBackedStore(driver, at('data', 'adiuva.db'), Buffer.alloc(32, 9));
      const drill = { parentFolder: at('throw-away'), driver, expected: await store.content() };
      expect((await drillBackup(vault, newest, drill)).differing).toEqual([]);
      process.stderr.write(`backups: ${kills} kills survived, ${whole} listed all the same, seed ${seed}\n`);
    },
  );

  it('a prune costs no listed backup', { timeout: KILLS * 40_000 }, async () => {
    const prune = { work: 'prune' } as const;
    for (let round = 0; round < 4; round += 1) await run({ ...plan, touchNth: 2 + round });
    let [kills, repacked] = [0, 0];
    let counted = 12;
    for (let trial = 0; kills < KILLS; trial += 1) {
      // A killed backup now and then leaves what a prune has to find.
      if (trial % 4 === 0) await killSomewhere({ touchNth: 2 + (trial % 5) }, 20);
      if (trial % 4 === 1) await run({ ...plan, laterMs, touchNth: 2 + (trial % 5) });
      laterMs += trial % 2 === 0 ? DAY_MS : 0;
      const before = await listed();
      const outcome = await killSomewhere(prune, counted);
      kills += outcome.wasKilled ? 1 : 0;
      counted = Math.max(counted, changesOf(outcome));
      repacked += repackedBy(outcome);
      const after = await listed();
      expect(factsOf(before)).toEqual(expect.arrayContaining([...factsOf(after)]));
      expect(after.length).toBeGreaterThanOrEqual(Math.min(2, before.length));
      // All that is listed is there, in full size; every fifth time each page of it is read.
      if (trial % 5 === 0) await expectWhole();
      else expect(await verifyVault(vault)).toMatchObject({ problems: [], brokenBackups: [] });
    }
    laterMs += DAY_MS;
    await run({ ...plan, ...prune, laterMs });
    laterMs += DAY_MS;
    await run({ ...plan, ...prune, laterMs });
    await expectWhole();
    // Nothing that no backup needs is left behind.
    expect(readdirSync(at('target', 'g1', 'manifests'))).toHaveLength(2);
    process.stderr.write(
      `prunes: ${kills} kills cost no listed backup, ${repacked} packs repacked by those that ended, seed ${seed}\n`,
    );
  });

  it(
    'new keys: the former words open the vault or the new ones do, and going on ends in the new',
    async () => {
      await run(plan);
      let [kills, turned, ended] = [0, 0, 0];
      let counted = 40;
      while (kills < TURN_KILLS) {
        const words = ended % 2 === 0 ? [PHRASE, OTHER_PHRASE] : [OTHER_PHRASE, PHRASE];
        const [former = '', latter = ''] = words;
        const deps = vaultDeps({ target: vault.deps.target, stateFolder: at('state') });
        const begun = await openVault(deps, { phrase: former });
        const next = await claimNext(begun, latter);
        const rotate: Partial<KillVaultPlan> = {
          work: 'rotate',
          masterKey: Buffer.from(begun.masterKey).toString('hex'),
          next: {
            header: Buffer.from(next.header).toString('base64'),
            masterKey: Buffer.from(next.masterKey).toString('hex'),
          },
        };
        for (let isKilled = true; isKilled;) {
          const touchNth = 2 + (kills % 9);
          const outcome = await killSomewhere({ ...rotate, touchNth }, counted);
          isKilled = outcome.wasKilled && kills < TURN_KILLS;
          kills += outcome.wasKilled ? 1 : 0;
          counted = Math.max(counted, changesOf(outcome));
          const opened = await openEither(deps, former, latter);
          turned += isKilled && opened.isTurned ? 1 : 0;
          expect(await verifyVault(opened.vault)).toMatchObject({ problems: [], brokenBackups: [] });
          expect((await readHead(opened.vault)).head.backups.length).toBeGreaterThan(0);
        }
        await run({ ...plan, ...rotate, laterMs });
        ended += 1;
        const opened = await openEither(deps, former, latter);
        expect(opened.isTurned).toBe(true);
        expect(await verifyVault(opened.vault, { readData: true })).toMatchObject({ problems: [] });
        // What is of former generations goes by prunes, as ever.
        laterMs += DAY_MS;
        await run({ ...plan, ...rotate, work: 'prune', masterKey: rotate.next?.masterKey ?? '', laterMs });
        laterMs += DAY_MS;
        await run({ ...plan, ...rotate, work: 'prune', masterKey: rotate.next?.masterKey ?? '', laterMs });
      }
      process.stderr.write(
        `new keys: ${kills} kills survived, ${turned} after the turn, ${ended} ended, seed ${seed}\n`,
      );
    },
    TURN_KILLS * 40_000,
  );

  it('a restore leaves the old store or the new one, whole', { timeout: KILLS * 30_000 }, async () => {
    await run(plan);
    const files = storeFiles(at('data'));
    const key = Buffer.alloc(32, 9);
    const contentOf = async (): Promise<readonly TableContent[]> => {
      await using store = await openBackedStore(driver, files.store, key);
      expect(await rowsOf(store.writer, 'PRAGMA integrity_check')).toEqual([['ok']]);
      return await store.content();
    };
    const restoredContent = await contentOf();
    {
      await using store = await openBackedStore(driver, files.store, key);
      await store.add(3, 2_000);
    }
    const formerContent = await contentOf();
    cpSync(at('data'), at('prepared'), { recursive: true });
    const restore = { work: 'restore' } as const;
    const counted = changesOf(await run({ ...plan, ...restore }));
    let [kills, replaced] = [0, 0];
    while (kills < KILLS) {
      rmSync(at('data'), { recursive: true });
      cpSync(at('prepared'), at('data'), { recursive: true });
      const { wasKilled } = await killSomewhere(restore, counted);
      kills += wasKilled ? 1 : 0;
      const outcome = await finishRestore(files);
      const found = await contentOf();
      if (outcome) {
        replaced += 1;
        expect(found).toEqual(restoredContent);
        expect(await readSequence(files.sequence, STORE_ID)).toBe(60);
        expect(existsSync(at('data', String(outcome.keptFile)))).toBe(true);
        await dropFormerStore(files);
      } else expect(found).toEqual(formerContent);
      expect(readdirSync(at('data')).filter((name) => /restor|before/.test(name))).toEqual([]);
    }
    process.stderr.write(`restores: ${kills} kills survived, ${replaced} after the swap, seed ${seed}\n`);
    expect(await openVault(vault.deps, { phrase: PHRASE })).toBeDefined();
  });
});
