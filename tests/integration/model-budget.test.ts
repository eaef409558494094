import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Models } from '#main/engine/models/index.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { pluginPrincipal } from '../support/plugin-principal.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';

const CENT = 10_000;
/** Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid. */
const PAID = 'made-model-cloud';
const WORDS = 1_000;

const open: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(script: Script): Promise<ScriptedModels> {
  const server = await startScriptedModels(script);
  open.push(server);
  return server;
}

/** One model at ten dollars for a million tokens out: a call of a thousand words costs a cent at most. */
async function addPaid({ api }: TestApp, server: ScriptedModels, name = 'Paid'): Promise<string> {
  const input = { kind: 'ollama', name, baseUrl: server.urls.ollama, chatModel: PAID } as const;
  const { id } = await api.models.add(input);
  await api.usage.setPrice({ modelId: PAID, inputMicros: 0, outputMicros: 10_000_000 });
  return id;
}

function modelsOf(made: TestApp): Models {
  const { modelling } = made.app.workspace() as unknown as {
    readonly modelling: { readonly models: Models };
  };
  return modelling.models;
}

function ask(made: TestApp, runId: string | null = null, signal = new AbortController().signal) {
  return modelsOf(made).complete({
    feature: 'assistant',
    principal: 'user',
    runId,
    signal,
    messages: [{ role: 'user', content: 'What did I promise Acme?' }],
    maxOutputTokens: WORDS,
    cache: 'off',
  });
}

test("a day's budget of one cent stops the next call before it is sent", async () => {
  await using made = await makeApp();
  const server = await serve([{ text: 'A draft.', inputTokens: 20, outputTokens: 400 }]);
  await addPaid(made, server);
  await made.api.usage.setBudget({ period: 'day', limitMicros: CENT });
  const sent = () => server.requests.length;
  const before = sent();
  expect(await ask(made)).toMatchObject({ text: 'A draft.', costMicros: 4_000, isLocal: false });
  expect(sent()).toBe(before + 1);
  await expect(ask(made)).rejects.toMatchObject({
    code: 'budget_exceeded',
    details: { period: 'day', spentMicros: 4_000, estimateMicros: CENT },
  });
  expect(sent()).toBe(before + 1);
  expect((await made.api.usage.overview()).today).toMatchObject({ callCount: 1, costMicros: 4_000 });
});

test('twenty calls at once stay within the budget, and no more than that reach the provider', async () => {
  await using made = await makeApp();
  const server = await serve([{ text: 'Yes.', inputTokens: 20, outputTokens: WORDS, delayMs: 50 }]);
  await addPaid(made, server);
  await made.api.usage.setBudget({ period: 'month', limitMicros: 5 * CENT });
  const before = server.requests.length;
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ask(made)));
  expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
  expect(server.requests.length - before).toBe(5);
  expect((await made.api.usage.overview()).month.costMicros).toBe(5 * CENT);
});

test('a fallback from a dead provider to a live one is one trace with both, and its cost', async () => {
  await using made = await makeApp();
  const dead = await serve([{ status: 401, errorMessage: 'no' }]);
  const live = await serve([{ text: 'Here.', inputTokens: 20, outputTokens: 100 }]);
  await addPaid(made, dead, 'Dead');
  await addPaid(made, live, 'Live');
  const result = await ask(made, 'run-7');
  const trace = await made.api.traces.get({ id: result.traceId });
  expect(trace).toMatchObject({ status: 'ok', runId: 'run-7', callCount: 1, costMicros: 1_000 });
  expect(trace.spans.map(({ name, status }) => [name, status])).toEqual([
    [`chat ${PAID}`, 'error'],
    [`chat ${PAID}`, 'ok'],
  ]);
  const [, last] = trace.spans;
  expect(last?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': PAID,
    'gen_ai.usage.output_tokens': 100,
    'adiuva.feature': 'assistant',
  });
  expect(last?.contents.map(({ side }) => side)).toEqual(['input', 'output']);
});

test("a plugin's calls end at the cap of its right", async () => {
  await using made = await makeApp();
  const server = await serve([{ text: 'Yes.', inputTokens: 20, outputTokens: WORDS }]);
  const provider = await addPaid(made, server);
  const plugin = pluginPrincipal();
  const { name, version, contentHash } = plugin;
  const right = { holder: name, version, contentHash, type: 'model', resource: provider } as const;
  await made.api.permissions.grant({ ...right, limitMicros: 2 * CENT });
  const call = () =>
    made.app.workspace().actions.invoke('model.complete', { prompt: 'Now?', maxTokens: WORDS }, plugin);
  const before = server.requests.length;
  await call();
  await call();
  await expect(call()).rejects.toMatchObject({ code: 'budget_exceeded', details: { source: 'grant' } });
  expect(server.requests.length - before).toBe(2);
  // The person is under no cap of a plugin's.
  await ask(made);
});

describe('a paid call that came to nothing', () => {
  const INPUT_PRICE = { modelId: PAID, inputMicros: 1_000_000_000, outputMicros: 10_000_000 };
  const rowsOf = async ({ api }: TestApp) =>
    (await api.usage.list({})).items.map(({ outcome, inputTokens, outputTokens, costMicros }) => ({
      outcome,
      outputTokens,
      // A token of what was asked costs a thousand millionths.
      isPaidByInput: inputTokens > 0 && costMicros === inputTokens * 1_000,
    }));

  test.each([
    ['took too long', 'failed', [{ text: 'late', delayMs: 5_000 }]],
    ['answered what nobody can read', 'failed', [{ rawBody: '{"half' }]],
  ] as const)('is paid for by what was asked where it %s', async (_name, outcome, script) => {
    await using made = await makeApp();
    const server = await serve(script);
    const id = await addPaid(made, server);
    await made.api.models.update({ id, patch: { timeoutMs: 1_000 } });
    await made.api.usage.setPrice(INPUT_PRICE);
    await expect(ask(made)).rejects.toMatchObject({ code: 'model_failed' });
    // Both of its tries went out.
    const paid = { outcome, outputTokens: 0, isPaidByInput: true };
    expect(await rowsOf(made)).toEqual([paid, paid]);
    const trace = (await made.api.traces.list({})).items[0];
    expect(trace?.costMicros).toBe((await made.api.usage.overview()).today.costMicros);
  });

  test('is paid for by what was asked where it was cancelled after it had been sent', async () => {
    await using made = await makeApp();
    const server = await serve([{ text: 'late', delayMs: 5_000 }]);
    await addPaid(made, server);
    await made.api.usage.setPrice(INPUT_PRICE);
    const controller = new AbortController();
    const asked = ask(made, null, controller.signal);
    const told = asked.catch((error: unknown) => error);
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    expect(await told).toMatchObject({ code: 'cancelled' });
    expect(await rowsOf(made)).toEqual([{ outcome: 'cancelled', outputTokens: 0, isPaidByInput: true }]);
  });

  test('costs nothing where it was refused, or nobody was there', async () => {
    await using made = await makeApp();
    const server = await serve([{ status: 401 }]);
    const id = await addPaid(made, server);
    await made.api.usage.setPrice(INPUT_PRICE);
    await expect(ask(made)).rejects.toMatchObject({ code: 'model_auth' });
    await server.close();
    // A changed provider is tried afresh.
    await made.api.models.update({ id, patch: { name: 'Away' } });
    await expect(ask(made)).rejects.toMatchObject({ code: 'model_failed' });
    expect(await rowsOf(made)).toEqual([]);
    expect(await made.api.usage.overview()).toMatchObject({ today: { costMicros: 0, callCount: 0 } });
  });

  test('is paid for where it was for vectors, too', async () => {
    await using made = await makeApp();
    let asked = 0;
    const silent = createServer(() => void (asked += 1));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { readonly port: number };
    const baseUrl = `http://127.0.0.1:${port}`;
    const { id } = await made.api.models.add({ kind: 'ollama', baseUrl, chatModel: PAID });
    await made.api.usage.setPrice(INPUT_PRICE);
    const controller = new AbortController();
    const vectors = modelsOf(made).embed({
      feature: 'search',
      principal: 'user',
      runId: null,
      signal: controller.signal,
      values: ['What did I promise Acme?'],
      model: `${id}/${PAID}`,
    });
    const told = vectors.catch((error: unknown) => error);
    await expect.poll(() => asked).toBe(1);
    controller.abort();
    expect(await told).toMatchObject({ code: 'cancelled' });
    silent.closeAllConnections();
    silent.close();
    expect(await rowsOf(made)).toEqual([{ outcome: 'cancelled', outputTokens: 0, isPaidByInput: true }]);
  });
});
