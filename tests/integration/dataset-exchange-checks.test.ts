import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import { allRecords, jobEnd, runningClock, until } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-checks-'));
  app = await makeApp({ clock: runningClock() });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function made(checks: NonNullable<DatasetSpecInput['checks']>): Promise<string> {
  const schema = { type: 'object', properties: { id: { type: 'integer' }, mail: { type: 'string' } } };
  const spec = datasetSpecSchema.parse({ name: 'people', title: 'People', records: 1, schema, checks });
  const { id } = await app.api.datasets.create({ spec });
  return id;
}

async function brought(datasetId: string, file: string, rows: readonly object[]): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { jobId } = await app.api.datasets.imports.start({ source: { path }, into: { datasetId } });
  return jobId;
}

const issuesOf = async (datasetId: string) =>
  (await allRecords(app, datasetId)).map(({ issues }) => issues.map(({ message }) => message));

test('what is to be unique is looked at among all that is there and all that comes in', async () => {
  const datasetId = await made([{ kind: 'unique', columns: ['mail'] }]);
  const first = await brought(datasetId, 'first.jsonl', [
    { id: 1, mail: 'a@x' },
    { id: 2, mail: 'b@x' },
    { id: 3, mail: 'a@x' },
  ]);
  expect(await jobEnd(app, first)).toMatchObject({ status: 'done', result: { made: 3, failed: 0 } });
  const second = await brought(datasetId, 'second.jsonl', [
    { id: 4, mail: 'b@x' },
    { id: 'five', mail: 'c@x' },
    { id: 6, mail: 'c@x' },
  ]);
  expect(await jobEnd(app, second)).toMatchObject({ status: 'done', result: { made: 3, failed: 0 } });
  const seen = await issuesOf(datasetId);
  expect(seen.slice(0, 4)).toEqual([[], [], ['The same as in record 1.'], ['The same as in record 2.']]);
  expect(seen[4]).toEqual([expect.stringContaining('/id must be integer')]);
  expect(seen[5]).toEqual(['The same as in record 5.']);
  const { items } = await app.api.jobs.items({ id: second, limit: 10 });
  expect(items.map(({ source }) => source)).toEqual(['line 1', 'line 2', 'line 3']);
});

test('an import that goes on after it was cut off knows what it brought in before', async () => {
  const datasetId = await made([{ kind: 'unique', columns: ['mail'] }]);
  const count = 40_000;
  const rows = Array.from({ length: count }, (_, id) => ({ id, mail: `${id % (count / 2)}@x` }));
  const jobId = await brought(datasetId, 'twice.jsonl', rows);
  await until(
    () => app.api.datasets.get({ ref: 'people' }),
    (seen) => seen.made > 0,
  );
  app = await app.reopen();
  expect((await app.api.datasets.get({ ref: 'people' })).made).toBeLessThan(count);
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', result: { made: count, failed: 0 } });
  const seen = await issuesOf(datasetId);
  expect(seen.slice(0, count / 2).flat()).toEqual([]);
  expect(seen.slice(count / 2)).toEqual(
    Array.from({ length: count / 2 }, (_, at) => [`The same as in record ${at + 1}.`]),
  );
});

test('an import that is cancelled has counted exactly what it brought in', async () => {
  const datasetId = await made([]);
  const count = 60_000;
  const jobId = await brought(
    datasetId,
    'many.jsonl',
    Array.from({ length: count }, (_, id) => ({ id, mail: `${id}@x` })),
  );
  await until(
    () => app.api.datasets.get({ ref: 'people' }),
    (seen) => seen.made > 0,
  );
  await app.api.jobs.cancel({ id: jobId });
  expect((await jobEnd(app, jobId)).status).toBe('cancelled');
  const { made: taken, lastRun } = await app.api.datasets.get({ ref: 'people' });
  expect(taken).toBeLessThan(count);
  expect(lastRun).toMatchObject({ asked: taken, made: taken, failed: 0 });
  const { items, total } = await app.api.datasets.records.list({ datasetId, limit: 1, offset: taken - 1 });
  expect(total).toBe(taken);
  expect(items.map(({ number, value }) => [number, value?.['id']])).toEqual([[taken - 1, taken - 1]]);
  expect(await app.api.datasets.imports.undo({ jobId })).toMatchObject({ removed: taken, kept: 0 });
});

test('no model is asked of what comes in, which is said before and after', async () => {
  const judge = { kind: 'judge', name: 'clear', rubric: 'A reader knows what is wanted.' } as const;
  const datasetId = await made([judge]);
  const path = join(folder, 'few.jsonl');
  await writeFile(path, '{"id":1,"mail":"a@x"}\n');
  const seen = await app.api.datasets.imports.inspect({ source: { path }, datasetId });
  expect(seen.judges).toEqual(['clear']);
  expect((await app.api.datasets.imports.inspect({ source: { path } })).judges).toEqual([]);
  const { jobId } = await app.api.datasets.imports.start({ source: { path }, into: { datasetId } });
  expect((await jobEnd(app, jobId)).status).toBe('done');
  const logs = await app.api.jobs.logs({ id: jobId });
  expect(logs.items.map(({ message }) => message)).toEqual([expect.stringContaining('not judged by clear')]);
  const { items } = await app.api.jobs.list({ type: 'dataset_check' });
  expect(items).toEqual([]);
});
