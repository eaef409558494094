import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Store } from '#main/db/store.ts';
import { ask, collect } from '../support/ask.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';
import { reindexed } from '../support/reindexed.ts';

const servers: ScriptedModels[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function withModel(made: TestApp, script: Script): Promise<ScriptedModels> {
  const server = await startScriptedModels(script);
  servers.push(server);
  await made.api.models.add({
    kind: 'openai_compatible',
    name: 'Scripted',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
  });
  return server;
}

const call = (name: string, input: unknown = {}) => ({ toolCalls: [{ name, input }] });

async function someWork({ api }: TestApp) {
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  const { item: note } = await api.notes.create({
    title: 'Call with Ada',
    body: 'We promised Acme the wireframes by the end of November.',
    projectId: project.id,
  });
  return { client, project, note };
}

describe('with a model', () => {
  test('an answer streams, cites what was read, and says which model wrote it', async () => {
    await using made = await makeApp();
    const { note } = await someWork(made);
    let number = '';
    const server = await withModel(made, ({ prompt }) => {
      number = /"cite":"(\[\d+\])","title":"Call with Ada"/.exec(prompt)?.[1] ?? '';
      return { text: `The wireframes, by the end of November ${number} [77].` };
    });
    const { events, message, shown } = await ask(made, 'What did we promise Acme?');
    expect(message).toMatchObject({ status: 'done', agent: 'knowledge', notice: null, error: null });
    const text = `The wireframes, by the end of November ${number} .`;
    expect(message.parts).toEqual([{ type: 'markdown', text }]);
    expect(shown).toBe(text);
    expect(message.citations).toMatchObject([
      { number: Number(number.slice(1, -1)), kind: 'note', entityId: note.id, title: 'Call with Ada' },
    ]);
    expect(message.model).toMatchObject({
      providerName: 'Scripted',
      modelId: 'scripted-model',
      calls: 1,
      isLocal: true,
    });
    expect(server.requests[0]?.prompt).toContain('We promised Acme the wireframes');
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['started', 'agent', 'activity', 'citations', 'text', 'done']),
    );
    expect(await made.api.assistant.sessions.list({})).toMatchObject({
      items: [{ title: 'What did we promise Acme?', messageCount: 2 }],
    });
  });

  test('a change is a proposal that is approved in the answer', async () => {
    await using made = await makeApp();
    await someWork(made);
    await withModel(made, [
      call('tasks__create', { title: 'Send the wireframes' }),
      { text: 'I propose a task; it waits for you.' },
    ]);
    const { message } = await ask(made, 'Add a task to send the wireframes');
    const step = message.parts.flatMap((part) => (part.type === 'steps' ? part.steps : []))[0];
    expect(step?.proposal).toMatchObject({ status: 'pending', actionId: 'tasks.create', runId: message.id });
    expect(await made.api.tasks.list({})).toMatchObject({
      items: [{ isAiSuggested: true, isApproved: false }],
    });
    const { proposalId = '', argumentsHash = '' } = { proposalId: step?.proposalId, ...step?.proposal };
    const decided = await made.api.assistant.decide({
      messageId: message.id,
      decisions: [{ verdict: 'approve', proposalId, argumentsHash }],
    });
    expect(decided.decisions).toMatchObject([{ status: 'approved' }]);
    expect(decided.message.status).toBe('done');
  });

  test('a plan that waits goes on after a restart once its steps are decided', async () => {
    await using first = await makeApp();
    const server = await withModel(first, [
      {
        text: 'First the project.',
        toolCalls: [
          { name: 'projects__create', input: { name: 'Launch' } },
          { name: 'wait_for_approval', input: {} },
        ],
      },
      { text: 'The project is there; nothing else is left.' },
    ]);
    const { message } = await ask(first, 'Create a project Launch with its tasks');
    expect(message.status).toBe('waiting');
    const made = await first.reopen();
    const [proposal] = (await made.api.proposals.list({})).items;
    expect(proposal).toMatchObject({ actionId: 'projects.create', runId: message.id });
    expect(server.requests).toHaveLength(1);
    await made.api.assistant.decide({
      messageId: message.id,
      decisions: [
        { verdict: 'approve', proposalId: proposal?.id ?? '', argumentsHash: proposal?.argumentsHash ?? '' },
      ],
    });
    const rest = await collect(await made.api.assistant.follow({ messageId: message.id }));
    expect(rest.message.status).toBe('done');
    expect(rest.message.parts).toMatchObject([
      { type: 'markdown', text: 'First the project.\n\nThe project is there; nothing else is left.' },
      { type: 'steps', steps: [{ proposal: { status: 'approved' } }] },
    ]);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.bodyText).toContain('approved');
    expect((await made.api.projects.list({})).items.map(({ name }) => name)).toEqual(['Launch']);
    await made.app.close();
  });
});

describe('without a model', () => {
  test('commands and quotes answer, and it says that no model took part', async () => {
    await using made = await makeApp();
    await someWork(made);
    await reindexed(made.api);
    const { message } = await ask(made, 'What did I promise Acme?');
    expect(message).toMatchObject({ status: 'done', model: null, notice: 'no_model', error: null });
    expect(JSON.stringify(message)).toContain('wireframes');
    const added = await ask(made, 'add task Send the quote to Website due tomorrow', {
      sessionId: message.sessionId,
    });
    const steps = added.message.parts.flatMap((part) => (part.type === 'steps' ? part.steps : []));
    expect(steps).toMatchObject([{ proposal: { status: 'pending', runId: added.message.id } }]);
  });
});

describe('conversations', () => {
  test('are searched, renamed, exported, removed and brought back', async () => {
    await using made = await makeApp();
    const { sessions } = made.api.assistant;
    const server = await withModel(made, [{ text: 'Paper is in the drawer.' }]);
    const { message } = await ask(made, 'Add a note on paper');
    const id = message.sessionId;
    expect((await sessions.list({ search: 'drawer' })).total).toBe(1);
    expect((await sessions.list({ search: 'stapler' })).total).toBe(0);
    expect(await sessions.update({ id, title: 'Paper' })).toMatchObject({ title: 'Paper' });
    const scope = { clientId: null, projectId: null };
    await expect(sessions.update({ id, scope })).rejects.toThrow('begin a new one');
    const { fileName, text } = await sessions.export({ id });
    expect(fileName).toBe('Paper.md');
    expect(text).toContain('Paper is in the drawer.');
    await sessions.remove({ id });
    expect((await sessions.list({})).total).toBe(0);
    expect(await sessions.restore({ id })).toMatchObject({ id, messageCount: 2 });
    const next = await ask(made, 'Add more', { sessionId: id });
    expect(next.message.status).toBe('done');
    expect(server.requests.at(-1)?.prompt).toContain('Paper is in the drawer.');
  });

  test('the same question asked twice is answered once', async () => {
    await using made = await makeApp();
    const server = await withModel(made, [{ text: 'Once.' }]);
    const input = { askId: randomUUID(), text: 'Add it' };
    const first = await collect(await made.api.assistant.ask(input));
    const again = await collect(await made.api.assistant.ask(input));
    expect(again.message.id).toBe(first.message.id);
    expect(server.requests).toHaveLength(1);
  });

  test('an answer is cut off when the app is closed: what it said so far is kept, to be asked again', async () => {
    await using made = await makeApp();
    const server = await withModel(made, [{ text: 'One two three four five.', hangAfterPieces: 2 }]);
    let answerId = '';
    for await (const event of await made.api.assistant.ask({ askId: randomUUID(), text: 'Add words' })) {
      if (event.type === 'started') ({ answerId } = event);
      if (event.type === 'text') break;
    }
    await made.app.close();
    const again = await made.reopen();
    const { message } = await collect(await again.api.assistant.follow({ messageId: answerId }));
    expect(message).toMatchObject({ status: 'failed', error: { code: 'cut_off' } });
    expect(JSON.stringify(message.parts)).toContain('One');
    expect(server.requests).toHaveLength(1);
    await again.app.close();
  });

  test('nothing of a run stays behind but its answer', async () => {
    await using made = await makeApp();
    await withModel(made, [
      {
        toolCalls: [
          { name: 'tasks__create', input: { title: 'One' } },
          { name: 'wait_for_approval', input: {} },
        ],
      },
      { text: 'Good.' },
    ]);
    const { store } = made.app.workspace() as unknown as { readonly store: Store }; // an open workspace has its store
    const count = async () => {
      const tables = ['agent_entries', 'agent_checkpoints', 'agent_checkpoint_writes'];
      const rows = await Promise.all(
        tables.map((table) => store.reader.rows(`SELECT count(*) FROM ${table}`)),
      );
      return rows.map(([row]) => Number(row?.[0]));
    };
    const { message } = await ask(made, 'Add one and go on');
    const [entries, checkpoints] = await count();
    expect(entries).toBeGreaterThan(0);
    expect(checkpoints).toBe(1);
    const [kept] = await store.reader.rows('SELECT checkpoint FROM agent_checkpoints');
    expect(String(kept?.[0])).not.toContain('One');
    await made.api.assistant.cancel({ messageId: message.id });
    expect(await count()).toEqual([0, 0, 0]);
  });
});

describe('memory', () => {
  test('a fact that the person agreed to is told the next time, and can be forgotten', async () => {
    await using made = await makeApp();
    const server = await withModel(made, [
      call('memory__set', { key: 'hours', value: 'No calls before ten' }),
      { text: 'I would keep that in mind.' },
      { text: 'At ten.' },
    ]);
    await ask(made, 'Set in your mind: no calls before ten');
    expect(await made.api.memory.list()).toEqual([]);
    const [proposal] = (await made.api.proposals.list({})).items;
    const { id = '', argumentsHash = '' } = proposal ?? {};
    await made.api.proposals.approve({ items: [{ id, argumentsHash }] });
    await ask(made, 'Add a call');
    expect(server.requests.at(-1)?.prompt).toContain('hours: No calls before ten');
    const [fact] = await made.api.memory.list();
    await made.api.memory.remove({ id: fact?.id ?? '' });
    expect(await made.api.memory.list()).toEqual([]);
  });

  test('what one agent keeps in mind is told to no other, what is shared to each', async () => {
    await using made = await makeApp();
    const server = await withModel(made, [{ text: 'Yes.' }]);
    const { api } = made;
    await api.memory.set({ namespace: 'planner', key: 'pace', value: 'Mornings for deep work' });
    await api.memory.set({ namespace: 'general', key: 'pace', value: 'Short sentences' });
    await api.memory.set({ key: 'name', value: 'Call me Kim' });
    const toldTo = async (question: string) => {
      const { message } = await ask(made, question);
      const prompt = server.requests.at(-1)?.prompt ?? '';
      const told = ['Mornings for deep work', 'Short sentences', 'Call me Kim'].map((fact) =>
        prompt.includes(fact),
      );
      return [message.agent, ...told];
    };
    expect(await toldTo('Plan my week')).toEqual(['planner', true, false, true]);
    expect(await toldTo('Add a call')).toEqual(['general', false, true, true]);
    const keyOf = (namespace: 'planner' | 'general') => api.memory.list({ namespace });
    expect((await keyOf('planner')).map(({ value }) => value)).toEqual([
      'Mornings for deep work',
      'Call me Kim',
    ]);
    const [own] = await keyOf('general');
    await api.memory.remove({ id: own?.id ?? '' });
    expect(await keyOf('planner')).toHaveLength(2);
  });
});

describe('the trace', () => {
  test('of an answer is one tree below its agent, and goes on after a wait', async () => {
    await using made = await makeApp();
    const { api } = made;
    await withModel(made, [
      {
        text: 'First the project.',
        toolCalls: [
          { name: 'projects__create', input: { name: 'Launch' } },
          { name: 'wait_for_approval', input: {} },
        ],
      },
      { text: 'It is there.' },
    ]);
    const { message: waiting } = await ask(made, 'Create a project Launch');
    const [proposal] = (await api.proposals.list({})).items;
    const { id: proposalId = '', argumentsHash = '' } = proposal ?? {};
    await api.assistant.decide({
      messageId: waiting.id,
      decisions: [{ verdict: 'approve', proposalId, argumentsHash }],
    });
    const { message } = await collect(await api.assistant.follow({ messageId: waiting.id }));
    expect(message.status).toBe('done');
    const { items } = await api.traces.list({ feature: 'assistant' });
    expect(items).toMatchObject([
      { id: message.model?.traceId, name: `invoke_agent ${message.agent}`, status: 'ok' },
    ]);
    const { spans } = await api.traces.get({ id: message.model?.traceId ?? '' });
    const agents = spans.filter(({ name }) => name.startsWith('invoke_agent'));
    const [first, second] = agents.map(({ id }) => id);
    const below = spans.filter(({ name }) => !name.startsWith('invoke_agent'));
    expect(agents.map(({ parentId }) => parentId)).toEqual([null, null]);
    expect(below.map(({ name, parentId }) => [name.split(' ')[0], parentId])).toEqual([
      ['execute_tool', first],
      ['chat', first],
      ['execute_tool', first],
      ['chat', second],
    ]);
  });
});
