import { afterEach, expect, test, vi } from 'vitest';
import type { Store } from '#main/db/store.ts';
import {
  addScripted,
  allRecords,
  jobEnd,
  runningClock,
  ticketAnswer,
  ticketSpec,
} from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

vi.setConfig({ testTimeout: 60_000 });

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** An app that has asked a model for some records, and so has traces. */
async function withCalls(records = 6): Promise<TestApp> {
  const server = await startScriptedModels(ticketAnswer);
  open.push(server);
  const made = await makeApp({ clock: runningClock() });
  await addScripted(made, server);
  await ask(made, 'asked', records);
  return made;
}

async function ask(made: TestApp, name: string, records: number): Promise<void> {
  const { id: datasetId } = await made.api.datasets.create({ spec: spec(name, records) });
  const { jobId } = await made.api.datasets.runs.start({ datasetId });
  expect((await jobEnd(made, jobId)).status).toBe('done');
}

function spec(name: string, records: number) {
  return { ...ticketSpec({ name, records }), name };
}

/** As if the calls had gone out: the scripted server is on this machine. */
async function sayRemote(made: TestApp): Promise<void> {
  const { store } = made.app.workspace() as unknown as { readonly store: Store };
  await store.write({ command: 'test' }, (tx) =>
    tx.run({
      sql: `UPDATE spans SET attributes = json_set(attributes, '$."adiuva.is_local"', json('false'))`,
    }),
  );
}

test('what was asked and answered goes into a dataset as it was shown, and nothing that came after', async () => {
  await using made = await withCalls();
  const { imports } = made.api.datasets;
  // Spans are written together, some time after their calls.
  await vi.waitFor(async () => {
    expect(await imports.traces({})).toMatchObject({ calls: 0, privateCalls: 6, features: [], sample: [] });
  });
  await sayRemote(made);
  const seen = await imports.traces({ features: ['datasets'] });
  expect(seen).toMatchObject({
    calls: 6,
    privateCalls: 0,
    cutCalls: 0,
    features: [{ feature: 'datasets', calls: 6 }],
  });
  expect(seen.sample[0]).toMatchObject({
    feature: 'datasets',
    prompt: expect.stringContaining('Make record'),
  });
  expect((await imports.traces({ features: ['brief'] })).calls).toBe(0);

  const { jobId, datasetId } = await imports.collect({
    features: ['datasets'],
    into: { name: 'collected' },
    fingerprint: seen.fingerprint,
  });
  expect(await jobEnd(made, jobId)).toMatchObject({ status: 'done', result: { made: 6, failed: 0 } });
  const records = await allRecords(made, datasetId);
  expect(records.map(({ value }) => value)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ response: ticketAnswer({ prompt: 'Make record 1' }).text }),
    ]),
  );
  expect(records.every(({ issues }) => issues.length === 0)).toBe(true);
  expect(await made.api.datasets.get({ ref: 'collected' })).toMatchObject({
    isPrivate: false,
    spec: { records: 6 },
    lastRun: { kind: 'collect', generator: 'traces of this workspace' },
  });
  const { version } = await made.api.datasets.versions.freeze({ datasetId });
  expect(version.lineage.sources).toEqual(['traces of this workspace']);

  // What was agreed to is not what is there any more.
  await ask(made, 'more', 2);
  await vi.waitFor(async () => {
    await sayRemote(made);
    expect((await imports.traces({})).calls).toBe(8);
  });
  await expect(
    imports.collect({ into: { datasetId }, features: ['datasets'], fingerprint: seen.fingerprint }),
  ).rejects.toThrow(/not the same any more/);
  expect(await imports.undo({ jobId })).toMatchObject({ removed: 6, isDatasetRemoved: true });
});

test('what may be private makes a private dataset alone', async () => {
  await using made = await withCalls(2);
  const { imports } = made.api.datasets;
  await vi.waitFor(async () => expect((await imports.traces({ withPrivate: true })).calls).toBe(2));
  const { fingerprint } = await imports.traces({ withPrivate: true });
  const { id } = await made.api.datasets.get({ ref: 'asked' });
  await expect(imports.collect({ withPrivate: true, into: { datasetId: id }, fingerprint })).rejects.toThrow(
    /dataset of their own/,
  );
  const { jobId, datasetId } = await imports.collect({
    withPrivate: true,
    into: { name: 'mine' },
    fingerprint,
  });
  expect((await jobEnd(made, jobId)).status).toBe('done');
  expect(await made.api.datasets.get({ ref: 'mine' })).toMatchObject({
    id: datasetId,
    isPrivate: true,
    made: 2,
  });
});
