import { expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const SPEC = {
  name: 'parcels',
  title: 'Parcels',
  records: 6,
  generator: { kind: 'builtin' },
  schema: {
    type: 'object',
    properties: { code: { type: 'string' }, city: { enum: ['Turin', 'Bari'] }, weight: { type: 'integer' } },
    required: ['code', 'city', 'weight'],
    additionalProperties: false,
  },
  columns: {
    code: { kind: 'sequence', prefix: 'P-' },
    weight: { kind: 'number', min: 1, max: 900 },
  },
} as const;

async function filled(made: TestApp, name = 'parcels'): Promise<string> {
  const { id: datasetId } = await made.api.datasets.create({
    spec: datasetSpecSchema.parse({ ...SPEC, name }),
  });
  const run = await made.api.datasets.runs.start({ datasetId });
  expect((await jobEnd(made, run.jobId)).status).toBe('done');
  return datasetId;
}

const open = () => makeApp({ clock: runningClock() });

test('a version keeps what was frozen, whatever becomes of the records', async () => {
  await using made = await open();
  const { versions, records } = made.api.datasets;
  const datasetId = await filled(made);
  await records.review({ datasetId, review: 'rejected', numbers: [5] });
  const { version, isNew } = await versions.freeze({ datasetId, note: 'for the first eval' });
  expect(isNew).toBe(true);
  expect(version).toMatchObject({ version: 1, records: 5, note: 'for the first eval' });
  expect(version.lineage).toMatchObject({
    parent: null,
    edited: 0,
    runs: [{ generator: 'builtin', seed: 1, modelIds: [] }],
  });
  expect(version.contentHash).toMatch(/^[0-9a-f]{64}$/);

  const before = await versions.records({ datasetId, version: 1, limit: 3 });
  expect(before.items.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(before.total).toBe(5);
  const rest = await versions.records({ datasetId, version: 1, limit: 3, cursor: before.nextCursor ?? '' });
  expect(rest.items.map(({ value }) => value['code'])).toEqual(['P-4', 'P-5']);
  expect(rest.nextCursor).toBeNull();

  const value = { ...before.items[1]?.value, city: 'Bari', weight: 901 };
  await records.edit({ datasetId, number: 1, value });
  expect(await versions.records({ datasetId, version: 1, limit: 3 })).toEqual(before);
});

test('nothing new makes no new version; the same content has the same hash', async () => {
  await using made = await open();
  const { versions, records } = made.api.datasets;
  const datasetId = await filled(made);
  const first = await versions.freeze({ datasetId });
  expect(await versions.freeze({ datasetId })).toEqual({ version: first.version, isNew: false });
  const edited = await records.edit({
    datasetId,
    number: 0,
    value: { code: 'P-1', city: 'Bari', weight: 1000 },
  });
  const second = await versions.freeze({ datasetId });
  expect(second.version).toMatchObject({ version: 2, lineage: { parent: 1, edited: 1 } });
  expect(second.version.contentHash).not.toBe(first.version.contentHash);
  await records.undo({ editId: edited.edit.id });
  const third = await versions.freeze({ datasetId });
  expect(third.version).toMatchObject({ version: 3, contentHash: first.version.contentHash });

  const other = await filled(made, 'the-same-again');
  const twin = await versions.freeze({ datasetId: other });
  expect(twin.version.contentHash).toBe(first.version.contentHash);
});

test('two versions are compared by number and by a column', async () => {
  await using made = await open();
  const { versions, records } = made.api.datasets;
  const datasetId = await filled(made);
  await versions.freeze({ datasetId });
  const [zero, one] = (await records.list({ datasetId, limit: 2 })).items;
  await records.edit({ datasetId, number: 0, value: { ...zero?.value, weight: 1000 } });
  await records.edit({ datasetId, number: 1, value: { ...one?.value, code: 'P-99', weight: 1000 } });
  await records.review({ datasetId, review: 'rejected', numbers: [3] });
  const byNumber = await versions.diff({ datasetId, from: 1, to: null });
  expect(byNumber).toMatchObject({ added: 0, removed: 1, changed: 2, same: 3, definition: [] });
  expect(byNumber.columns).toEqual([
    { column: 'weight', changed: 2 },
    { column: 'code', changed: 1 },
  ]);
  expect(byNumber.items.map(({ kind, number }) => [kind, number])).toEqual([
    ['changed', 0],
    ['changed', 1],
    ['removed', 3],
  ]);
  expect(byNumber.items[0]).toMatchObject({ before: zero?.value, columns: ['weight'] });

  const byCode = await versions.diff({ datasetId, from: 1, to: null, key: 'code', limit: 2, offset: 1 });
  expect(byCode).toMatchObject({ added: 1, removed: 2, changed: 1, same: 3 });
  expect(byCode.items).toHaveLength(2);
  await expect(versions.diff({ datasetId, from: 1, to: null, key: 'city' })).rejects.toThrow(
    /told apart by "city"/,
  );
  const back = await versions.diff({ datasetId, from: null, to: 1 });
  expect(back).toMatchObject({ added: 1, removed: 0, changed: 2, same: 3 });
});

test('a version that is thrown away comes back, and its number is not given again', async () => {
  await using made = await open();
  const { versions, records } = made.api.datasets;
  const datasetId = await filled(made);
  const first = await versions.freeze({ datasetId });
  await versions.remove({ datasetId, version: 1 });
  await expect(versions.get({ datasetId, version: 1 })).rejects.toThrow(/no version 1/);
  expect(await versions.list({ datasetId })).toEqual([]);
  await records.review({ datasetId, review: 'rejected', numbers: [0] });
  expect((await versions.freeze({ datasetId })).version).toMatchObject({ version: 2, records: 5 });
  await versions.restore({ datasetId, version: 1 });
  expect((await versions.list({ datasetId })).map(({ version }) => version)).toEqual([2, 1]);
  expect(await versions.get({ datasetId, version: 1 })).toEqual(first.version);
  expect((await versions.records({ datasetId, version: 1, limit: 100 })).items).toHaveLength(6);
});

test('an empty dataset cannot be frozen', async () => {
  await using made = await open();
  const { id: datasetId } = await made.api.datasets.create({ spec: datasetSpecSchema.parse(SPEC) });
  await expect(made.api.datasets.versions.freeze({ datasetId })).rejects.toThrow(/nothing to freeze/);
});
