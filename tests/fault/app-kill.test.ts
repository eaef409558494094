import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import { openVault, verifyVault } from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { vaultDeps } from '../support/backed-store.ts';
import type { KillAppLine, KillAppPlan } from '../support/kill-app-lines.ts';
import { runKilled, type KilledRun } from '../support/killed-process.ts';
import { systemClock } from '#shared/kernel/clock.ts';
import { setUpWorkspace, TEST_PASSPHRASE } from '../support/ready-workspace.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const TARGET = fileURLToPath(new URL('../support/kill-app.ts', import.meta.url));
const KILLS = faultSize({ ci: 8, nightly: 150 });
const current = { passphrase: TEST_PASSPHRASE };
const SINCE = 'Written since';

type Outcome = KilledRun<KillAppLine>;

function run(plan: KillAppPlan, killAfterMs: number | null = null): Promise<Outcome> {
  return runKilled<KillAppLine>(TARGET, plan, killAfterMs);
}

function changesOf({ lines }: Outcome): number {
  const done = lines.find((line) => line.event === 'done');
  return done?.event === 'done' ? done.changes : 0;
}

describe('the app, killed', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let random: SeededRandom;
  const seed = faultSeed();
  const at = (...names: string[]): string => join(folder.path, ...names);

  beforeEach(async () => {
    folder = temporaryFolder();
    random = createSeededRandom(seed);
    mkdirSync(at('place'));
    await setUpWorkspace({ dataDir: at('data'), clock: systemClock });
    await using app = await open();
    const api = app.caller();
    await api.system.startSample();
    const { phrase, confirmIndexes } = await api.backup.newPhrase();
    const all = phrase.split(' ');
    const words = confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
    await api.backup.setUp({
      place: { kind: 'folder', path: at('place') },
      deviceName: 'Laptop',
      phrase: { kind: 'new', words },
    });
    await api.backup.updateSettings({ rhythm: 'manual', drills: false, beforeRiskyThings: false });
    expect((await api.jobs.wait({ id: (await api.backup.start()).jobId })).error).toBeNull();
    await api.notes.create({ title: SINCE });
    await app.close();
    for (const name of ['data', 'place']) cpSync(at(name), at(`prepared-${name}`), { recursive: true });
  });
  afterEach(() => folder[Symbol.dispose]());

  async function open(): Promise<Adiuva> {
    const app = createAdiuva({ host: 'test', keychain: null, runsSchedules: false, dataDir: at('data') });
    if ((await app.caller().system.status()).state !== 'absent')
      expect((await app.caller().system.unlock(current)).state).toBe('ready');
    return app;
  }

  function prepare(): void {
    for (const name of ['data', 'place']) {
      rmSync(at(name), { recursive: true });
      cpSync(at(`prepared-${name}`), at(name), { recursive: true });
    }
  }

  function planOf(work: KillAppPlan['work']): KillAppPlan {
    return { work, dataDir: at('data'), passphrase: TEST_PASSPHRASE, crashAt: 0, side: 'before' };
  }

  /** Kills at a change chosen by lot, or at a moment chosen by lot. */
  async function killSomewhere(work: KillAppPlan['work'], changes: number, mostMs: number): Promise<Outcome> {
    const isTimed = random.chance(0.4);
    const crashAt = isTimed ? 0 : 1 + random.below(changes);
    const side = random.chance(0.5) ? 'before' : 'after';
    return run({ ...planOf(work), crashAt, side }, isTimed ? random.next() * mostMs : null);
  }

  async function hasSince(app: Adiuva): Promise<boolean> {
    const { items } = await app.caller().notes.list({ limit: 500 });
    return items.some(({ title }) => title === SINCE);
  }

  it(
    'while a restored store takes its place, starts with the former or the restored one, whole',
    { timeout: KILLS * 120_000 },
    async () => {
      const counted = changesOf(await run(planOf('restore')));
      expect(counted).toBeGreaterThan(5);
      let [kills, replaced] = [0, 0];
      while (kills < KILLS) {
        prepare();
        const { wasKilled, lines } = await killSomewhere('restore', counted, 800);
        kills += wasKilled ? 1 : 0;
        await using app = await open();
        const api = app.caller();
        const isFormer = await hasSince(app);
        const { canPutBack } = await api.backup.status();
        expect(canPutBack === null).toBe(isFormer);
        if (lines.some(({ event }) => event === 'done')) expect(isFormer).toBe(false);
        await api.notes.create({ title: 'Goes on' });
        replaced += isFormer ? 0 : 1;
        if (!isFormer) await api.backup.putBack({ current });
        expect(await hasSince(app)).toBe(true);
        await app.close();
        await using again = await open();
        expect(await hasSince(again)).toBe(true);
        expect(readdirSync(at('data')).filter((name) => /restor/.test(name))).toEqual([]);
        const { items } = await again.caller().backup.runs({ limit: 5 });
        expect(items.filter(({ outcome }) => outcome === 'running')).toEqual([]);
      }
      process.stderr.write(
        `app at a restore: ${kills} kills survived, ${replaced} with the restored store, seed ${seed}\n`,
      );
    },
  );

  it(
    'while its backup gets new keys, goes on at the next start and ends with the new words',
    { timeout: KILLS * 120_000 },
    async () => {
      const counted = changesOf(await run(planOf('rotate')));
      expect(counted).toBeGreaterThan(5);
      let [kills, rounds] = [0, 0];
      while (kills < KILLS) {
        prepare();
        const { wasKilled, lines } = await killSomewhere('rotate', counted, 1_500);
        kills += wasKilled ? 1 : 0;
        rounds += 1;
        const begun = lines.find(({ event }) => event === 'begun');
        if (begun?.event !== 'begun') throw new Error('nothing is killed before the job is written down');
        await using app = await open();
        const api = app.caller();
        expect((await api.jobs.wait({ id: begun.jobId ?? '' })).error).toBeNull();
        const target = createFolderTarget({ folder: at('place') });
        // One that looked at the round before would rightly see another history.
        const deps = vaultDeps({ target, stateFolder: at(`state-${rounds}`), device: 'watcher' });
        const vault = await openVault(deps, { phrase: begun.phrase ?? '' });
        expect(await verifyVault(vault, { readData: true })).toMatchObject({
          problems: [],
          brokenBackups: [],
        });
        expect((await api.jobs.wait({ id: (await api.backup.start()).jobId })).error).toBeNull();
        expect((await api.backup.status()).phraseOpensWorkspace).toBe(true);
        // Killed between its list and the turn to it, the new generation gets another point in time before it turns.
        expect([2, 3]).toContain((await api.backup.list()).length);
      }
      process.stderr.write(`app at new keys: ${kills} kills, each ended with the new words, seed ${seed}\n`);
    },
  );
});
