import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { bundleKillPlugin } from '../support/kill-bundle.ts';
import { keychainInFile } from '../support/kill-keychain.ts';
import { parsePluginLines, type PluginLine, type PluginPlan } from '../support/kill-plugin-lines.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const KILLS = faultSize({ ci: 20, nightly: 1_000 });
const ROUND = 100;
const MOST_WISHES_BETWEEN = 60;

/** Wants tasks, which wait for a person, and clients, which a standing rule lets through; keeps its place in tens. */
const RUN = `
  const kept = (await ctx.state.get('place')) ?? { round: 0, at: 0 };
  const why = { reason: 'To try.' };
  for (let at = kept.at; at < ${ROUND}; at += 10) {
    const wanted = [];
    for (let item = at; item < at + 10; item += 1) {
      const name = kept.round + '-' + item;
      wanted.push(
        item % 5 === 0
          ? ctx.call('clients.create', { name }, why)
          : ctx.workspace.propose.createTask({ title: name }, why),
      );
    }
    // Not waited for: the mark must not get ahead of what it stands for.
    const all = Promise.all(wanted);
    await ctx.state.set('place', { round: kept.round, at: at + 10 });
    await all;
  }
  await ctx.state.set('place', { round: kept.round + 1, at: 0 });
  return 'round ' + kept.round;`;

type Child = ChildProcessByStdio<Writable, Readable, null>;

function open(plan: PluginPlan): Adiuva {
  return createAdiuva({
    dataDir: plan.dataDir,
    host: 'test',
    keychain: keychainInFile(plan.keychainFile),
    runsSchedules: false,
  });
}

/** Installs the plugin with its right, and the rule by which it may add clients without being asked about. */
async function prepare(folder: string): Promise<PluginPlan> {
  const plan = {
    dataDir: join(folder, 'data'),
    keychainFile: join(folder, 'keychain'),
    plugin: 'sample',
  };
  await using app = open(plan);
  const api = app.caller();
  await api.system.setup({ useKeychain: true });
  await api.system.finishOnboarding();
  const path = await writeSamplePlugin(folder, {
    permissions: [{ type: 'write_workspace', resource: '*' }],
    run: RUN,
  });
  const source = { from: 'path' as const, path };
  const { contentHash } = await api.plugins.look({ source });
  const right = { type: 'write_workspace' as const, resource: '*', expiresAt: null, limitMicros: null };
  const { version } = await api.plugins.install({ source, contentHash, rights: [right] });
  const principal = { kind: 'plugin', name: plan.plugin, version, contentHash } as const;
  const wanted = await app
    .workspace()
    .actions.invoke('clients.create', { name: 'first' }, principal, { reason: 'To try.' });
  if (wanted.status !== 'proposed') throw new Error('it was not asked about');
  await api.proposals.addRule({ proposalId: wanted.proposalId, scope: 'kind:client' });
  await api.proposals.reject({ ids: [wanted.proposalId] });
  return plan;
}

async function workAndKill(
  child: Child,
  plan: PluginPlan,
  random: SeededRandom,
): Promise<readonly PluginLine[]> {
  const until = 1 + Math.floor(random.next() * MOST_WISHES_BETWEEN);
  const enough = Promise.withResolvers<void>();
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (parsePluginLines(text).filter(({ event }) => event === 'wanted').length >= until) enough.resolve();
  });
  const gone = once(child, 'close');
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  await Promise.race([enough.promise, gone]);
  // Anywhere between two wishes.
  await delay(random.next() * 10);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await gone;
  return parsePluginLines(text);
}

/** All that it wanted up to its place, each once: as a proposal, decided or not, or as a client. */
async function expectOnce(plan: PluginPlan): Promise<number> {
  await using app = open(plan);
  await app.openQuietly();
  const reader = app.system.workspace?.store.reader;
  const rows = async (sql: string) => (await reader?.rows(sql)) ?? [];
  const listed = async (sql: string) => (await rows(sql)).map(([name]) => String(name));
  const tasks = await listed(
    `SELECT json_extract(input, '$.title') FROM proposals WHERE action_id = 'tasks.create'`,
  );
  const clients = await listed(`SELECT name FROM clients`);
  const allowed = await listed(
    `SELECT json_extract(input, '$.name') FROM proposals WHERE action_id = 'clients.create' AND status = 'approved'`,
  );
  expect(new Set(tasks).size).toBe(tasks.length);
  expect(new Set(clients).size).toBe(clients.length);
  expect(allowed.toSorted()).toEqual(clients.toSorted());
  const [kept] = await listed(`SELECT value FROM plugin_state WHERE key = 'place'`);
  const { round, at } = JSON.parse(kept ?? '{"round":0,"at":0}') as { round: number; at: number };
  const known = new Set([...tasks, ...clients]);
  const missing = Array.from({ length: round * ROUND + at }, (_, index) => {
    return `${Math.floor(index / ROUND)}-${index % ROUND}`;
  }).filter((name) => !known.has(name));
  expect(missing).toEqual([]);
  expect(await rows('PRAGMA integrity_check')).toEqual([['ok']]);
  return known.size;
}

it(
  'a plugin that is killed while it runs goes on, and nothing that it wants is wanted twice or lost',
  { timeout: KILLS * 10_000 },
  async () => {
    const seed = faultSeed();
    const random = createSeededRandom(seed);
    using folder = temporaryFolder();
    const plan = await prepare(folder.path);
    const program = await bundleKillPlugin();
    const start = (): Child => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const jobs = new Set<string>();
    let [kills, again] = [0, 0];
    let next = start();
    try {
      while (kills < KILLS) {
        const child = next;
        // The next one loads while this one works.
        next = start();
        const lines = await workAndKill(child, plan, random);
        const ids = lines.flatMap((line) => (line.event === 'wanted' ? [] : [line.jobId]));
        if (jobs.has(ids[0] ?? '')) again += 1;
        for (const id of ids) jobs.add(id);
        kills += 1;
      }
    } finally {
      next.kill('SIGKILL');
    }
    const wanted = await expectOnce(plan);
    process.stderr.write(
      `killed while a plugin ran: ${kills} kills, ${jobs.size} runs, ${again} of them taken up again, ${wanted} wishes, seed ${seed}\n`,
    );
    expect(again).toBeGreaterThan(0);
    expect(wanted).toBeGreaterThan(ROUND);
  },
);
