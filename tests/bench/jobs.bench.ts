import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { createJobs, defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import type { Store } from '#main/db/store.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { openBenchStore, type BenchStore } from './bench-store.ts';
import { median, timed, type Bench, type Measurement } from './report.ts';

const ROUNDS = 600;
const WARM_UP = 100;
const FAN_OUT = 100;
const MANY = 10_000;
const RESULT = { messageId: 'f3b0c442', subject: 'Invoice for November', isRead: true };

const ids = createIdSource(Date.now, (size) => randomBytes(size));

type Work = (ctx: JobContext) => Promise<unknown>;

/** Runs one job to its end. */
async function runJob(store: Store, work: Work): Promise<string> {
  const definition = defineJob({ type: `bench-${ids.next()}`, input: z.object({}), run: work });
  const jobs = createJobs({
    store,
    ids,
    nowMs: Date.now,
    definitions: [definition as unknown as JobDefinition<never>],
    onError: (error) => {
      throw error;
    },
  });
  await jobs.start();
  const id = await jobs.enqueue({ type: definition.type, title: 'bench', input: {} });
  const { status } = await jobs.wait(id);
  await jobs.stop();
  if (status !== 'done') throw new Error(`the job is ${status}`);
  return id;
}

/** The floor: one row of the same size in a table of its own, in one commit and one message. */
async function bareCommits(opened: BenchStore): Promise<() => Promise<unknown>> {
  await opened.writer.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, value TEXT, at INTEGER)');
  return () =>
    opened.writer.batch([
      { sql: 'BEGIN IMMEDIATE' },
      { sql: 'INSERT INTO bare VALUES (?, ?, ?)', params: [ids.next(), JSON.stringify(RESULT), Date.now()] },
      { sql: 'COMMIT' },
    ]);
}

async function measureSteps(opened: BenchStore): Promise<readonly Measurement[]> {
  const bare = await bareCommits(opened);
  const bareMs: number[] = [];
  const stepMs: number[] = [];
  const fanMs: number[] = [];
  await runJob(opened.store, async (ctx) => {
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const one = await timed(() => ctx.step(`step ${round}`, async () => RESULT));
      const floor = await timed(bare);
      if (round < WARM_UP) continue;
      stepMs.push(one);
      bareMs.push(floor);
    }
    for (let round = 0; round < 20; round += 1) {
      const keys = Array.from({ length: FAN_OUT }, (_, index) => `fan ${round} ${index}`);
      fanMs.push(await timed(() => Promise.all(keys.map((key) => ctx.step(key, async () => RESULT)))));
    }
  });
  const step = median(stepMs);
  const floor = median(bareMs);
  const fan = median(fanMs) / FAN_OUT;
  const µs = (ms: number) => `${(ms * 1_000).toFixed(0)} µs`;
  return [
    {
      name: 'one durable step',
      value: step / floor,
      unit: 'ratio',
      floor: 'a bare single-row commit, same driver and file, in turns, synchronous=FULL',
      bound: 2.5,
      note: `${µs(step)} over ${µs(floor)}`,
    },
    {
      name: `one of ${FAN_OUT} steps begun together`,
      value: fan / step,
      unit: 'ratio',
      floor: 'one durable step by itself',
      bound: 0.2,
      note: µs(fan),
    },
  ];
}

async function measureMany(opened: BenchStore): Promise<readonly Measurement[]> {
  const firstMs: number[] = [];
  const lastMs: number[] = [];
  const sizeOf = async () => {
    await opened.store.maintain([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }]);
    return (await stat(opened.path)).size;
  };
  const before = await sizeOf();
  const id = await runJob(opened.store, async (ctx) => {
    for (let index = 0; index < MANY; index += 1) {
      const ms = await timed(() => ctx.step(`message ${index}`, async () => RESULT));
      if (index >= 100 && index < 1_100) firstMs.push(ms);
      if (index >= MANY - 1_000) lastMs.push(ms);
    }
  });
  const bytes = ((await sizeOf()) - before) / MANY;
  return [
    {
      name: `a step at ${MANY.toLocaleString('en')} beside one at the beginning`,
      value: median(lastMs) / median(firstMs),
      unit: 'ratio',
      floor: 'the first thousand steps of the same job',
      bound: 1.5,
    },
    { name: 'the store grows by, per step', value: bytes / 1_000, unit: 'kB' },
    {
      name: `taking up a lost job of ${MANY.toLocaleString('en')} steps, to its first new step`,
      value: await resumeMs(opened.store, id),
      unit: 'ms',
      bound: 1_000,
    },
  ];
}

/** The job as a killed process leaves it: running, in the name of a boot that is gone. */
async function resumeMs(store: Store, id: string): Promise<number> {
  const reached = Promise.withResolvers<void>();
  const [row] = await store.reader.rows('SELECT type FROM jobs WHERE id = ?', [id]);
  const definition = defineJob({
    type: String(row?.[0]),
    input: z.object({}),
    run: async (ctx) => {
      for (let index = 0; index < MANY; index += 1) await ctx.step(`message ${index}`, lost);
      await ctx.step('new', async () => reached.resolve());
    },
  });
  await store.write({ command: 'bench' }, (tx) =>
    tx.run({ sql: `UPDATE jobs SET status = 'running', lease_boot_id = 'gone' WHERE id = ?`, params: [id] }),
  );
  const jobs = createJobs({
    store,
    ids,
    nowMs: Date.now,
    definitions: [definition as unknown as JobDefinition<never>],
    onError: reached.reject,
  });
  const startedAt = performance.now();
  await jobs.start();
  await reached.promise;
  const ms = performance.now() - startedAt;
  await jobs.stop();
  return ms;
}

async function lost(): Promise<never> {
  throw new Error('a finished step ran again');
}

export const bench: Bench = {
  name: 'jobs',
  async run() {
    await using opened = await openBenchStore();
    return [...(await measureSteps(opened)), ...(await measureMany(opened))];
  },
};
