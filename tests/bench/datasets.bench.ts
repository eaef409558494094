import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { Pool } from 'undici';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { median, type Bench, type Measurement } from './report.ts';

const CONCURRENCY = 64;
const RECORDS = 2_000;
const ROUNDS = 5;

const SCHEMA = {
  type: 'object',
  properties: {
    subject: { type: 'string', minLength: 1, maxLength: 200 },
    body: { type: 'string', minLength: 1, maxLength: 4_000 },
    priority: { enum: ['low', 'high'] },
    sentiment: { enum: ['calm', 'angry'] },
  },
  required: ['subject', 'body', 'priority', 'sentiment'],
  additionalProperties: false,
};

/** A pool of bare connections, each answer parsed and held against the schema, and nothing kept. */
async function bareRate(baseUrl: string, validate: (value: unknown) => boolean): Promise<number> {
  const { origin } = new URL(baseUrl);
  const pool = new Pool(origin, { connections: CONCURRENCY, pipelining: 1 });
  let left = RECORDS;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const { body } = await pool.request({
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'scripted-model',
          messages: [
            { role: 'system', content: `You make support tickets. ${JSON.stringify(SCHEMA)}` },
            { role: 'user', content: `Make record ${left}.` },
          ],
        }),
      });
      const said = (await body.json()) as { choices: { message: { content: string } }[] }; // our own server
      if (!validate(JSON.parse(said.choices[0]?.message.content ?? 'null'))) throw new Error('not valid');
    }
  };
  const beganMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  const tookMs = performance.now() - beganMs;
  await pool.close();
  return (RECORDS * 1000) / tookMs;
}

async function runRate(made: TestApp, datasetId: string): Promise<number> {
  const beganMs = performance.now();
  const run = await made.api.datasets.runs.start({ datasetId, count: RECORDS });
  await jobEnd(made, run.jobId);
  const tookMs = performance.now() - beganMs;
  const ended = await made.api.datasets.runs.get({ runId: run.id });
  if (ended.made !== RECORDS) throw new Error(`${ended.made} of ${RECORDS} were made`);
  return (RECORDS * 1000) / tookMs;
}

type Rates = { readonly ours: number; readonly bare: number };

async function ratesAt(delayMs: number, validate: (value: unknown) => boolean): Promise<Rates> {
  const worker = new Worker(new URL('./datasets-far-side.ts', import.meta.url), { workerData: { delayMs } });
  const [baseUrl] = (await once(worker, 'message')) as [string]; // its one message
  // Ids of traces begin with the time: where it stands still, as in other tests, their rows would lie scattered.
  const made = await makeApp({ clock: runningClock() });
  try {
    await made.api.models.add({
      kind: 'openai_compatible',
      baseUrl,
      chatModel: 'scripted-model',
      maxConcurrent: CONCURRENCY,
    });
    const spec = datasetSpecSchema.parse({
      name: 'tickets',
      title: 'Support tickets',
      records: 1,
      schema: SCHEMA,
      generator: { kind: 'model', concurrency: CONCURRENCY },
    });
    const { id } = await made.api.datasets.create({ spec });
    // Once for nothing on both sides: code that is compiled while it is measured says nothing of a long run.
    await bareRate(baseUrl, validate);
    await runRate(made, id);
    const ours: number[] = [];
    const bare: number[] = [];
    // In turns, so that whatever else the machine does falls on both.
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await bareRate(baseUrl, validate));
      ours.push(await runRate(made, id));
    }
    return { ours: median(ours), bare: median(bare) };
  } finally {
    await made[Symbol.asyncDispose]();
    await worker.terminate();
  }
}

async function measure(): Promise<readonly Measurement[]> {
  const loaded = createRequire(import.meta.url)('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 };
  const validate = new loaded.Ajv2020({ strict: false }).compile(SCHEMA);
  const slow = await ratesAt(50, validate);
  const fast = await ratesAt(0, validate);
  return [
    {
      name: 'records a second, 50 ms latency, 64 at once',
      value: slow.ours / slow.bare,
      unit: 'ratio',
      floor: 'a bare pool of connections with the same validation, nothing kept',
      bound: 0.9,
      boundIs: 'least',
      note: `${slow.ours.toFixed(0)} against ${slow.bare.toFixed(0)} a second`,
    },
    {
      name: 'records a second, no latency, each on disk',
      value: fast.ours,
      unit: 'per second',
      bound: 1_000,
      boundIs: 'least',
      note: `the bare pool, nothing kept: ${fast.bare.toFixed(0)} a second`,
    },
  ];
}

export const bench: Bench = { name: 'datasets', run: measure };
