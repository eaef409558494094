import { afterEach, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(script?: Script): Promise<ScriptedModels> {
  const server = await startScriptedModels(script);
  open.push(server);
  return server;
}

const add = ({ api }: TestApp, server: ScriptedModels, name: string, chatModel = 'scripted-model') =>
  api.models.add({ kind: 'openai_compatible', name, baseUrl: server.urls.openai, chatModel });

test('providers are added, ordered, changed and removed; their keys are never told', async () => {
  await using made = await makeApp();
  const { api } = made;
  const server = await serve();
  expect(await api.models.availability()).toBe('none');
  const first = await api.models.add({
    kind: 'openai',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    key: 'sk-very-secret',
  });
  const second = await add(made, server, 'Second');
  expect(first).toMatchObject({ name: 'OpenAI', hasKey: true, isLocal: true });
  expect(second).toMatchObject({ name: 'Second', hasKey: false });
  expect(await api.models.availability()).toBe('ready');
  const ordered = await api.models.order({ ids: [second.id] });
  expect(ordered.map(({ id }) => id)).toEqual([second.id, first.id]);
  await api.models.update({ id: first.id, patch: { name: 'Mine', isEnabled: false } });
  const listed = await api.models.list();
  expect(listed[1]).toMatchObject({ name: 'Mine', isEnabled: false, hasKey: true });
  expect(JSON.stringify(listed)).not.toContain('very-secret');
  expect(await api.models.health()).toMatchObject([{ state: 'untried' }, { state: 'untried' }]);
  await api.models.remove({ id: second.id });
  expect(await api.models.availability()).toBe('none');
  const again = await made.reopen();
  expect(await again.api.models.list()).toMatchObject([{ name: 'Mine', hasKey: true }]);
  await again.app.close();
});

test('a connection serves several calls, until a right is taken back or the provider is changed', async () => {
  await using made = await makeApp();
  const { api } = made;
  const server = await serve();
  const { id } = await add(made, server, 'Here');
  const plugin = pluginPrincipal();
  const [grantId = ''] = await grantAll(api, plugin, [{ type: 'model', resource: id }]);
  const call = (prompt: string) =>
    made.app.workspace().actions.invoke('model.complete', { prompt }, { kind: 'user' });
  // Whether it is still open is a matter of seconds: the first two follow each other at once.
  await call('one');
  const before = server.connections();
  await call('two');
  expect(server.connections()).toBe(before);
  await api.permissions.revoke({ id: grantId });
  await call('three');
  expect(server.connections()).toBe(before + 1);
  await api.models.update({ id, patch: { name: 'Changed' } });
  await call('four');
  expect(server.connections()).toBe(before + 2);
});

test('a key goes to no other address than the one that it was entered for', async () => {
  await using made = await makeApp();
  const { api } = made;
  const mine = await serve();
  const other = await serve();
  const baseUrl = mine.urls.openai;
  const { id } = await api.models.add({
    kind: 'openai_compatible',
    baseUrl,
    chatModel: 'scripted-model',
    key: 'k',
  });
  const moved = api.models.update({ id, patch: { baseUrl: other.urls.openai } });
  await expect(moved).rejects.toThrow('for the former address');
  await api.models.test({
    kind: 'openai_compatible',
    baseUrl: other.urls.openai,
    keyOf: id,
    chatModel: 'scripted-model',
  });
  expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  await api.models.test({ kind: 'openai_compatible', baseUrl, keyOf: id, chatModel: 'scripted-model' });
  expect(mine.requests[0]?.headers.authorization).toBe('Bearer k');
});

test('a test says what works, and in plain words what does not', async () => {
  await using made = await makeApp();
  const { api } = made;
  const server = await serve();
  const typed = { kind: 'openai_compatible', baseUrl: server.urls.openai } as const;
  const fine = await api.models.test({
    ...typed,
    chatModel: 'scripted-model',
    embeddingModel: 'scripted-embedder',
  });
  expect(fine.isOk).toBe(true);
  expect(fine.steps.map(({ step }) => step)).toEqual(['address', 'answer', 'embedding']);
  expect(fine.models).toEqual(['scripted-embedder', 'scripted-model']);
  const misspelt = await api.models.test({ ...typed, chatModel: 'scripted-modle' });
  expect(misspelt.steps.at(-1)).toMatchObject({ step: 'model', isOk: false });
  expect(misspelt.steps.at(-1)?.message).toContain('scripted-embedder, scripted-model');
  server.say([{ status: 401, errorMessage: 'Incorrect API key provided.' }]);
  const refused = await api.models.test({ ...typed, chatModel: 'scripted-model', key: 'wrong' });
  expect(refused.steps.at(-1)).toMatchObject({ step: 'key', isOk: false });
  expect(refused.steps.at(-1)?.message).toContain('Incorrect API key provided.');
  await server.close();
  const away = await api.models.test({ ...typed, chatModel: 'scripted-model' });
  expect(away.steps).toMatchObject([{ step: 'address', isOk: false }]);
  expect(away.steps[0]?.message).toContain('refused the connection');
});

test('a plugin asks the models that it has a right to, and each call stands in the ledger', async () => {
  await using made = await makeApp();
  const server = await serve([{ text: 'Three tasks.' }]);
  const { id } = await add(made, server, 'Mine');
  const principal = pluginPrincipal();
  const call = () =>
    made.app.workspace().actions.invoke('model.complete', { prompt: 'How many?' }, principal);
  await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  expect(server.connections()).toBe(0);
  await grantAll(made.api, principal, [{ type: 'model', resource: id }]);
  expect(await call()).toMatchObject({ output: { status: 'done', text: 'Three tasks.' } });
  expect(server.requests[0]?.prompt).toBe('How many?');
});

test('a fallback is seen in the trace, and what left is what the server received, byte for byte', async () => {
  await using made = await makeApp();
  const { api } = made;
  const dead = await serve();
  const live = await serve([{ text: 'Here.' }, { text: 'Again here.' }]);
  await add(made, dead, 'Dead');
  await add(made, live, 'Live');
  await dead.close();
  const ask = (prompt: string) =>
    made.app.workspace().actions.invoke('model.complete', { prompt }, { kind: 'user' });
  expect(await ask('Is anyone there?')).toMatchObject({ output: { text: 'Here.' } });
  await ask('And now, è ancora lì?');
  const { items } = await api.traces.list({ limit: 10 });
  const trace = await api.traces.get({ id: items.at(-1)?.id ?? '' });
  expect(trace.spans.map(({ name, status }) => [name, status])).toEqual([
    ['chat scripted-model', 'error'],
    ['chat scripted-model', 'error'],
    ['chat scripted-model', 'ok'],
  ]);
  expect(trace.spans[0]?.message).toContain('refused the connection');
  const rows = await api.network.summary({});
  const row = rows.find(({ port }) => port === live.port);
  expect(row).toMatchObject({ sentBytes: live.bytes().received, receivedBytes: live.bytes().sent });
});

test('with the switch on nothing is sent to a model elsewhere, and the models say that they are offline', async () => {
  await using made = await makeApp();
  const { api } = made;
  const server = await serve();
  await api.models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel: 'large-cloud' });
  await api.network.setOffline({ isOffline: true });
  expect(await api.models.availability()).toBe('offline');
  const asked = made.app.workspace().actions.invoke('model.complete', { prompt: 'Hello' }, { kind: 'user' });
  await expect(asked).rejects.toMatchObject({ code: 'offline' });
  expect(server.connections()).toBe(0);
  await api.network.setOffline({ isOffline: false });
  expect(await api.models.health()).toMatchObject([{ state: 'untried' }]);
});
