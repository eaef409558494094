import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PrivacyView } from '#main/db/privacy-view.ts';
import type { Store } from '#main/db/store.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { makeCalendar } from '../support/made-calendar.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';

const NOTHING_OPEN: PrivacyView = { openClientIds: [], openProjectIds: [] };
const plugin = pluginPrincipal();

let made: TestApp;
let store: Store;
let folder: string;
let ids: {
  client: string;
  project: string;
  ownProject: string;
  task: string;
  account: string;
  source: string;
};

beforeEach(async () => {
  made = await makeApp();
  store = (made.app.workspace() as unknown as { readonly store: Store }).store; // a workspace that is open has its store
  folder = await mkdtemp(join(tmpdir(), 'adiuva-live-'));
  const { api } = made;
  const anna = {
    id: crypto.randomUUID(),
    name: 'Anna Riva',
    role: '',
    email: 'Anna@Nightjar.example',
    phone: '',
  };
  const { item: client } = await api.clients.create({
    name: 'Nightjar Works',
    email: 'office@nightjar.example',
    contacts: [anna],
  });
  const { item: project } = await api.projects.create({ name: 'Quiet Harbour', clientId: client.id });
  const { item: ownProject } = await api.projects.create({ name: 'Open water' });
  const { item: task } = await api.tasks.create({ title: 'Veiled words', projectId: project.id });
  await api.clients.update({ ids: [client.id], patch: { isPrivate: true } });
  const account = await addMail();
  const source = await addCalendar();
  await made.app.workspace().actions.invoke(
    'index.put',
    {
      items: [
        { kind: 'email', id: '<filed@elsewhere.example>', title: 'filed', text: '', projectId: project.id },
      ],
    },
    { kind: 'user' },
  );
  ids = { client: client.id, project: project.id, ownProject: ownProject.id, task: task.id, account, source };
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const mail = (id: string, from: string, subject: string, extra = '') =>
  `From x Sat Nov 21 09:00:00 2026\nMessage-ID: <${id}>\nFrom: ${from}\nTo: me@own.example\n${extra}Subject: ${subject}\nDate: Sat, 21 Nov 2026 08:00:00 +0000\n\nText of it\n\n`;

async function addMail(): Promise<string> {
  const path = join(folder, 'mail.mbox');
  await writeFile(
    path,
    [
      mail('1@x', 'office@nightjar.example', 'from its address'),
      mail('2@x', '"A. R." <anna@nightjar.example>', 'from one of its people'),
      mail('3@x', 'someone@else.example', 'About the NIGHTJAR works, again'),
      mail('4@x', 'someone@else.example', 'the plan of Quiet Harbour'),
      mail('5@x', 'someone@else.example', 'copied', 'Cc: office@nightjar.example\n'),
      mail('filed@elsewhere.example', 'someone@else.example', 'filed under it'),
      mail('6@x', 'someone@else.example', 'an answer', 'In-Reply-To: <filed@elsewhere.example>\n'),
      mail('7@x', 'someone@else.example', 'nightjars in the garden'),
    ].join(''),
  );
  return (await made.api.connectors.email.add({ kind: 'files', name: 'Mail', path })).id;
}

async function addCalendar(): Promise<string> {
  const location = join(folder, 'events.ics');
  const at = ['DTSTART:20261125T090000Z', 'DTEND:20261125T100000Z'];
  const events = [
    { uid: 'a@x', title: 'Talk with Anna Riva', lines: at },
    { uid: 'b@x', title: 'Talk', lines: [...at, 'ATTENDEE:mailto:ANNA@nightjar.example'] },
    { uid: 'c@x', title: 'Dentist', lines: at },
  ];
  await writeFile(location, makeCalendar(events));
  return (await made.api.connectors.calendar.add({ kind: 'file', name: 'Events', location })).id;
}

async function read(action: string, input: unknown): Promise<readonly string[]> {
  const outcome = await made.app.workspace().actions.invoke(action, input, { kind: 'user' });
  const { items } = (outcome as { readonly output: unknown }).output as {
    items: { subject?: string; title?: string }[];
  }; // a read is done at once, and both have these
  return items.map(({ subject, title }) => subject ?? title ?? '');
}

const mails = () => read('email.list_new', { account: ids.account });
const events = () =>
  read('calendar.list_events', {
    sources: [ids.source],
    from: Date.parse('2026-11-24T00:00:00Z'),
    to: Date.parse('2026-11-27T00:00:00Z'),
  });

test('mail and events of a private client are not handed to one who could pass them on', async () => {
  expect(await mails()).toHaveLength(8);
  expect(await store.withPrivacy(NOTHING_OPEN, mails)).toEqual(['nightjars in the garden']);
  expect(await events()).toHaveLength(3);
  expect(await store.withPrivacy(NOTHING_OPEN, events)).toEqual(['Dentist']);
});

test('they are there where that client is what it is about', async () => {
  const view = { openClientIds: [ids.client], openProjectIds: [ids.project] };
  expect(await store.withPrivacy(view, mails)).toHaveLength(8);
  const clientOnly = { openClientIds: [ids.client], openProjectIds: [] };
  expect(await store.withPrivacy(clientOnly, events)).toHaveLength(3);
});

test('a write may not even name what is hidden, whatever rule lets it through', async () => {
  const { api } = made;
  const { actions } = made.app.workspace();
  await grantAll(api, plugin, [{ type: 'write_workspace', resource: '*' }]);
  const rename = { ids: [ids.task], patch: { description: 'seen' } };
  const first = await actions.invoke('tasks.update', rename, plugin);
  if (first.status !== 'proposed') throw new Error('it should have been asked about');
  await api.proposals.addRule({ proposalId: first.proposalId, scope: '*' });
  const inView = (action: string, input: unknown) =>
    store.withPrivacy(NOTHING_OPEN, () => actions.invoke(action, input, plugin));
  const item = { kind: 'file', id: 'one', title: 'one', text: '' };
  for (const [action, input] of [
    ['tasks.update', rename],
    ['tasks.update', { ids: [ids.task], patch: { projectId: ids.ownProject } }],
    ['index.put', { items: [{ ...item, projectId: ids.project }] }],
    ['notes.create', { title: 'new', clientId: ids.client }],
  ] as const) {
    await expect(inView(action, input), action).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await api.tasks.get({ id: ids.task })).toMatchObject({ description: '', projectId: ids.project });
  const own = await inView('index.put', { items: [{ ...item, projectId: ids.ownProject }] });
  expect(own).toMatchObject({ status: 'done' });
  const outside = await actions.invoke('tasks.update', rename, plugin);
  expect(outside).toMatchObject({ status: 'done' });
});
