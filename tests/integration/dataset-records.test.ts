import { afterEach, describe, expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
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
import { makeApp, type TestApp } from '../support/make-app.ts';
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

/** A dataset with its records, made by the scripted model. */
async function filled(made: TestApp, given: Parameters<typeof ticketSpec>[0] = {}): Promise<string> {
  const spec = datasetSpecSchema.parse(ticketSpec({ records: 6, ...given }));
  const { id: datasetId } = await made.api.datasets.create({ spec });
  const run = await made.api.datasets.runs.start({ datasetId });
  const job = await jobEnd(made, run.jobId);
  expect(job.status, JSON.stringify(job.error)).toBe('done');
  return datasetId;
}

const subjects = async (made: TestApp, datasetId: string) =>
  (await allRecords(made, datasetId)).map(({ value }) => value?.['subject']);

describe('what a person changes', () => {
  test('is held against the schema, marked, and can be taken back', async () => {
    const { made } = await withServer(ticketAnswer);
    await using _ = made;
    const { records } = made.api.datasets;
    const datasetId = await filled(made);
    const before = await records.get({ datasetId, number: 2 });
    const wrong = { ...before.value, priority: 'now' };
    await expect(records.edit({ datasetId, number: 2, value: wrong })).rejects.toThrow(/priority/);
    const value = { ...before.value, subject: 'As the person wants it' };
    const { record, edit } = await records.edit({ datasetId, number: 2, value });
    expect(record).toMatchObject({ value, isEdited: true, state: 'made' });
    expect(await records.edits({ datasetId })).toEqual([edit]);
    expect(await records.undo({ editId: edit.id })).toEqual({ datasetId, records: 1 });
    expect(await records.get({ datasetId, number: 2 })).toEqual({
      ...before,
      updatedAt: expect.any(Number),
    });
    await expect(records.undo({ editId: edit.id })).rejects.toThrow(/no longer be taken back/);
  });

  test('reviews many at once, by number or by filter, and takes that back', async () => {
    const { made } = await withServer(ticketAnswer);
    await using _ = made;
    const { records } = made.api.datasets;
    const datasetId = await filled(made);
    await records.review({ datasetId, review: 'rejected', numbers: [1, 4] });
    const all = await records.review({ datasetId, review: 'accepted', filter: { query: '"low"' } });
    expect(all?.records).toBe(3);
    expect(await records.counts({ datasetId })).toEqual({
      made: 6,
      failed: 0,
      accepted: 3,
      rejected: 1,
      withIssues: 0,
    });
    expect(await records.review({ datasetId, review: 'accepted', filter: { query: '"low"' } })).toBeNull();
    await records.undo({ editId: all?.id ?? '' });
    const rejected = await records.list({ datasetId, review: 'rejected' });
    expect(rejected.items.map(({ number }) => number)).toEqual([1, 4]);
    expect((await records.counts({ datasetId })).accepted).toBe(0);
  });

  test('makes single records anew, and brings back what they said', async () => {
    let isAgain = false;
    const { made, server } = await withServer((request) =>
      isAgain
        ? { text: `{"subject":"Anew ${askedNumber(request)}","priority":"low"}` }
        : ticketAnswer(request),
    );
    await using _ = made;
    const datasetId = await filled(made);
    const before = await subjects(made, datasetId);
    await made.api.datasets.records.review({ datasetId, review: 'accepted', numbers: [3] });
    isAgain = true;
    const sent = server.requests.length;
    const { run, edit } = await made.api.datasets.runs.regenerate({ datasetId, numbers: [3, 1] });
    await jobEnd(made, run.jobId);
    expect(server.requests.length - sent).toBe(2);
    expect(await made.api.datasets.runs.get({ runId: run.id })).toMatchObject({
      kind: 'regenerate',
      made: 2,
    });
    const after = await allRecords(made, datasetId);
    expect(after[1]?.value?.['subject']).toBe('Anew 1');
    expect(after[3]).toMatchObject({ review: 'open', runId: run.id });
    await made.api.datasets.records.undo({ editId: edit.id });
    expect(await subjects(made, datasetId)).toEqual(before);
    expect((await made.api.datasets.records.get({ datasetId, number: 3 })).review).toBe('accepted');
    await expect(made.api.datasets.runs.regenerate({ datasetId, numbers: [99] })).rejects.toThrow(
      /no record 100/,
    );
  });
});

/** When no job is left: what follows a run is one of its own. */
async function idle(made: TestApp): Promise<void> {
  const { jobs } = made.app.workspace();
  await until(
    () => jobs.active(),
    (active) => active.length === 0,
  );
}

const RUBRIC = {
  kind: 'judge',
  name: 'clear',
  rubric: 'A reader knows what is wanted.',
  minScore: 3,
} as const;

describe('checks', () => {
  test('models judge after a run, each record once; others only when asked for all', async () => {
    const { made, server } = await withServer((request) => {
      if (!request.prompt.includes('The rubric')) return ticketAnswer(request);
      const score = request.prompt.includes('Ticket 2:') ? 1 : 4;
      return { text: JSON.stringify({ reason: 'It says so.', score }) };
    });
    await using _ = made;
    const { records } = made.api.datasets;
    const datasetId = await filled(made, { checks: [RUBRIC] });
    const judgedIn = async () =>
      (await records.list({ datasetId, score: { judge: 'clear' } })).items.map(
        ({ scores }) => scores['clear'],
      );
    await idle(made);
    expect(await judgedIn()).toEqual([4, 4, 1, 4, 4, 4]);
    const weak = await records.list({ datasetId, score: { judge: 'clear', max: 2 } });
    expect(weak.items.map(({ number, issues }) => [number, issues])).toEqual([
      [2, [{ check: 'clear', message: '1 of 5: It says so.' }]],
    ]);
    expect((await records.list({ datasetId, issue: 'clear' })).total).toBe(1);
    const asked = () => server.requests.filter(({ prompt }) => prompt.includes('The rubric')).length;
    expect(asked()).toBe(6);
    await jobEnd(made, (await records.check({ datasetId, judges: 'missing' })).jobId);
    expect(asked()).toBe(6);
    await jobEnd(made, (await records.check({ datasetId, judges: 'all' })).jobId);
    expect(asked()).toBe(12);
  });

  test('free checks find what was changed in the definition since, twins included', async () => {
    const { made } = await withServer((request) => ({
      text: JSON.stringify({
        subject: askedNumber(request) < 2 ? 'The same' : 'Call 335 1234567',
        priority: 'low',
      }),
    }));
    await using _ = made;
    const { records } = made.api.datasets;
    const datasetId = await filled(made, { records: 3 });
    expect((await records.list({ datasetId, issue: '*' })).total).toBe(0);
    const { spec } = await made.api.datasets.get({ ref: datasetId });
    await made.api.datasets.update({
      id: datasetId,
      spec: {
        ...spec,
        checks: [
          { kind: 'unique', name: 'once', columns: ['subject'] },
          { kind: 'regex', name: 'no-digits', column: 'subject', pattern: '^\\D*$' },
        ],
      },
    });
    const job = await jobEnd(made, (await records.check({ datasetId, judges: 'none' })).jobId);
    expect(job).toMatchObject({ status: 'done', result: { checked: 3 } });
    const found = (await allRecords(made, datasetId)).map(({ issues }) => issues.map(({ check }) => check));
    expect(found).toEqual([[], ['once'], ['no-digits']]);
    expect((await records.counts({ datasetId })).withIssues).toBe(2);
  });
});

test('lists by state, finding, text and run, page by page', async () => {
  const { made } = await withServer((request) =>
    askedNumber(request) % 5 === 4 ? { text: 'No.' } : ticketAnswer(request),
  );
  await using _ = made;
  const { records } = made.api.datasets;
  const datasetId = await filled(made, { records: 25, generator: { retries: 0 } });
  const numbers = (page: { items: readonly { number: number }[] }) => page.items.map(({ number }) => number);
  expect(numbers(await records.list({ datasetId, state: 'failed' }))).toEqual([4, 9, 14, 19, 24]);
  const first = await records.list({ datasetId, state: 'made', limit: 12 });
  expect(first.total).toBe(20);
  const second = await records.list({ datasetId, state: 'made', limit: 12, cursor: first.nextCursor ?? '' });
  expect([...numbers(first), ...numbers(second)]).toHaveLength(20);
  expect(second.nextCursor).toBeNull();
  expect(numbers(await records.list({ datasetId, query: 'Ticket 13:' }))).toEqual([13]);
  const [run] = (await made.api.datasets.runs.list({ datasetId })).items;
  expect((await records.list({ datasetId, runId: run?.id })).total).toBe(25);
  const failedOfRun = { datasetId, runId: run?.id, state: 'failed', limit: 2 } as const;
  expect(await records.list({ ...failedOfRun, offset: 2 })).toMatchObject({
    total: 5,
    items: [{ number: 14 }, { number: 19 }],
  });
  const { nextCursor } = await records.list(failedOfRun);
  expect(numbers(await records.list({ ...failedOfRun, cursor: nextCursor ?? '' }))).toEqual([14, 19]);
  await records.review({ datasetId, review: 'accepted', numbers: [6, 7] });
  const accepted = await records.list({ datasetId, review: 'accepted', query: 'Ticket 7:' });
  expect([accepted.total, numbers(accepted)]).toEqual([1, [7]]);
  const other = await filled(made, { name: 'others', records: 1 });
  expect((await records.list({ datasetId: other, runId: run?.id })).total).toBe(0);
  expect(await made.api.datasets.runs.workers({ runId: run?.id ?? '' })).toMatchObject([
    { worker: 'main', made: 20, failed: 5 },
  ]);
});

test('statistics are counted anew when a record was changed', async () => {
  const { made } = await withServer(ticketAnswer);
  await using _ = made;
  const { records } = made.api.datasets;
  const datasetId = await filled(made, {
    facets: [{ name: 'tone', values: [{ value: 'calm' }, { value: 'angry' }] }],
  });
  const before = await records.stats({ datasetId });
  expect(before).toMatchObject({ records: 6, failed: 0, accepted: 0 });
  expect(before.columns.find(({ path }) => path === 'priority')?.top.map(({ count }) => count)).toEqual([
    3, 3,
  ]);
  expect(before.facets[0]?.values.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  await records.review({ datasetId, review: 'accepted', numbers: [0] });
  expect((await records.stats({ datasetId })).accepted).toBe(1);
});

test('records are listed from any place, with the number of all that match', async () => {
  const { made } = await withServer(ticketAnswer);
  await using _ = made;
  const datasetId = await filled(made);
  const { list } = made.api.datasets.records;
  const rest = await list({ datasetId, offset: 4, limit: 100 });
  expect(rest.items.map(({ number }) => number)).toEqual([4, 5]);
  expect(rest.total).toBe(6);
  const high = await list({ datasetId, query: 'high', offset: 1, limit: 1 });
  expect(high.items.map(({ number }) => number)).toEqual([3]);
  expect(high.total).toBe(3);
  expect((await list({ datasetId, offset: 50 })).total).toBe(6);
});
