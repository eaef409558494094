import { afterEach, expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { allRecords, jobEnd, runningClock, ticketSpec, until } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const JUDGE = { kind: 'judge', name: 'clear', rubric: 'A reader knows what is wanted.' } as const;
const RECORDS = 20;

/** Twenty records without a model, and then a judge whose verdict costs half a cent. */
async function judged(): Promise<{ made: TestApp; server: ScriptedModels; datasetId: string }> {
  const server = await startScriptedModels(() => ({
    text: JSON.stringify({ reason: 'It says so.', score: 4 }),
    inputTokens: 10,
    outputTokens: 500,
  }));
  open.push(server);
  const made = await makeApp({ clock: runningClock() });
  // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
  const chatModel = 'made-model-cloud';
  await made.api.models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel, maxConcurrent: 8 });
  await made.api.usage.setPrice({ modelId: chatModel, inputMicros: 0, outputMicros: 10_000_000 });
  const { datasets } = made.api;
  const given = { ...ticketSpec({ records: RECORDS }), generator: { kind: 'builtin' } };
  const spec = datasetSpecSchema.parse(given);
  const { id: datasetId } = await datasets.create({ spec });
  await jobEnd(made, (await datasets.runs.start({ datasetId })).jobId);
  await datasets.update({ id: datasetId, spec: datasetSpecSchema.parse({ ...given, checks: [JUDGE] }) });
  return { made, server, datasetId };
}

test('a check that halts at its cap says so, and goes on under a higher one without asking a judge twice', async () => {
  const { made, server, datasetId } = await judged();
  await using _ = made;
  const { records, runs } = made.api.datasets;
  expect(await records.checking({ datasetId })).toBeNull();
  await expect(records.resumeCheck({ datasetId })).rejects.toThrow(/Nothing was started/);
  const { jobId } = await records.check({ datasetId, budget: 0.05 });
  const halted = await until(
    () => records.checking({ datasetId }),
    (seen) => seen?.job.status === 'paused',
  );
  expect(halted).toMatchObject({ job: { id: jobId, totalCount: RECORDS }, budget: 0.05 });
  expect(halted?.problem).toContain('The cap for one run is');
  const asked = server.requests.length;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(RECORDS);
  await expect(records.check({ datasetId })).rejects.toThrow(/has stopped half way/);

  // A run that ends meanwhile begins no second check; what it made is looked at by this one.
  const more = await jobEnd(made, (await runs.start({ datasetId, count: 2 })).jobId);
  expect(more.status, JSON.stringify(more.error)).toBe('done');
  await records.resumeCheck({ datasetId, budget: 1 });
  await jobEnd(made, jobId);
  expect(await records.checking({ datasetId })).toBeNull();
  const scores = (await allRecords(made, datasetId)).map((record) => record.scores['clear']);
  expect(scores).toEqual(Array.from({ length: RECORDS + 2 }, () => 4));
  expect(server.requests).toHaveLength(RECORDS + 2);
});

test('a check whose app is closed half way keeps what its judges were asked, and asks none of it twice', async () => {
  const { made, server, datasetId } = await judged();
  await using _ = made;
  server.say(() => ({ text: JSON.stringify({ reason: 'It says so.', score: 4 }), delayMs: 200 }));
  const { jobId } = await made.api.datasets.records.check({ datasetId });
  await until(
    async () => server.requests.length,
    (count) => count >= 4,
  );
  await made.app.close();
  expect(server.requests.length).toBeLessThan(RECORDS);
  await using again = await made.reopen();
  expect(await jobEnd(again, jobId)).toMatchObject({ status: 'done' });
  const scores = (await allRecords(again, datasetId)).map((record) => record.scores['clear']);
  expect(scores).toEqual(Array.from({ length: RECORDS }, () => 4));
  expect(server.requests).toHaveLength(RECORDS);
});

test('a check whose judge refuses the key stops and says why, and goes on with another', async () => {
  const { made, server, datasetId } = await judged();
  await using _ = made;
  const { records } = made.api.datasets;
  server.say(() => ({ status: 401 }));
  const { jobId } = await records.check({ datasetId });
  const halted = await until(
    () => records.checking({ datasetId }),
    (seen) => seen?.job.status === 'paused',
  );
  expect(halted?.problem).toMatch(/key/i);
  const refused = server.requests.length;
  server.say(() => ({ text: JSON.stringify({ reason: 'It says so.', score: 4 }) }));
  const [provider] = await made.api.models.list();
  await made.api.models.update({ id: provider?.id ?? '', patch: { key: 'another' } });
  await records.resumeCheck({ datasetId });
  expect(await jobEnd(made, jobId)).toMatchObject({ status: 'done', doneCount: RECORDS });
  const scores = (await allRecords(made, datasetId)).map((record) => record.scores['clear']);
  expect(scores).toEqual(Array.from({ length: RECORDS }, () => 4));
  expect(server.requests).toHaveLength(refused + RECORDS);
});
