import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AssistantMessage } from '#shared/contracts/assistant.ts';
import { ask } from '../support/ask.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import {
  startScriptedModels,
  type Script,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';

vi.setConfig({ testTimeout: 60_000 });

const CENT = 10_000;
/** Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid. */
const PAID = 'made-model-cloud';

const servers: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(script?: Script): Promise<ScriptedModels> {
  const server = await startScriptedModels(script);
  servers.push(server);
  return server;
}

const add = ({ api }: TestApp, server: ScriptedModels, name: string) =>
  api.models.add({
    kind: 'openai_compatible',
    name,
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });

/** The sample workspace, with a client called Acme to whom something was promised. */
async function makeSample(): Promise<TestApp> {
  const made = await makeApp({ withSample: true });
  const { api } = made;
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Acme website', clientId: client.id });
  await api.notes.create({
    title: 'Call with Ada of Acme',
    body: 'We promised Acme the wireframes by the end of November.',
    projectId: project.id,
  });
  await api.tasks.create({
    title: 'Wireframes for Acme',
    projectId: project.id,
    dueDate: '2026-11-27',
    estimateMinutes: 120,
  });
  // Until then a search finds what has been taken in so far.
  const { jobId } = await api.search.reindex();
  await made.app.workspace().jobs.wait(jobId);
  return made;
}

const stepsOf = ({ parts }: AssistantMessage) =>
  parts.flatMap((part) => (part.type === 'steps' ? part.steps : []));

async function plannedDates({ api }: TestApp, ids: readonly string[]) {
  return Promise.all(ids.map(async (id) => (await api.tasks.get({ id })).plannedDate));
}

/** What the ledger says of one server: the bodies of all requests and answers. */
async function ledgerOf({ api }: TestApp, { port }: ScriptedModels) {
  const rows = (await api.network.summary({})).filter((row) => row.port === port);
  return {
    received: rows.reduce((sum, row) => sum + row.sentBytes, 0),
    sent: rows.reduce((sum, row) => sum + row.receivedBytes, 0),
  };
}

/** Reads the week like a model would: looks at the tasks first, then proposes days for two of them. */
function planning({ body }: ScriptedRequest) {
  const messages = body['messages'] as readonly { readonly role: string; readonly content: string }[];
  const told = messages.findLast(({ role }) => role === 'tool')?.content ?? '';
  if (!messages.some(({ role }) => role === 'tool')) {
    return { toolCalls: [{ name: 'tasks__list', input: { text: 'Wireframes for Acme' } }] };
  }
  if (told.includes('Wireframes for Acme')) {
    const id = /"id":"([0-9a-f-]{36})"/.exec(told)?.[1] ?? '';
    return {
      toolCalls: [{ name: 'tasks__update', input: { ids: [id], patch: { plannedDate: '2026-11-24' } } }],
    };
  }
  return { text: 'I propose Tuesday for the wireframes. It waits for you.' };
}

describe('with the network off and no model', () => {
  test('the workspace is found by meaning, questions are answered with sources, a plan is proposed, the brief is there', async () => {
    await using made = await makeSample();
    const { api } = made;
    await api.network.setOffline({ isOffline: true });

    // What the palette asks: none of these words stands in the note about the roastery's parcels.
    const question = { query: 'How much does it cost to send three kilos to the islands?', limit: 5 };
    const found = await api.search.passages(question);
    expect(found.map(({ title }) => title)).toContain('Shipping rates for coffee parcels');
    expect(found.some(({ why }) => why.meaningRank !== null)).toBe(true);
    const coverage = await api.search.coverage();
    expect(coverage.embedded).toBe(coverage.passages);

    const promised = await ask(made, 'What did I promise Acme?');
    expect(promised.message).toMatchObject({ status: 'done', notice: 'no_model', model: null });
    expect(promised.message.citations.map(({ quote }) => quote).join('\n')).toContain('wireframes');
    expect(promised.message.citations.every(({ link }) => link.startsWith('adiuva://'))).toBe(true);

    const plan = await ask(made, 'Plan my week');
    const steps = stepsOf(plan.message);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.every(({ proposal }) => proposal?.status === 'pending')).toBe(true);
    const ids = plan.message.parts.flatMap((part) =>
      part.type === 'plan'
        ? part.days.flatMap(({ entries }) =>
            entries.filter(({ isProposed }) => isProposed).map(({ id }) => id),
          )
        : [],
    );
    expect(await plannedDates(made, ids)).toEqual(ids.map(() => null));
    const [first] = steps;
    const { proposalId = '', argumentsHash = '' } = {
      proposalId: first?.proposalId,
      argumentsHash: first?.proposal?.argumentsHash,
    };
    await api.assistant.decide({
      messageId: plan.message.id,
      decisions: [{ verdict: 'approve', proposalId, argumentsHash }],
    });
    expect((await plannedDates(made, ids)).filter((date) => date !== null)).toHaveLength(1);

    const brief = await api.brief.get({ locale: 'en' });
    expect(brief.model).toBeNull();
    expect(brief.sections.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['overdue', 'proposals']));
    expect(await api.network.summary({})).toEqual([]);
  });
});

describe('with a model', () => {
  test('the same questions stream, cite and propose', async () => {
    await using made = await makeSample();
    const server = await serve(({ prompt }) => {
      const cite = /"cite":"(\[\d+\])","title":"Call with Ada of Acme"/.exec(prompt)?.[1] ?? '';
      return { text: `You promised Acme the wireframes by the end of November ${cite}.`, pieceDelayMs: 2 };
    });
    await add(made, server, 'Here');
    const promised = await ask(made, 'What did I promise Acme?');
    expect(promised.events.filter(({ type }) => type === 'text').length).toBeGreaterThan(3);
    expect(promised.message).toMatchObject({
      status: 'done',
      model: { providerName: 'Here', modelId: 'scripted-model', isLocal: true, costMicros: 0 },
      citations: [{ title: 'Call with Ada of Acme' }],
    });
    expect(promised.shown).toContain('by the end of November [');

    server.say(planning);
    const { message } = await ask(made, 'Plan my week');
    expect(message.agent).toBe('planner');
    const [step] = stepsOf(message);
    expect(step?.proposal).toMatchObject({ actionId: 'tasks.update', status: 'pending' });
    expect(message.parts[0]).toMatchObject({
      text: 'I propose Tuesday for the wireframes. It waits for you.',
    });
    const [task] = (await made.api.tasks.list({ text: 'Wireframes for Acme' })).items;
    expect(task?.plannedDate).toBeNull();
    const { proposalId = '', argumentsHash = '' } = { proposalId: step?.proposalId, ...step?.proposal };
    await made.api.assistant.decide({
      messageId: message.id,
      decisions: [{ verdict: 'approve', proposalId, argumentsHash }],
    });
    expect((await made.api.tasks.get({ id: task?.id ?? '' })).plannedDate).toBe('2026-11-24');

    server.say([{ text: 'A quiet day: the wireframes first.' }]);
    expect(await made.api.brief.refresh({ locale: 'en' })).toMatchObject({
      text: 'A quiet day: the wireframes first.',
      model: { providerName: 'Here' },
    });
  });

  test('a dead provider is followed by a live one, which the trace of the answer shows', async () => {
    await using made = await makeSample();
    const dead = await serve();
    const live = await serve([{ text: 'The wireframes.' }]);
    await add(made, dead, 'Dead');
    await add(made, live, 'Live');
    await dead.close();
    const { message } = await ask(made, 'What did I promise Acme?');
    expect(message).toMatchObject({ status: 'done', model: { providerName: 'Live' } });
    const trace = await made.api.traces.get({ id: message.model?.traceId ?? '' });
    const calls = trace.spans.filter(({ name }) => name.startsWith('chat '));
    expect(calls.map(({ status }) => status)).toEqual(['error', 'error', 'ok']);
    expect(calls.map(({ attributes }) => attributes['server.port'])).toEqual([
      dead.port,
      dead.port,
      live.port,
    ]);
    expect(calls[0]?.message).toContain('refused the connection');
    expect(trace.runId).toBe(message.id);
  });

  test("a day's budget of one cent stops the next question before it is sent, and says so", async () => {
    await using made = await makeSample();
    const { api } = made;
    const server = await serve([{ text: 'The wireframes.', inputTokens: 50, outputTokens: 400 }]);
    await api.models.add({ kind: 'ollama', name: 'Paid', baseUrl: server.urls.ollama, chatModel: PAID });
    // An answer of the longest kind costs less than a cent; what is left after the first does not pay for a second.
    await api.usage.setPrice({ modelId: PAID, inputMicros: 0, outputMicros: 2_000_000 });
    await api.usage.setBudget({ period: 'day', limitMicros: CENT });
    const first = await ask(made, 'What did I promise Acme?');
    expect(first.message).toMatchObject({ status: 'done', model: { costMicros: 800, isLocal: false } });
    const spend = async () => (await api.usage.overview()).today.costMicros;
    await expect.poll(spend).toBe(800);
    await api.usage.setPrice({ modelId: PAID, inputMicros: 0, outputMicros: 20_000_000 });
    const before = [server.requests.length, server.connections(), ...Object.values(server.bytes())];
    const next = await ask(made, 'And what did I promise Bellarosa?');
    expect(next.message).toMatchObject({ status: 'failed', error: { code: 'budget_exceeded' } });
    expect(next.events.at(-1)).toMatchObject({ type: 'error', error: { code: 'budget_exceeded' } });
    expect(next.message.error?.message).toContain('$0.01');
    const after = [server.requests.length, server.connections(), ...Object.values(server.bytes())];
    expect(after).toEqual(before);
    expect(await spend()).toBe(800);
  });

  test('the ledger of what left is what the server received, byte for byte, over all that asks', async () => {
    await using made = await makeSample();
    const { api } = made;
    const server = await serve([{ text: 'Perché no? The wireframes.' }]);
    const { id } = await api.models.add({
      kind: 'openai_compatible',
      name: 'Here',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
      embeddingModel: 'scripted-embedder',
    });
    await api.models.test({ id });
    await api.models.listModels({ id });
    await ask(made, 'What did I promise Acme? È già pronto?');
    server.say(planning);
    await ask(made, 'Plan my week');
    server.say([{ text: 'Begin calmly.' }]);
    await api.brief.refresh({ locale: 'it' });
    await api.models.embeddings.addModel({ model: `${id}/scripted-embedder` });
    // A stream that is cut, then one that says nothing that anybody can read.
    server.say([{ text: 'One two three four five.', cutAfterPieces: 2 }]);
    await ask(made, 'Add a task to call Ada');
    server.say([{ rawBody: 'data: {not json\n\n' }]);
    await ask(made, 'Add a task to call Ada again');
    await expect.poll(async () => (await ledgerOf(made, server)).received).toBe(server.bytes().received);
    expect(await ledgerOf(made, server)).toEqual(server.bytes());
    const features = (await api.network.summary({})).map(({ feature }) => feature);
    expect(features).toEqual(expect.arrayContaining(['assistant', 'brief']));
    expect(server.bytes().received).toBeGreaterThan(10_000);
  });
});
