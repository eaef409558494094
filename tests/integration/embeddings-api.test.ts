import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createEmbeddings } from '#main/engine/embeddings/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { dot } from '../support/embeddings-bench.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const open: ScriptedModels[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function withProvider(made: TestApp) {
  const server = await startScriptedModels();
  open.push(server);
  const provider = await made.api.models.add({
    kind: 'openai_compatible',
    name: 'Here',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });
  return { server, model: `${provider.id}/scripted-embedder` };
}

test('the built-in embedder is chosen from the first start, and what can be downloaded is listed with its size', async () => {
  await using made = await makeApp();
  const { embeddings } = made.api.models;
  expect(await embeddings.list()).toMatchObject([{ kind: 'built_in', isActive: true, isLocal: true }]);
  const [entry] = await embeddings.catalogue();
  expect(entry).toMatchObject({ name: 'all-MiniLM-L6-v2', licence: 'Apache-2.0', embedderId: null });
  expect(entry?.sizeBytes).toBe(612 + 466_247 + 90_405_214);
  await expect(embeddings.download({ id: 'no-such-model' })).rejects.toThrow('not in the list');
});

test('a folder is added, chosen, still chosen after a restart, and removed with its files', async () => {
  await using made = await makeApp();
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-tiny-'));
  folders.push(folder);
  await writeTinyModel(folder);
  const { embeddings } = made.api.models;
  const added = await embeddings.addFolder({ path: folder, name: 'Mine' });
  expect(await embeddings.choose({ id: added.id })).toMatchObject({ name: 'Mine', isActive: true });
  const again = await made.reopen();
  const listed = await again.api.models.embeddings.list();
  expect(listed.map(({ isActive }) => isActive)).toEqual([false, true]);
  await again.api.models.embeddings.remove({ id: added.id });
  expect(await again.api.models.embeddings.list()).toMatchObject([{ kind: 'built_in', isActive: true }]);
  await expect(again.api.models.embeddings.choose({ id: added.id })).rejects.toThrow('not in the list');
  await again.app.close();
});

test('a model behind the gateway is tried with one letter, and its calls stay on this machine when it is here', async () => {
  await using made = await makeApp();
  const { server, model } = await withProvider(made);
  const added = await made.api.models.embeddings.addModel({ model });
  expect(added).toMatchObject({ kind: 'model', name: 'scripted-embedder', isLocal: true, isActive: false });
  expect(server.requests.filter(({ path }) => path.includes('mbed'))).toHaveLength(1);
  expect(added.id).toBe(`model/${model}@${added.dimension}`);
  await expect(made.api.models.embeddings.addModel({ model: 'nobody/nothing' })).rejects.toMatchObject({
    name: 'TRPCError',
  });
  expect(await made.api.models.embeddings.list()).toHaveLength(2);
});

test('its vectors have length one, in the order of the texts, however many there are', async () => {
  await using made = await makeApp();
  const { server, model } = await withProvider(made);
  const { store, modelling } = made.app.system.workspace as unknown as {
    store: Parameters<typeof createEmbeddings>[0]['store'];
    modelling: { models: ReturnType<Parameters<typeof createEmbeddings>[0]['models']> };
  }; // the parts of the running app that its door does not show
  const embeddings = createEmbeddings({
    store,
    workerUrl: workerUrl('embedder'),
    modelsDir: join(made.dataDir, 'models'),
    models: () => modelling.models,
  });
  const never = new AbortController().signal;
  const added = await embeddings.addModel(model, 'there', never);
  const embedder = await embeddings.find(added.id);
  const texts = Array.from({ length: 150 }, (_, index) => `${'abcdefghij'[index % 10]} number ${index}`);
  const vectors = (await embedder?.embed(texts, 'passage', never)) ?? [];
  expect(vectors).toHaveLength(150);
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  const [last] = (await embedder?.embed(texts.slice(-1), 'query', never)) ?? [];
  expect(dot(last, vectors[149])).toBeCloseTo(1, 5);
  await server.close();
  open.splice(0);
  await expect(embedder?.embed(['gone'], 'query', never)).rejects.toMatchObject({ name: 'AppError' });
  await embeddings.close();
});
