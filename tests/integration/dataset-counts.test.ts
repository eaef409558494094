import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from '#main/db/store.ts';
import { allRecords, jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-counts-'));
  app = await makeApp({ clock: runningClock() });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const storeOf = (made: TestApp): Store =>
  (made.app.workspace() as unknown as { readonly store: Store }).store;

const schema = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
const LINES = ['{"id":1}', '{"id":2}', '{"id":"three"}', 'no record', '{"id":5}', '{"id":6}'];

async function brought(into: { datasetId: string } | { name: string; schema: typeof schema }) {
  const path = join(folder, 'rows.jsonl');
  await writeFile(path, LINES.join('\n'));
  const started = await app.api.datasets.imports.start({ source: { path }, into });
  expect((await jobEnd(app, started.jobId)).status).toBe('done');
  return started;
}

/** The list's figures, which must be those of the records themselves. */
async function counted(datasetId: string) {
  const records = await allRecords(app, datasetId);
  const count = (isOne: (one: (typeof records)[number]) => boolean) => records.filter(isOne).length;
  const { items } = await app.api.datasets.list({});
  const listed = items.find(({ id }) => id === datasetId);
  expect(listed).toMatchObject({
    made: count(({ state }) => state === 'made'),
    failed: count(({ state }) => state === 'failed'),
    accepted: count(({ review }) => review === 'accepted'),
    rejected: count(({ review }) => review === 'rejected'),
    withIssues: count(({ issues }) => issues.length > 0),
  });
  const { made, failed, accepted, rejected, withIssues } = listed ?? {};
  return [made, failed, accepted, rejected, withIssues];
}

test('the figures of the list follow whatever becomes of the records', async () => {
  const { records, imports } = app.api.datasets;
  const { datasetId } = await brought({ name: 'figures', schema });
  expect(await counted(datasetId)).toEqual([5, 1, 0, 0, 1]);
  await records.review({ datasetId, review: 'accepted', numbers: [0, 1] });
  const edit = await records.review({ datasetId, review: 'rejected', numbers: [1, 4] });
  expect(await counted(datasetId)).toEqual([5, 1, 1, 2, 1]);
  await records.undo({ editId: edit?.id ?? '' });
  expect(await counted(datasetId)).toEqual([5, 1, 2, 0, 1]);
  await records.edit({ datasetId, number: 2, value: { id: 3 } });
  expect(await counted(datasetId)).toEqual([5, 1, 2, 0, 0]);
  const more = await brought({ datasetId });
  expect(await counted(datasetId)).toEqual([10, 2, 2, 0, 1]);
  await imports.undo({ jobId: more.jobId });
  expect(await counted(datasetId)).toEqual([5, 1, 2, 0, 0]);
});

test('records whose counts are not there are counted', async () => {
  const { datasetId } = await brought({ name: 'figures', schema });
  await storeOf(app).maintain([{ sql: 'DELETE FROM dataset_counts' }]);
  expect(await counted(datasetId)).toEqual([5, 1, 0, 0, 1]);
  await app.api.datasets.records.review({ datasetId, review: 'accepted', numbers: [0] });
  expect(await counted(datasetId)).toEqual([5, 1, 1, 0, 1]);
});
