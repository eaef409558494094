import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask } from '../support/ask.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';
import {
  startScriptedModels,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

/** In every text of one client, and in nothing else; a word of its own for what is the client's by its project. */
const SECRET = 'zqxveil';
const DAY = '2026-11-23';
/** Ollama asks its own servers for models of such names: what they are told leaves the machine. */
const CHAT = 'large-cloud';
const EMBEDDER = 'embedder-cloud';

const READS = `
  const told = [];
  for (const [action, input] of [
    ['tasks.list', {}], ['clients.list', {}], ['projects.list', {}], ['notes.list', {}],
    ['search.query', { query: 'merger' }], ['search.passages', { query: 'merger' }],
  ]) {
    try { told.push(JSON.stringify(await ctx.call(action, input))); } catch (error) { told.push(String(error)); }
  }
  const answer = await ctx.model.complete({ prompt: told.join(' ').slice(0, 90000) });
  return { answer: answer.status, found: told.join(' ').split('${SECRET}').length - 1 };`;

let made: TestApp;
let elsewhere: ScriptedModels;
let folder: string;
let ids: { client: string; project: string; provider: string };

/** Asks for everything that it could know, whatever the question is. */
function greedy({ body }: ScriptedRequest) {
  const messages = body['messages'] as readonly { readonly role: string }[];
  if (messages.some(({ role }) => role === 'tool')) return { text: 'That is all.' };
  const tools = (body['tools'] ?? []) as readonly { readonly function: { readonly name: string } }[];
  const names = tools.map((one) => one.function.name);
  const inputs: Readonly<Record<string, unknown>> = {
    search__passages: { query: 'merger' },
    search__query: { query: 'merger' },
    tasks__list: {},
    notes__list: {},
    clients__get: { id: ids.client },
    projects__get: { id: ids.project },
    projects__list: {},
    clients__list: {},
    checkpoints__list: {},
  };
  const toolCalls = names.filter((name) => name in inputs).map((name) => ({ name, input: inputs[name] }));
  return toolCalls.length > 0 ? { toolCalls } : { text: 'Nothing to look at.' };
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-private-')));
  made = await makeApp();
  elsewhere = await startScriptedModels(greedy);
  const { api } = made;
  const { item: client } = await api.clients.create({ name: `${SECRET} works`, notes: SECRET });
  const { item: project } = await api.projects.create({ name: `${SECRET} merger`, clientId: client.id });
  await api.tasks.create({ title: `${SECRET} task`, projectId: project.id, dueDate: DAY });
  await api.tasks.create({ title: `${SECRET} late`, clientId: client.id, dueDate: '2026-11-01' });
  await api.notes.create({
    title: `${SECRET} note`,
    body: `The ${SECRET} closes in May.`,
    projectId: project.id,
  });
  await api.checkpoints.create({ title: `${SECRET} point`, projectId: project.id, dueDate: DAY });
  const { item: open } = await api.clients.create({ name: 'Acme' });
  await api.tasks.create({ title: 'Wireframes', clientId: open.id, dueDate: DAY });
  await api.notes.create({ title: 'Call', body: 'We promised Acme the wireframes.', clientId: open.id });
  const { id } = await api.models.add({
    kind: 'ollama',
    name: 'Elsewhere',
    baseUrl: elsewhere.urls.ollama,
    chatModel: CHAT,
    embeddingModel: EMBEDDER,
  });
  ids = { client: client.id, project: project.id, provider: id };
  const path = await writeSamplePlugin(folder, {
    permissions: [
      { type: 'read_workspace', resource: '*' },
      { type: 'model', resource: '*' },
    ],
    run: READS,
  });
  const source = { from: 'path' as const, path };
  const { contentHash } = await api.plugins.look({ source });
  const right = { resource: '*', expiresAt: null, limitMicros: null };
  await api.plugins.install({
    source,
    contentHash,
    rights: [
      { ...right, type: 'read_workspace' },
      { ...right, type: 'model' },
    ],
  });
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await elsewhere.close();
  await rm(folder, { recursive: true, force: true });
});

/** All that tells a model something of the workspace. */
const features: Readonly<Record<string, () => Promise<unknown>>> = {
  'a question': () => ask(made, 'What do you know of our work?'),
  'a plan': () => ask(made, 'Plan my week'),
  'a question about a project': () => ask(made, 'How does the merger stand?'),
  'the brief': () => made.api.brief.refresh({ locale: 'en' }),
  'a plugin': async () => {
    const { jobId } = await made.api.plugins.runNow({ name: 'sample' });
    await made.app.workspace().jobs.wait(jobId);
    expect((await made.api.plugins.runs({ name: 'sample' })).items[0]).toMatchObject({ outcome: 'done' });
  },
  'vectors of passages': async () => {
    const id = await embedElsewhere();
    await made.api.models.embeddings.remove({ id });
    await indexed();
  },
};

async function embedElsewhere(): Promise<string> {
  const { id } = await made.api.models.embeddings.addModel({ model: `${ids.provider}/${EMBEDDER}` });
  await made.api.models.embeddings.choose({ id });
  await indexed();
  return id;
}

const setPrivate = (isPrivate: boolean) =>
  made.api.clients.update({ ids: [ids.client], patch: { isPrivate } });

/** The index has taken in all that is, in the vectors of the model that is chosen. */
async function indexed(): Promise<void> {
  const { jobId } = await made.api.search.reindex();
  await made.app.workspace().jobs.wait(jobId);
  expect(await made.api.search.coverage()).toMatchObject({ isChanging: false, dueItems: 0 });
}

async function toldBy(work: () => Promise<unknown>) {
  const before = elsewhere.requests.length;
  await work();
  const bodies = elsewhere.requests.slice(before).map(({ bodyText }) => bodyText);
  return { requests: bodies.length, isTold: bodies.join('\n').includes(SECRET) };
}

test('of a client that is not private each of these tells', async () => {
  for (const [name, work] of Object.entries(features)) {
    expect(await toldBy(work), name).toMatchObject({ isTold: true });
  }
});

test('of a private client none of these tells a model elsewhere a word', async () => {
  await setPrivate(true);
  for (const [name, work] of Object.entries(features)) {
    const { requests, isTold } = await toldBy(work);
    expect(isTold, name).toBe(false);
    // It was asked, and told the rest.
    expect(requests, name).toBeGreaterThan(0);
  }
});

test('what is asked in a private conversation is answered here, down to the search', async () => {
  await setPrivate(true);
  await embedElsewhere();
  for (const scope of [
    { clientId: ids.client, projectId: null },
    { clientId: null, projectId: ids.project },
  ]) {
    const asked = await toldBy(async () => {
      const { message } = await ask(made, `When does the ${SECRET} close?`, { scope });
      expect(message).toMatchObject({ notice: 'no_model', model: null });
      expect(JSON.stringify(message.citations)).toContain('closes in May');
      const found = await made.api.search.passages({ query: `the ${SECRET}`, scope });
      expect(found.map(({ text }) => text).join(' ')).toContain('closes in May');
    });
    expect(asked).toEqual({ requests: 0, isTold: false });
  }
});

test('what is private no more is told again, its passages among them', async () => {
  await setPrivate(true);
  await embedElsewhere();
  await setPrivate(false);
  // A search takes in what has changed.
  const search = () => made.api.search.passages({ query: 'wireframes' });
  expect(await toldBy(search)).toMatchObject({ isTold: true });
  const [near] = await made.api.search.passages({ query: `${SECRET} closes in May`, mode: 'meaning' });
  expect(near?.text).toContain('closes in May');
});
