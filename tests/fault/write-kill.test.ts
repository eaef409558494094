import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import type { Store } from '#main/db/store.ts';
import type { Keychain } from '#main/engine/secrets/index.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { bundleKillWriter } from '../support/kill-bundle.ts';
import { keychainInFile } from '../support/kill-keychain.ts';
import { parseLines, type KillLine, type KillPlan } from '../support/kill-lines.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';
import {
  expectFilesWhole,
  expectSearchable,
  expectTablesLikeLog,
  expectWholeSets,
  newReplay,
  replayNew,
  type Replay,
} from './write-kill-checks.ts';

const KILLS = faultSize({ ci: 100, nightly: 1_000 });
/** A workspace takes so many kills before the next one begins: checking a large one is slow, not harder. */
const KILLS_A_WORKSPACE = 100;
const LANES = 3;
const TASKS_A_LANE = 25;

type Child = ChildProcessByStdio<Writable, Readable, null>;
type Place = { readonly dataDir: string; readonly keychainFile: string; readonly keychain: Keychain };
type Tally = { kills: number; whileOpening: number; acknowledged: number; untold: number };

function startWriter(program: string): Child {
  return spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
}

function open(place: Place): Adiuva {
  return createAdiuva({ dataDir: place.dataDir, host: 'test', keychain: place.keychain });
}

async function makeWorkspace(place: Place, replay: Replay): Promise<KillPlan['lanes']> {
  await using app = open(place);
  const api = app.caller();
  await api.system.setup({ useKeychain: true });
  await api.system.finishOnboarding();
  const lanes: { noteId: string; taskIds: string[] }[] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    const taskIds: string[] = [];
    while (taskIds.length < TASKS_A_LANE)
      taskIds.push((await api.tasks.create({ title: `lane ${lane}` })).item.id);
    lanes.push({ noteId: (await api.notes.create({ title: `files of lane ${lane}` })).item.id, taskIds });
  }
  await replayNew(storeOf(app), replay);
  return lanes;
}

function storeOf(app: Adiuva): Store {
  if (!app.system.workspace) throw new Error('the workspace is not open');
  return app.system.workspace.store;
}

/** Lets a loaded writer work and kills it: mostly while it writes, sometimes while it opens the workspace. */
async function writeAndKill(
  child: Child,
  plan: KillPlan,
  random: SeededRandom,
): Promise<readonly KillLine[]> {
  let text = '';
  const writing = Promise.withResolvers<void>();
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    writing.resolve();
  });
  const gone = once(child, 'close');
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  if (!random.chance(0.15)) await Promise.race([writing.promise, gone]);
  await delay(random.next() ** 2 * 300);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await gone;
  return parseLines(text);
}

async function expectNothingLost(
  place: Place,
  replay: Replay,
  lines: readonly KillLine[],
  isLast: boolean,
): Promise<number> {
  await using app = open(place);
  const status = await app.openQuietly();
  expect(status.state).toBe('ready');
  if (status.state === 'ready') {
    const kinds = status.warnings.map((warning) => warning.kind).filter((kind) => kind !== 'few_key_slots');
    // Killed before it had taken the folder's lock, there was nothing to recover from.
    if (lines.length > 0 || kinds.length > 0) expect(kinds).toEqual(['unclean_recovery']);
  }
  const store = storeOf(app);
  const log = await replayNew(store, replay);
  const untold = expectWholeSets(log, lines);
  await expectTablesLikeLog(store.reader, replay, isLast ? 'all' : log);
  await app.workspace().search.catchUp();
  const api = app.caller();
  await expectSearchable(api, replay, lines);
  await expectFilesWhole(api, replay, lines);
  const { integrity, searchIndex } = await api.system.doctor();
  expect(integrity).toEqual({ ok: true, problems: [] });
  expect(searchIndex.indexedSeq).toBe(searchIndex.lastSeq);
  return untold;
}

async function killOneWorkspace(
  program: string,
  { kills, seed }: { kills: number; seed: number },
  tally: Tally,
): Promise<void> {
  using folder = temporaryFolder();
  const keychainFile = join(folder.path, 'keychain.json');
  const place = {
    dataDir: join(folder.path, 'data'),
    keychainFile,
    keychain: keychainInFile(keychainFile),
  };
  const random = createSeededRandom(seed);
  const replay = newReplay();
  const lanes = await makeWorkspace(place, replay);
  let next = startWriter(program);
  try {
    for (let round = 0; round < kills; round += 1) {
      const child = next;
      const plan = { dataDir: place.dataDir, keychainFile, seed, round, lanes };
      const lines = await writeAndKill(child, plan, random);
      // The next one loads while this one's work is looked at.
      next = startWriter(program);
      tally.untold += await expectNothingLost(place, replay, lines, round === kills - 1);
      tally.kills += 1;
      tally.whileOpening += lines.length === 0 ? 1 : 0;
      tally.acknowledged += lines.filter((line) => line.event === 'done').length;
    }
  } finally {
    next.kill('SIGKILL');
  }
}

describe('killed while writing', () => {
  it(
    'loses nothing that was acknowledged, keeps nothing by half, and is found by search again',
    { timeout: KILLS * 5_000 },
    async () => {
      const seed = faultSeed();
      const tally: Tally = { kills: 0, whileOpening: 0, acknowledged: 0, untold: 0 };
      const program = await bundleKillWriter();
      const startedAt = performance.now();
      try {
        for (let left = KILLS, at = 0; left > 0; left -= KILLS_A_WORKSPACE, at += 1)
          await killOneWorkspace(
            program,
            { kills: Math.min(left, KILLS_A_WORKSPACE), seed: seed + at },
            tally,
          );
      } finally {
        const seconds = Math.round((performance.now() - startedAt) / 1_000);
        process.stderr.write(
          `killed while writing: ${tally.kills} of ${KILLS} kills lost nothing (${tally.whileOpening} while opening), ` +
            `${tally.acknowledged} acknowledged writes kept, ${tally.untold} more whole though nobody was told, ` +
            `seed ${seed}, ${seconds} s\n`,
        );
      }
      expect(tally.acknowledged).toBeGreaterThan(KILLS);
    },
  );
});
