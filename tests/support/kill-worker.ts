/**
 * A process that works on a durable job until it is killed. It loads, waits for its plan on the input, opens the
 * encrypted store, takes up the job that the one before left, and says each step that is acknowledged.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createStore } from '#main/db/client.ts';
import { createDriver } from '#main/db/driver/index.ts';
import {
  createJobs,
  defineJob,
  type JobContext,
  type JobDefinition,
  type Jobs,
} from '#main/engine/jobs/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { plannedSteps, workerPlanSchema, type PlannedStep, type WorkerLine } from './kill-worker-lines.ts';

const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const plan = workerPlanSchema.parse(JSON.parse(text));

function tell(line: WorkerLine): void {
  // A pipe is written at once here, so a line that was told outlives the process.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function ask(path: string, key: string): Promise<string> {
  const response = await fetch(`${plan.origin}${path}`, {
    method: 'POST',
    headers: { 'idempotency-key': key },
  });
  if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
  return response.text();
}

async function runStep(ctx: JobContext, { key, effect }: PlannedStep): Promise<string | null> {
  let isNew = false;
  const value = await ctx.step<string | null>(
    key,
    async ({ idempotencyKey }) => {
      isNew = true;
      return effect === 'pure' ? randomUUID() : ask(`/${effect}`, idempotencyKey);
    },
    { effect, evidence: { effectKey: `${ctx.jobId}:${key}` } },
  );
  tell({ event: 'step', jobId: ctx.jobId, key, value: value ?? 'skipped', isNew });
  return value;
}

const definition = defineJob({
  type: 'kill',
  input: z.object({}),
  async run(ctx) {
    tell({ event: 'working', jobId: ctx.jobId });
    const values: (string | null)[] = [];
    for (const group of plannedSteps())
      values.push(...(await Promise.all(group.map((step) => runStep(ctx, step)))));
    return values;
  },
});

/** Answers as a person would who can look at the other side. */
async function decideByLooking(jobs: Jobs, id: string): Promise<void> {
  const { decisions } = await jobs.detail(id);
  for (const { key, evidence } of decisions) {
    const { effectKey } = z.object({ effectKey: z.string() }).parse(evidence);
    const answer = (await ask('/seen', effectKey)) === 'yes' ? 'skip' : 'repeat';
    tell({ event: 'decided', key, answer });
    await jobs.decide({ id, key, answer });
  }
}

const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
const key = Buffer.from(plan.keyHex, 'hex');
const writer = await driver.open({ path: plan.path, key, mode: 'write' });
const reader = await driver.open({ path: plan.path, key, mode: 'read' });
const store = await createStore({ writer, readers: [reader] }, { nowMs: Date.now, newNodeId: () => 'kill' });
const jobs = createJobs({
  store,
  ids: createIdSource(Date.now, (size) => randomBytes(size)),
  nowMs: Date.now,
  definitions: [definition as unknown as JobDefinition<never>],
  onError: (error) => void process.stderr.write(`${String(error)}\n`),
});
await jobs.start();
for (;;) {
  const [open] = await jobs.active();
  const id = open?.id ?? (await jobs.enqueue({ type: 'kill', title: 'kill', input: {} }));
  for (;;) {
    const { status } = await jobs.get(id);
    if (status === 'needs_decision') await decideByLooking(jobs, id);
    else if (status === 'done') break;
    else if (status !== 'queued' && status !== 'running') throw new Error(`the job is ${status}`);
    await delay(10);
  }
  tell({ event: 'done', jobId: id });
}
