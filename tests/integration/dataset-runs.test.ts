import { afterEach, describe, expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
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

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function withServer(script: Script): Promise<{ made: TestApp; server: ScriptedModels }> {
  const server = await startScriptedModels(script);
  open.push(server);
  const made = await makeApp({ clock: runningClock() });
  await addScripted(made, server);
  return { made, server };
}

async function create({ api }: TestApp, given: Parameters<typeof ticketSpec>[0] = {}): Promise<string> {
  return (await api.datasets.create({ spec: datasetSpecSchema.parse(ticketSpec(given)) })).id;
}

async function runToEnd(made: TestApp, datasetId: string, count?: number) {
  const run = await made.api.datasets.runs.start({ datasetId, count });
  const job = await jobEnd(made, run.jobId);
  expect(job.status, JSON.stringify(job.error)).toBe('done');
  return made.api.datasets.runs.get({ runId: run.id });
}

const numbersOf = (server: ScriptedModels) => server.requests.map(askedNumber).toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('a run with a model', () => {
  test('makes exactly the records that were asked for, one call each, with the columns that need none', async () => {
    const { made, server } = await withServer(ticketAnswer);
    await using _ = made;
    const id = await create(made, {
      instructions: 'Customers write as they speak.',
      facets: [{ name: 'language', values: [{ value: 'it', weight: 3 }, { value: 'en' }] }],
    });
    const run = await runToEnd(made, id);
    expect(run).toMatchObject({
      status: 'done',
      asked: 20,
      made: 20,
      failed: 0,
      kind: 'generate',
      problem: null,
    });
    const records = await allRecords(made, id);
    expect(records.map(({ number }) => number)).toEqual(upTo(20));
    expect(records.map(({ value }) => value?.['id'])).toEqual(upTo(20).map((number) => number + 1));
    expect(records.filter(({ facets }) => facets['language'] === 'it')).toHaveLength(15);
    expect(numbersOf(server)).toEqual(upTo(20));
    const [first] = server.requests;
    expect(first?.prompt).toContain('Customers write as they speak.');
    // The model is not asked for what it need not make.
    expect(JSON.stringify(first?.body['response_format'])).not.toContain('"id"');
    expect(run.inputTokens).toBe(records.reduce((sum, { inputTokens }) => sum + inputTokens, 0));
    expect((await made.api.datasets.get({ ref: id })).made).toBe(20);
  });

  test('adds more later, and never gives a number twice', async () => {
    const { made, server } = await withServer(ticketAnswer);
    await using _ = made;
    const id = await create(made, { records: 3 });
    await runToEnd(made, id);
    await expect(made.api.datasets.runs.start({ datasetId: id })).rejects.toThrow(/All 3 records/);
    await runToEnd(made, id, 4);
    expect(numbersOf(server)).toEqual(upTo(7));
    expect(await allRecords(made, id)).toHaveLength(7);
  });

  test('reads what is nearly right, and asks again with what was wrong', async () => {
    const { made, server } = await withServer((request) => {
      const right = ticketAnswer(request).text ?? '';
      switch (askedNumber(request)) {
        case 0:
          return { text: `Here you are:\n\`\`\`json\n${right}\n\`\`\`` };
        case 1:
          return { text: `{subject: 'single', priority: 'low',}` };
        case 2:
          return request.prompt.includes('cannot be used')
            ? { text: right }
            : { text: '{"subject":"","priority":"now"}' };
        default:
          return { text: right };
      }
    });
    await using _ = made;
    const id = await create(made, { records: 4 });
    expect(await runToEnd(made, id)).toMatchObject({ made: 4, failed: 0 });
    const records = await allRecords(made, id);
    expect(records.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 1]);
    expect(records[1]?.value).toMatchObject({ subject: 'single' });
    const asked = server.requests.findLast((one) => askedNumber(one) === 2)?.prompt ?? '';
    expect(asked).toContain('priority');
    expect(asked).toContain('"now"');
  });

  test('says why a record failed, and retries those alone', async () => {
    let isWell = false;
    const { made, server } = await withServer((request) => {
      if (isWell) return ticketAnswer(request);
      switch (askedNumber(request)) {
        case 0:
          return { text: "I'm sorry, I can't help with that." };
        case 1:
          return { text: '{"subject": "cut o', finish: 'length' };
        case 2:
          return { text: '', finish: 'content_filter' };
        case 3:
          return { text: '{"subject": 5, "priority": "low"}' };
        default:
          return ticketAnswer(request);
      }
    });
    await using _ = made;
    const id = await create(made, { records: 6, generator: { retries: 1 } });
    expect(await runToEnd(made, id)).toMatchObject({ made: 2, failed: 4 });
    const failed = await made.api.datasets.records.list({ datasetId: id, state: 'failed' });
    const problems = failed.items.map(({ problem }) => problem ?? '');
    expect(problems[0]).toContain("I'm sorry, I can't help");
    expect(problems[1]).toContain('cut off');
    expect(problems[2]).toContain('held the answer back');
    expect(problems[3]).toContain('subject');
    expect(failed.items.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2]);
    isWell = true;
    const before = server.requests.length;
    const retry = await made.api.datasets.runs.retry({ datasetId: id });
    await jobEnd(made, retry.jobId);
    expect(
      server.requests
        .slice(before)
        .map(askedNumber)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 2, 3]);
    expect(await made.api.datasets.records.counts({ datasetId: id })).toMatchObject({ made: 6, failed: 0 });
    await expect(made.api.datasets.runs.retry({ datasetId: id })).rejects.toThrow(/nothing to retry/);
  });

  test('goes on through faults of the server, and no record fails for them', async () => {
    const seen = new Map<number, number>();
    const { made } = await withServer((request) => {
      const number = askedNumber(request);
      const tries = (seen.get(number) ?? 0) + 1;
      seen.set(number, tries);
      return number % 7 === 3 && tries === 1 ? { status: 500 } : ticketAnswer(request);
    });
    await using _ = made;
    const id = await create(made, { records: 40 });
    expect(await runToEnd(made, id)).toMatchObject({ made: 40, failed: 0 });
  });

  test('slows down when the provider asks for patience', async () => {
    let untilMs = 0;
    const { made } = await withServer((request) => {
      if (askedNumber(request) === 5 && untilMs === 0) untilMs = performance.now() + 1_500;
      return performance.now() < untilMs ? { status: 429, retryAfter: '1' } : ticketAnswer(request);
    });
    await using _ = made;
    const id = await create(made, { records: 30, generator: { concurrency: 4 } });
    expect(await runToEnd(made, id)).toMatchObject({ made: 30, failed: 0 });
    expect((await allRecords(made, id)).every(({ attempts }) => attempts === 1)).toBe(true);
  });

  test('is made more demanding where that is wanted', async () => {
    const { made, server } = await withServer((request) =>
      request.prompt.includes('more demanding')
        ? { text: '{"subject":"A harder one","priority":"high"}' }
        : ticketAnswer(request),
    );
    await using _ = made;
    const id = await create(made, { records: 2, generator: { evolve: 1 } });
    await runToEnd(made, id);
    expect(server.requests).toHaveLength(4);
    expect((await allRecords(made, id)).map(({ value }) => value?.['subject'])).toEqual([
      'A harder one',
      'A harder one',
    ]);
  });

  test('throws away what is too alike and asks for another', async () => {
    const same = { text: '{"subject":"my printer does not print any more since today","priority":"low"}' };
    const { made, server } = await withServer((request) => {
      const number = askedNumber(request);
      if (number === 4) return same;
      return number === 3 && request.prompt.includes('too much like') ? ticketAnswer(request) : same;
    });
    await using _ = made;
    const id = await create(made, {
      records: 5,
      generator: { concurrency: 1 },
      duplicates: { by: 'words', threshold: 0.9 },
    });
    const run = await runToEnd(made, id);
    expect(run.made + run.failed).toBe(5);
    expect(run).toMatchObject({ made: 2, failed: 3 });
    expect(run.duplicates).toBeGreaterThanOrEqual(4);
    const failed = await made.api.datasets.records.list({ datasetId: id, state: 'failed' });
    expect(failed.items[0]?.problem).toContain('too alike');
    expect(failed.items[0]?.problem).toContain('number 1');
    expect(server.requests.length).toBe(1 + 6 + 6 + 2 + 6);
  });
});

describe('what stops a run', () => {
  test('pause and resume: nothing is asked twice', async () => {
    const { made, server } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 30 }));
    await using _ = made;
    const id = await create(made, { records: 60, generator: { concurrency: 4 } });
    const { id: runId, jobId } = await made.api.datasets.runs.start({ datasetId: id });
    await until(
      async () => server.requests.length,
      (sent) => sent > 10,
    );
    const progress = await made.api.datasets.runs.progress({ runId });
    expect(progress?.inFlight.length).toBeGreaterThan(0);
    expect(await made.api.datasets.runs.pause({ runId })).toMatchObject({ status: 'paused' });
    await until(
      () => made.api.datasets.runs.progress({ runId }),
      (live) => live === null,
    );
    const sent = server.requests.length;
    expect(sent).toBeLessThan(60);
    await expect(made.api.datasets.runs.start({ datasetId: id, count: 1 })).rejects.toThrow(
      /under way or paused/,
    );
    // What was under way came in.
    expect((await made.api.datasets.runs.get({ runId })).made).toBe(sent);
    await made.api.datasets.runs.resume({ runId });
    await jobEnd(made, jobId);
    expect(await made.api.datasets.runs.get({ runId })).toMatchObject({
      status: 'done',
      made: 60,
      failed: 0,
    });
    expect(numbersOf(server)).toEqual(upTo(60));
  });

  test('a restart goes on where it was', async () => {
    const { made, server } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 20 }));
    const id = await create(made, { records: 60, generator: { concurrency: 4 } });
    const { jobId } = await made.api.datasets.runs.start({ datasetId: id });
    await until(
      async () => server.requests.length,
      (sent) => sent > 10,
    );
    await using again = await made.reopen();
    await jobEnd(again, jobId);
    const records = await allRecords(again, id);
    expect(records.map(({ number }) => number)).toEqual(upTo(60));
    expect(numbersOf(server)).toEqual(upTo(60));
  });

  test('cancel keeps what is made', async () => {
    const { made, server } = await withServer((request) => ({ ...ticketAnswer(request), delayMs: 20 }));
    await using _ = made;
    const id = await create(made, { records: 200, generator: { concurrency: 4 } });
    const { id: runId } = await made.api.datasets.runs.start({ datasetId: id });
    await until(
      async () => server.requests.length,
      (sent) => sent > 10,
    );
    expect(await made.api.datasets.runs.cancel({ runId })).toMatchObject({ status: 'cancelled' });
    const { made: kept } = await made.api.datasets.records.counts({ datasetId: id });
    expect(kept).toBeGreaterThan(4);
    expect(kept).toBeLessThan(200);
  });

  test('an outage pauses it with the reason, and no record fails', { timeout: 90_000 }, async () => {
    let isDown = false;
    const { made } = await withServer((request) => {
      isDown ||= askedNumber(request) === 10;
      return isDown ? { status: 503 } : ticketAnswer(request);
    });
    await using _ = made;
    const id = await create(made, { records: 100, generator: { concurrency: 4 } });
    const { id: runId } = await made.api.datasets.runs.start({ datasetId: id });
    const paused = await until(
      () => made.api.datasets.runs.get({ runId }),
      ({ status }) => status === 'paused',
      80_000,
    );
    expect(paused.problem).toContain('resume the run');
    expect(paused.failed).toBe(0);
    expect(paused.made).toBeGreaterThan(4);
  });

  test('a full budget pauses it; raised, it goes on', async () => {
    const server = await startScriptedModels((request) => ({
      ...ticketAnswer(request),
      inputTokens: 10,
      outputTokens: 500,
    }));
    open.push(server);
    await using made = await makeApp({ clock: runningClock() });
    // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
    const chatModel = 'made-model-cloud';
    await made.api.models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel, maxConcurrent: 8 });
    await made.api.usage.setPrice({ modelId: chatModel, inputMicros: 0, outputMicros: 10_000_000 });
    // A call may cost a cent and costs half of one.
    const id = await create(made, {
      records: 20,
      generator: { maxOutputTokens: 1_000, budget: 0.05, concurrency: 4 },
    });
    const { id: runId, jobId } = await made.api.datasets.runs.start({ datasetId: id });
    const paused = await until(
      () => made.api.datasets.runs.get({ runId }),
      ({ status }) => status === 'paused',
    );
    expect(paused.problem).toContain('The cap for one run is');
    expect(paused).toMatchObject({ failed: 0, budget: 0.05, costMicros: paused.made * 5_000 });
    expect(paused.costMicros).toBeLessThanOrEqual(50_000);
    expect(paused.made).toBeGreaterThanOrEqual(9);
    await made.api.datasets.runs.resume({ runId, budget: 1 });
    await jobEnd(made, jobId);
    expect(await made.api.datasets.runs.get({ runId })).toMatchObject({ made: 20, problem: null, budget: 1 });
    expect(numbersOf(server)).toEqual(upTo(20));
  });
});

test('without a model the same seed makes the same records, however they are asked for', async () => {
  await using made = await makeApp();
  const spec = (name: string) =>
    datasetSpecSchema.parse({
      ...ticketSpec({ name, records: 1_200, seed: 7 }),
      generator: { kind: 'builtin' },
    });
  const one = await made.api.datasets.create({ spec: spec('one') });
  const two = await made.api.datasets.create({ spec: spec('two') });
  await runToEnd(made, one.id);
  await runToEnd(made, two.id, 333);
  await runToEnd(made, two.id);
  const values = (records: Awaited<ReturnType<typeof allRecords>>) => records.map(({ value }) => value);
  const [first, second] = await Promise.all([allRecords(made, one.id), allRecords(made, two.id)]);
  expect(first).toHaveLength(1_200);
  expect(values(second)).toEqual(values(first));
  expect(first.every(({ state, modelId }) => state === 'made' && modelId === null)).toBe(true);
});

test('without a model a facet that is called as a choice of the schema is kept to by its weights', async () => {
  await using made = await makeApp();
  const facets = [
    {
      name: 'priority',
      values: [
        { value: 'low', weight: 3 },
        { value: 'high', weight: 1 },
      ],
    },
    // Of no property: there is nobody to be told.
    { name: 'tone', values: [{ value: 'calm', weight: 1 }] },
  ];
  const given = { ...ticketSpec({ records: 400, seed: 7, facets }), generator: { kind: 'builtin' } };
  const { id } = await made.api.datasets.create({ spec: datasetSpecSchema.parse(given) });
  await runToEnd(made, id);
  const records = await allRecords(made, id);
  expect(records.map((record) => record.facets)).toEqual(
    records.map(({ value }) => ({ priority: value?.['priority'] })),
  );
  const low = records.filter(({ value }) => value?.['priority'] === 'low').length;
  // Five standard deviations about three quarters of them.
  expect(Math.abs(low - 300)).toBeLessThan(44);
});

test('no more records than Settings allow are begun, and the definition says so before', async () => {
  await using made = await makeApp();
  const { datasets, settings } = made.api;
  const given = { ...ticketSpec({ records: 20 }), generator: { kind: 'builtin' } };
  const { id: datasetId } = await datasets.create({ spec: datasetSpecSchema.parse(given) });
  await settings.set({ datasetRecordsMost: 10 });
  await expect(datasets.runs.start({ datasetId })).rejects.toThrow(
    'A dataset has 10 records at most, and 0 of this one are taken. Nothing was started; ask for fewer, or raise it in Settings, Models.',
  );
  const { problems } = await datasets.readText({ text: await datasets.text({ ref: datasetId }) });
  expect(problems).toMatchObject([{ path: 'records', isWarning: true, line: expect.any(Number) }]);
  await runToEnd(made, datasetId, 10);
  await expect(datasets.runs.start({ datasetId, count: 1 })).rejects.toThrow(/and 10 of this one are taken/);
  await settings.set({ datasetRecordsMost: 20 });
  await runToEnd(made, datasetId);
  expect(await allRecords(made, datasetId)).toHaveLength(20);
});
