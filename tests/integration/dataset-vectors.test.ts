import { afterEach, expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import type { Store } from '#main/db/store.ts';
import { allRecords, jobEnd } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** What the model behind the chosen search by meaning was asked to embed since it was last looked at. */
async function withEmbedder(made: TestApp): Promise<() => readonly string[]> {
  const server = await startScriptedModels([]);
  open.push(server);
  const { id } = await made.api.models.add({
    kind: 'openai_compatible',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    embeddingModel: 'scripted-embedder',
  });
  const { embeddings } = made.api.models;
  const added = await embeddings.addModel({ model: `${id}/scripted-embedder` });
  await embeddings.choose({ id: added.id });
  let seen = server.requests.length;
  return () => {
    const asked = server.requests.slice(seen).filter(({ path }) => path.includes('mbed'));
    seen = server.requests.length;
    return asked.flatMap(({ body }) => [body['input']].flat().map(String));
  };
}

const SPEC = datasetSpecSchema.parse({
  name: 'sentences',
  title: 'Sentences',
  records: 30,
  schema: {
    type: 'object',
    properties: { sentence: { type: 'string', minLength: 30, maxLength: 90 } },
    required: ['sentence'],
  },
  generator: { kind: 'builtin' },
  // The same letters in any order alone are alike: no two of these records are.
  duplicates: { by: 'meaning', threshold: 1 },
});

test('a run embeds what it adds and what says something else than before, and nothing twice', async () => {
  await using made = await makeApp();
  const embedded = await withEmbedder(made);
  const { datasets } = made.api;
  const { id: datasetId } = await datasets.create({ spec: SPEC });
  const sentences = async () => (await allRecords(made, datasetId)).map(({ value }) => value?.['sentence']);
  const run = async (count: number) => {
    const { jobId } = await datasets.runs.start({ datasetId, count });
    expect(await jobEnd(made, jobId)).toMatchObject({ status: 'done', error: null });
  };
  await run(30);
  expect(sorted(embedded())).toEqual(sorted(await sentences()));
  await run(10);
  expect(sorted(embedded())).toEqual(sorted((await sentences()).slice(30)));
  const sentence = 'What a person says of it in other words';
  await datasets.records.edit({ datasetId, number: 3, value: { sentence } });
  await run(5);
  expect(sorted(embedded())).toEqual(sorted([sentence, ...(await sentences()).slice(40)]));
  expect(await kept(made)).toBe(45);
  await datasets.remove({ id: datasetId });
  await made.app.workspace().datasets.definitions.purgeExpired(made.clock.nowMs() + 1);
  expect(await kept(made)).toBe(0);
});

test('what is kept finds the near duplicates that a fresh look finds', async () => {
  await using made = await makeApp();
  const embedded = await withEmbedder(made);
  const { datasets } = made.api;
  const { id: datasetId } = await datasets.create({
    spec: { ...SPEC, duplicates: { by: 'meaning', threshold: 0.9999, columns: [] } },
  });
  await jobEnd(made, (await datasets.runs.start({ datasetId, count: 30 })).jobId);
  const [first] = await allRecords(made, datasetId);
  embedded();
  // Each record of the next run is the first one again.
  const same = { sentence: { kind: 'sample', values: [{ value: first?.value?.['sentence'] }] } };
  const { spec } = await datasets.get({ ref: datasetId });
  await datasets.update({ id: datasetId, spec: datasetSpecSchema.parse({ ...spec, columns: same }) });
  await jobEnd(made, (await datasets.runs.start({ datasetId, count: 2 })).jobId);
  expect(embedded()).toHaveLength(2);
  const added = (await allRecords(made, datasetId)).slice(30);
  expect(added.map(({ issues }) => issues)).toEqual([
    [{ check: 'duplicates', message: 'Too alike record 1.' }],
    [{ check: 'duplicates', message: 'Too alike record 1.' }],
  ]);
});

const sorted = (texts: readonly unknown[]) => texts.map(String).toSorted((a, b) => a.localeCompare(b));

async function kept(made: TestApp): Promise<unknown> {
  const { store } = made.app.system.workspace as unknown as { readonly store: Store };
  const [row] = await store.reader.rows('SELECT count(*) FROM dataset_vectors');
  return row?.[0];
}
