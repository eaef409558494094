import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SqlRow, SqliteConnection } from '#main/db/driver/driver.ts';
import { createDriver } from '#main/db/driver/index.ts';
import { findMigrationsFolder, migrate, readMigrations } from '#main/db/migrate.ts';
import { workerUrl } from '#main/workers-url.ts';
import { median } from '../bench/report.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { bundleKillWorker } from '../support/kill-bundle.ts';
import {
  parseWorkerLines,
  plannedSteps,
  STEPS,
  type PlannedStep,
  type WorkerLine,
  type WorkerPlan,
} from '../support/kill-worker-lines.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const KILLS = faultSize({ ci: 100, nightly: 1_000 });
const MOST_STEPS_BETWEEN = 45;
/** Processes of this suite start while others end; the promise of a second is held to by `npm run bench jobs`. */
const RESUME_MS = 3_000;

type Child = ChildProcessByStdio<Writable, Readable, null>;
type AckedStep = Extract<WorkerLine, { event: 'step' }>;

/** Counts each effect by its key, as the far side of a payment or a mail server would. */
type Counter = {
  readonly origin: string;
  /** Requests by key; those of `once` must never be more than one. */
  readonly requests: Map<string, number>;
  /** What idempotent effects answered: the same for every repeat. */
  readonly applied: Map<string, string>;
  close(): Promise<void>;
};

async function startCounter(onRequest: (key: string) => void): Promise<Counter> {
  const requests = new Map<string, number>();
  const applied = new Map<string, string>();
  const server: Server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    request.resume();
    if (request.url === '/seen') {
      response.end(requests.has(key) ? 'yes' : 'no');
      return;
    }
    onRequest(key);
    requests.set(key, (requests.get(key) ?? 0) + 1);
    const value = applied.get(key) ?? `${applied.size}-${randomBytes(4).toString('hex')}`;
    applied.set(key, value);
    response.end(value);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin: `http://127.0.0.1:${port}`, requests, applied, close };
}

type Place = { readonly plan: WorkerPlan; open(): Promise<SqliteConnection> };

async function makePlace(folder: string, origin: string): Promise<Place> {
  const path = join(folder, 'store.db');
  const key = randomBytes(32);
  const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
  await using connection = await driver.open({ path, key, mode: 'create' });
  await migrate(connection, readMigrations(findMigrationsFolder()), Date.now());
  return {
    plan: { path, keyHex: key.toString('hex'), origin },
    open: () => driver.open({ path, key, mode: 'write' }),
  };
}

type Round = { readonly lines: readonly WorkerLine[]; readonly resumeMs: number | null };

/** Lets a loaded worker go on with the job and kills it: mostly after some steps, sometimes while it opens. */
async function workAndKill(child: Child, plan: WorkerPlan, random: SeededRandom): Promise<Round> {
  const until = random.chance(0.06) ? 0 : 1 + Math.floor(random.next() * MOST_STEPS_BETWEEN);
  const enough = Promise.withResolvers<void>();
  const startedAt = performance.now();
  let text = '';
  let resumeMs: number | null = null;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const fresh = parseWorkerLines(text).filter((line) => line.event === 'step' && line.isNew).length;
    if (fresh > 0) resumeMs ??= performance.now() - startedAt;
    if (fresh >= until) enough.resolve();
  });
  const gone = once(child, 'close');
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  if (until === 0) await delay(random.next() * 200);
  else await Promise.race([enough.promise, gone]);
  // Anywhere between two acknowledgements.
  await delay(random.next() * 6);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await gone;
  return { lines: parseWorkerLines(text), resumeMs };
}

/** Every acknowledged value of every job is the one that the journal holds, and no effect came twice. */
async function expectJournals(
  place: Place,
  acked: ReadonlyMap<string, AckedStep>,
  counter: Counter,
): Promise<void> {
  await using connection = await place.open();
  const rows = async (sql: string): Promise<readonly SqlRow[]> =>
    (await connection.batch([{ sql, returns: 'rows' }]))[0]?.rows ?? [];
  expect(await rows('PRAGMA integrity_check')).toEqual([['ok']]);
  const journal = new Map(
    (await rows('SELECT job_id, key, result FROM job_steps')).map(([id, key, result]) => [
      `${String(id)}:${String(key)}`,
      JSON.parse(String(result)) as string | null,
    ]),
  );
  for (const [key, step] of acked) expect([key, journal.get(key) ?? 'skipped']).toEqual([key, step.value]);
  for (const [key, value] of journal) {
    const applied = counter.applied.get(key);
    if (applied !== undefined && value !== null) expect([key, value]).toEqual([key, applied]);
  }
  const onceKeys = new Set(plannedSteps().flatMap((group) => group.filter(isOnce).map(({ key }) => key)));
  for (const [key, count] of counter.requests) {
    if (onceKeys.has(key.slice(key.indexOf(':') + 1))) expect([key, count]).toEqual([key, 1]);
  }
  const done = await rows(`SELECT id, result, is_result_large FROM jobs WHERE status = 'done'`);
  for (const [id] of done) {
    expect([...journal.keys()].filter((key) => key.startsWith(`${String(id)}:`)).length).toBe(STEPS);
    for (const { key, effect } of plannedSteps().flat()) {
      const count = counter.requests.get(`${String(id)}:${key}`) ?? 0;
      if (effect !== 'pure') expect([key, count > 0]).toEqual([key, true]);
    }
  }
}

const isOnce = ({ effect }: PlannedStep): boolean => effect === 'once';

type Tally = { kills: number; jobs: number; skipped: number; repeated: number; resumeMs: number[] };

function take(line: WorkerLine, acked: Map<string, AckedStep>, tally: Tally): void {
  if (line.event === 'done') tally.jobs += 1;
  if (line.event === 'decided') tally[line.answer === 'skip' ? 'skipped' : 'repeated'] += 1;
  if (line.event !== 'step') return;
  const key = `${line.jobId}:${line.key}`;
  const before = acked.get(key);
  // Acknowledged by an earlier process, it answers from the journal with the same value.
  if (before) expect([key, line.isNew, line.value]).toEqual([key, false, before.value]);
  acked.set(key, line);
}

describe('killed in the middle of a job', () => {
  it(
    'loses no acknowledged step, runs none twice, and no effect that happens once happens again',
    { timeout: KILLS * 5_000 },
    async () => {
      const seed = faultSeed();
      const random = createSeededRandom(seed);
      using folder = temporaryFolder();
      const acked = new Map<string, AckedStep>();
      const repeated: string[] = [];
      const counter = await startCounter((key) => {
        if (acked.has(key)) repeated.push(key);
      });
      const place = await makePlace(folder.path, counter.origin);
      const program = await bundleKillWorker();
      const start = (): Child => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
      const tally: Tally = { kills: 0, jobs: 0, skipped: 0, repeated: 0, resumeMs: [] };
      const startedAt = performance.now();
      let next = start();
      try {
        while (tally.kills < KILLS) {
          const child = next;
          // The next one loads while this one works.
          next = start();
          const { lines, resumeMs } = await workAndKill(child, place.plan, random);
          tally.kills += 1;
          if (resumeMs !== null) tally.resumeMs.push(resumeMs);
          for (const line of lines) take(line, acked, tally);
          expect(repeated).toEqual([]);
        }
      } finally {
        next.kill('SIGKILL');
        const seconds = Math.round((performance.now() - startedAt) / 1_000);
        process.stderr.write(
          `killed in the middle of a job: ${tally.kills} of ${KILLS} kills, ${acked.size} acknowledged steps, ` +
            `${tally.jobs} jobs of ${STEPS} steps done, ${tally.skipped} effects found done and ${tally.repeated} not, ` +
            `first new step ${Math.round(median(tally.resumeMs))} ms after the start, seed ${seed}, ${seconds} s\n`,
        );
      }
      await expectJournals(place, acked, counter);
      await counter.close();
      expect(tally.jobs).toBeGreaterThan(0);
      expect(median(tally.resumeMs)).toBeLessThan(RESUME_MS);
    },
  );
});
