import { afterEach, expect, test, vi } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import type { LeasedSlice, SliceEvent } from '#shared/contracts/dataset-slices.ts';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { connectControl } from '#main/hosts/control/control-client.ts';
import { startControlSocket } from '#main/hosts/control/control-server.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import {
  addScripted,
  allRecords,
  askedNumber,
  jobEnd,
  runningClock,
  ticketAnswer,
  ticketSpec,
  until,
} from '../support/dataset-making.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';
import { startWorker, type WorkerProcess } from '../support/slice-workers.ts';

// Whole processes start, and one of them is waited for until it counts as dead.
vi.setConfig({ testTimeout: 240_000 });

const stack: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of stack.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function withServer(script: Script): Promise<{ made: TestApp; server: ScriptedModels }> {
  const server = await startScriptedModels(script);
  stack.push(server);
  const made = await makeApp({ clock: runningClock() });
  stack.push(made);
  const socket = await startControlSocket(made.app, { dataDir: made.dataDir, host: 'cli' });
  stack.push(socket);
  await addScripted(made, server);
  return { made, server };
}

async function attached(made: TestApp, name: string): Promise<WorkerProcess> {
  const worker = startWorker(made.dataDir, name);
  stack.push(worker);
  await worker.until(`Working as ${name}`);
  return worker;
}

async function create({ api }: TestApp, given: Parameters<typeof ticketSpec>[0] = {}): Promise<string> {
  return (await api.datasets.create({ spec: datasetSpecSchema.parse(ticketSpec(given)) })).id;
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
const numbersOf = (records: readonly DatasetRecord[]) =>
  records.map(({ number }) => number).toSorted((a, b) => a - b);
const slow: Script = (request) => ({ ...ticketAnswer(request), delayMs: 25 });

test.for([1, 2])('a run in six parts is made once by this process and %i more', async (others) => {
  const { made, server } = await withServer(slow);
  const names = ['anna', 'bruno'].slice(0, others);
  for (const name of names) await attached(made, name);
  const datasetId = await create(made, { records: 300, generator: { concurrency: 8 } });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 6 });
  expect((await jobEnd(made, run.jobId)).status).toBe('done');

  expect(numbersOf(await allRecords(made, datasetId))).toEqual(upTo(300));
  expect(server.requests.map(askedNumber).toSorted((a, b) => a - b)).toEqual(upTo(300));
  const ended = await made.api.datasets.runs.get({ runId: run.id });
  expect(ended).toMatchObject({ status: 'done', made: 300, failed: 0 });
  const workers = await made.api.datasets.runs.workers({ runId: run.id });
  expect(workers.map(({ worker }) => worker)).toEqual([...names, 'main']);
  const sum = (of: (one: (typeof workers)[number]) => number) =>
    workers.reduce((all, one) => all + of(one), 0);
  expect(sum((one) => one.made)).toBe(300);
  expect(sum((one) => one.calls)).toBe(300);
  expect(sum((one) => one.slicesFinished)).toBe(6);
  expect(sum((one) => one.inputTokens)).toBe(ended.inputTokens);
  for (const one of workers) {
    expect(one.made).toBeGreaterThan(0);
    expect(one.activeMs).toBeGreaterThan(0);
    expect(one.ratePerSecond).toBeGreaterThan(0);
    expect(one.slicesHeld).toBe(0);
  }
});

test('a worker that is killed is made up for: each record once, and nothing paid for twice but what was under way', async () => {
  const { made, server } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 60 }));
  const worker = await attached(made, 'anna');
  const datasetId = await create(made, {
    records: 200,
    generator: { concurrency: 6 },
    checks: [{ kind: 'unique', columns: ['subject'] }],
  });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 4 });
  const byWorker = async () =>
    (await made.api.datasets.runs.workers({ runId: run.id })).find((one) => one.worker === 'anna')?.made ?? 0;
  await until(byWorker, (count) => count >= 10);
  await worker.end('SIGKILL');
  expect((await jobEnd(made, run.jobId)).status).toBe('done');

  const records = await allRecords(made, datasetId);
  expect(numbersOf(records)).toEqual(upTo(200));
  expect(await made.api.datasets.runs.get({ runId: run.id })).toMatchObject({ made: 200, failed: 0 });
  // What the killed one had offered and not handed over is nobody's twin.
  expect(records.flatMap(({ issues }) => issues)).toEqual([]);
  // Its lanes: those that were asked, and those that were made and not handed over.
  const most = 200 + 2 * Math.ceil(6 * 1.5);
  expect(server.requests.length).toBeLessThanOrEqual(most);
  expect(new Set(server.requests.map(askedNumber)).size).toBe(200);
  const left = records.filter((one) => one.worker === 'anna').length;
  expect(left).toBeGreaterThanOrEqual(10);
  expect(left).toBeLessThan(200);
});

test('one that is silent loses its part, and what it says later is refused', async () => {
  const { made } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 20 }));
  const client = await connectControl(made.dataDir);
  invariant(client, 'the app answers');
  stack.push({ [Symbol.asyncDispose]: () => client.close() });
  const ended = new AbortController();
  const events = client.stream(
    'datasets.slices.attach',
    { name: 'zoe' },
    ended.signal,
  ) as AsyncGenerator<SliceEvent>;
  const { value: welcome } = await events.next();
  invariant(welcome?.kind === 'welcome', 'it is told its number first');
  const { workerId } = welcome;
  const datasetId = await create(made, { records: 20, generator: { concurrency: 2 } });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 2 });
  const lease = () => client.call('datasets.slices.lease', { workerId }) as Promise<LeasedSlice | null>;
  const first = await until(lease, (leased) => leased !== null);
  invariant(first, 'there was a part to take');
  const { runId, slice, fence, missing } = first.lease;
  expect(missing).toHaveLength(10);
  const number = missing[0] ?? -1;
  const record = { number, state: 'failed', value: null, hash: null, problem: 'Made up late.', attempts: 1 };
  const rest = {
    seed: 1,
    facets: null,
    issues: [],
    modelId: null,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
  };
  const wasted = { duplicates: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 };
  const put = (under: number) =>
    client.call('datasets.slices.put', {
      workerId,
      runId,
      slice,
      fence: under,
      wasted,
      records: [{ ...record, ...rest, durationMs: 1 }],
    });
  await expect(put(fence + 1)).rejects.toMatchObject({ shape: { appCode: 'conflict' } });

  // It says nothing more; this process makes the other part and then, when it counts as dead, that one.
  expect((await jobEnd(made, run.jobId)).status).toBe('done');
  const before = await allRecords(made, datasetId);
  expect(before.every(({ state, worker }) => state === 'made' && worker === 'main')).toBe(true);
  await expect(put(fence)).rejects.toMatchObject({ shape: { appCode: 'conflict' } });
  expect(await allRecords(made, datasetId)).toEqual(before);
  ended.abort();
});

test('a pause reaches a worker, and resumed it goes on without asking for anything twice', async () => {
  const { made, server } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 60 }));
  await attached(made, 'anna');
  const datasetId = await create(made, { records: 120, generator: { concurrency: 4 } });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 4 });
  const workers = () => made.api.datasets.runs.workers({ runId: run.id });
  const annas = async () => (await workers()).find(({ worker }) => worker === 'anna')?.made ?? 0;
  await until(annas, (count) => count > 4);
  await made.api.datasets.runs.pause({ runId: run.id });
  // All have let go: what was under way has come in, and nobody holds anything.
  await until(
    async () => made.api.datasets.runs.progress({ runId: run.id }),
    (progress) => progress === null,
  );
  const asked = server.requests.length;
  const { made: done } = await made.api.datasets.runs.get({ runId: run.id });
  expect(asked).toBeLessThan(120);
  expect(done).toBe(asked);
  expect((await workers()).every(({ slicesHeld }) => slicesHeld === 0)).toBe(true);

  await made.api.datasets.runs.resume({ runId: run.id });
  expect((await jobEnd(made, run.jobId)).status).toBe('done');
  expect(server.requests.map(askedNumber).toSorted((a, b) => a - b)).toEqual(upTo(120));
});

test('a worker that is ended hands over what it has under way', async () => {
  const { made } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 30 }));
  const worker = await attached(made, 'anna');
  const datasetId = await create(made, { records: 60, generator: { concurrency: 4 } });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 3 });
  const annas = async () =>
    (await made.api.datasets.runs.workers({ runId: run.id })).find((one) => one.worker === 'anna')?.made ?? 0;
  await until(annas, (count) => count > 2);
  expect(await worker.end('SIGINT')).toBe(0);
  expect(worker.said()).toContain('records made here');
  expect((await jobEnd(made, run.jobId)).status).toBe('done');
  expect(numbersOf(await allRecords(made, datasetId))).toEqual(upTo(60));
});

test('without a model a worker makes the very records that one process makes', async () => {
  const { made } = await withServer(ticketAnswer);
  await attached(made, 'anna');
  const schema = {
    type: 'object',
    properties: { id: { type: 'integer' }, name: { type: 'string' }, age: { type: 'integer', maximum: 90 } },
    required: ['id', 'name', 'age'],
    additionalProperties: false,
  };
  const columns = { id: { kind: 'sequence' }, name: { kind: 'faker', method: 'person.fullName' } } as const;
  const make = async (name: string, slices: number | undefined) => {
    const spec = datasetSpecSchema.parse({
      name,
      title: 'People',
      records: 6_000,
      seed: 11,
      schema,
      columns,
      generator: { kind: 'builtin' },
    });
    const { id: datasetId } = await made.api.datasets.create({ spec });
    const run = await made.api.datasets.runs.start({ datasetId, slices });
    expect((await jobEnd(made, run.jobId)).status).toBe('done');
    const records = await allRecords(made, datasetId);
    return { records, workers: await made.api.datasets.runs.workers({ runId: run.id }) };
  };
  const alone = await make('alone', undefined);
  const together = await make('together', 12);
  expect(alone.workers.map(({ worker }) => worker)).toEqual(['main']);
  expect(together.workers.map(({ worker }) => worker)).toEqual(['anna', 'main']);
  // Nobody was asked.
  expect(together.workers.map(({ calls }) => calls)).toEqual([0, 0]);
  const facts = ({ number, seed, value }: DatasetRecord) => ({ number, seed, value });
  const inOrder = (records: readonly DatasetRecord[]) =>
    records.map(facts).toSorted((a, b) => a.number - b.number);
  expect(inOrder(together.records)).toEqual(inOrder(alone.records));
});

test('nobody but a process at the line takes part', async () => {
  const { made } = await withServer(ticketAnswer);
  const workerId = '01890000-0000-7000-8000-000000000000';
  await expect(made.api.datasets.slices.lease({ workerId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const client = await connectControl(made.dataDir);
  invariant(client, 'the app answers');
  await expect(client.call('datasets.slices.lease', { workerId })).rejects.toMatchObject({
    shape: { appCode: 'conflict' },
  });
  await client.close();
});

test('what is too alike, wrong or full counts for workers as for this process', async () => {
  // Every third answer does not fit, and half of them say the same.
  const { made, server } = await withServer((request) => {
    const number = askedNumber(request);
    const isSecond = request.prompt.includes('cannot be used');
    if (number % 3 === 0 && !isSecond) return { text: '{"subject": 5}', delayMs: 15 };
    return { ...ticketAnswer(request), delayMs: 15, inputTokens: 1_000, outputTokens: 100 };
  });
  await attached(made, 'anna');
  const datasetId = await create(made, {
    records: 90,
    generator: { concurrency: 4, retries: 2 },
    checks: [{ kind: 'unique', columns: ['subject'] }],
  });
  const run = await made.api.datasets.runs.start({ datasetId, slices: 6 });
  expect((await jobEnd(made, run.jobId)).status).toBe('done');
  const records = await allRecords(made, datasetId);
  expect(numbersOf(records)).toEqual(upTo(90));
  expect(new Set(records.map(({ worker }) => worker))).toEqual(new Set(['anna', 'main']));
  for (const { number, attempts, state, issues } of records) {
    expect({ number, attempts, state, issues }).toEqual({
      number,
      attempts: number % 3 === 0 ? 2 : 1,
      state: 'made',
      issues: [],
    });
  }
  expect(server.requests).toHaveLength(120);
});

test('a budget is that of the run, whoever asks, and what is paid for is kept', async () => {
  const { made, server } = await withServer((request) => ({
    ...ticketAnswer(request),
    inputTokens: 10,
    outputTokens: 500,
    delayMs: 25,
  }));
  // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
  const chatModel = 'made-model-cloud';
  const provider = await made.api.models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel });
  await made.api.usage.setPrice({ modelId: chatModel, inputMicros: 0, outputMicros: 10_000_000 });
  const worker = await attached(made, 'anna');
  // A call may cost a cent and costs half of one.
  const datasetId = await create(made, {
    records: 60,
    generator: {
      model: `${provider.id}/${chatModel}`,
      maxOutputTokens: 1_000,
      budget: 0.2,
      concurrency: 4,
    },
  });
  const { id: runId, jobId } = await made.api.datasets.runs.start({ datasetId, slices: 12 });
  await worker.until('working on a part');
  const paused = await until(
    () => made.api.datasets.runs.get({ runId }),
    ({ status }) => status === 'paused',
  );
  expect(paused.problem).toContain('The cap for one run is');
  await until(
    () => made.api.datasets.runs.progress({ runId }),
    (progress) => progress === null,
  );
  const rested = await made.api.datasets.runs.get({ runId });
  expect(rested).toMatchObject({ failed: 0, costMicros: rested.made * 5_000 });
  expect(rested.made).toBe(server.requests.length);
  expect(rested.costMicros).toBeLessThanOrEqual(200_000);
  await made.api.datasets.runs.resume({ runId, budget: 1 });
  expect((await jobEnd(made, jobId)).status).toBe('done');
  expect(server.requests.map(askedNumber).toSorted((a, b) => a - b)).toEqual(upTo(60));
  const workers = await made.api.datasets.runs.workers({ runId });
  expect(workers.map((one) => one.worker)).toEqual(['anna', 'main']);
});

test('a worker waits for whoever holds the folder next, and goes on there', async () => {
  const server = await startScriptedModels((request) => ({ ...ticketAnswer(request), delayMs: 40 }));
  stack.push(server);
  const first = await makeApp({ clock: runningClock() });
  const socket = await startControlSocket(first.app, { dataDir: first.dataDir, host: 'cli' });
  await addScripted(first, server);
  const worker = await attached(first, 'anna');
  const datasetId = await create(first, { records: 120, generator: { concurrency: 4 } });
  const run = await first.api.datasets.runs.start({ datasetId, slices: 4 });
  await worker.until('working on a part');
  await until(
    () => first.api.datasets.runs.get({ runId: run.id }),
    ({ made }) => made > 10,
  );
  await socket.close();
  const next = await first.reopen();
  stack.push(next);
  stack.push(await startControlSocket(next.app, { dataDir: next.dataDir, host: 'cli' }));
  await worker.until('waiting until');
  expect((await jobEnd(next, run.jobId)).status).toBe('done');
  const records = await allRecords(next, datasetId);
  expect(numbersOf(records)).toEqual(upTo(120));
  expect(await next.api.datasets.runs.get({ runId: run.id })).toMatchObject({ made: 120, failed: 0 });
  expect(worker.said().split('Working as anna').length).toBeGreaterThan(2);
});
