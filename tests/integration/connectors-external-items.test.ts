/** What plugins put into the index and on the timeline: found by the person, owned by the plugin, gone with it. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { PermissionType } from '#shared/contracts/permissions.ts';
import { makeChromeProfile } from '../support/browser-profile.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const plugin = { kind: 'plugin', name: 'finder', version: '1.0.0', contentHash: 'f'.repeat(64) } as const;
const NOON = Date.UTC(2026, 10, 21, 12);

async function grant({ api }: TestApp, type: PermissionType, resource: string): Promise<void> {
  const { name: holder, version, contentHash } = plugin;
  await api.permissions.grant({ holder, version, contentHash, type, resource });
}

async function run(made: TestApp, id: string, input: unknown): Promise<unknown> {
  const outcome = await made.app.workspace().actions.invoke(id, input, plugin);
  if (outcome.status !== 'done') throw new Error(`expected it to be done: ${JSON.stringify(outcome)}`);
  return outcome.output;
}

const file = (id: string, title: string, text = '') => ({
  kind: 'file',
  id,
  title,
  text,
  url: `file:///w/${id}`,
});

test('what a plugin put into the index is found beside the own work, by words and by kind', async () => {
  await using made = await makeApp();
  const { api } = made;
  await grant(made, 'write_workspace', 'kind:file');
  await api.tasks.create({ title: 'Send the zephyr offer' });
  const put = await run(made, 'index.put', {
    items: [
      file('offer.pdf', 'Offer.pdf', 'The zephyr offer for the harbour'),
      file('b.txt', 'b.txt', 'else'),
    ],
  });
  expect(put).toEqual({ added: 2, changed: 0, unchanged: 0, refused: [] });
  const { hits, total } = await api.search.query({ query: 'zephyr' });
  expect(hits.map((hit) => [hit.kind, hit.title.text, hit.link])).toEqual([
    ['task', 'Send the zephyr offer', expect.stringContaining('adiuva://task/')],
    ['file', 'Offer.pdf', 'file:///w/offer.pdf'],
  ]);
  expect(total).toBe(2);
  expect(hits[1]?.excerpt.ranges).toHaveLength(1);
  const kindsOf = async (query: string) => (await api.search.query({ query })).hits.map((hit) => hit.kind);
  expect(await kindsOf('zephyr type:file')).toEqual(['file']);
  expect(await kindsOf('zephyr type:task')).toEqual(['task']);
  expect(await kindsOf('zephyr -type:file')).toEqual(['task']);
  expect(await kindsOf('zephyr is:open')).toEqual(['task']);
  expect(await kindsOf('type:file')).toEqual(['file', 'file']);
  expect(await kindsOf('zeph')).toEqual(['task', 'file']);
});

test('pages of mingled results neither repeat nor leave out', async () => {
  await using made = await makeApp();
  const { api } = made;
  await grant(made, 'write_workspace', 'kind:file');
  for (let index = 0; index < 5; index += 1) await api.tasks.create({ title: `quartz ${index}` });
  await run(made, 'index.put', {
    items: Array.from({ length: 9 }, (_, index) => file(`f${index}`, `quartz file ${index}`)),
  });
  const ids: string[] = [];
  for (let offset = 0; offset < 14; offset += 4) {
    const page = await api.search.query({ query: 'quartz', limit: 4, offset });
    expect(page.total).toBe(14);
    ids.push(...page.hits.map((hit) => hit.id));
  }
  expect(new Set(ids).size).toBe(14);
  expect(ids).toHaveLength(14);
});

test('an entry put again is changed, is left alone when it is the same, and leaves the index when removed', async () => {
  await using made = await makeApp();
  const { api } = made;
  await grant(made, 'write_workspace', 'kind:file');
  const count = async (query: string) => (await api.search.query({ query })).total;
  await run(made, 'index.put', { items: [file('a', 'walrus')] });
  expect(await run(made, 'index.put', { items: [file('a', 'walrus')] })).toMatchObject({
    unchanged: 1,
    changed: 0,
  });
  expect(await run(made, 'index.put', { items: [file('a', 'penguin')] })).toMatchObject({
    changed: 1,
    added: 0,
  });
  expect([await count('walrus'), await count('penguin')]).toEqual([0, 1]);
  expect(await run(made, 'index.remove', { kind: 'file', ids: ['a', 'never'] })).toEqual({ removed: 1 });
  expect(await count('penguin')).toBe(0);
  await run(made, 'index.put', { items: [file('b', 'lemur'), file('c', 'lemur')] });
  expect(await made.app.workspace().externalItems.removeAllOf('plugin:finder')).toBe(2);
  expect(await count('lemur')).toBe(0);
});

test('links to projects are checked, narrow what is found, and need the right for the place', async () => {
  await using made = await makeApp();
  const { api } = made;
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  await grant(made, 'write_workspace', `project:${project.id}`);
  const item = { ...file('a', 'meerkat'), projectId: project.id };
  await expect(run(made, 'index.put', { items: [file('a', 'meerkat')] })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await run(made, 'index.put', { items: [item] })).toMatchObject({ added: 1 });
  const { hits } = await api.search.query({ query: 'meerkat client:acme' });
  expect(hits).toMatchObject([{ kind: 'file', projectName: 'Website', clientName: 'Acme' }]);
  await grant(made, 'write_workspace', '*');
  const unknown = { ...file('b', 'meerkat'), projectId: '00000000-0000-7000-8000-000000000000' };
  expect(await run(made, 'index.put', { items: [unknown] })).toMatchObject({
    refused: [{ id: 'b', reason: 'unknown_link' }],
  });
});

test('events stand on the timeline and in the search, without a proposal', async () => {
  await using made = await makeApp();
  const { api } = made;
  await grant(made, 'write_workspace', 'kind:event');
  await run(made, 'timeline.put_events', {
    events: [
      { id: '1', title: 'Kickoff with Acme', startsAt: NOON, endsAt: NOON + 3_600_000, location: 'Room 2' },
      { id: '2', title: 'Fair', isAllDay: true, startDay: '2026-11-23', endDay: '2026-11-25' },
      { id: '3', title: 'Next year', isAllDay: true, startDay: '2027-01-10', endDay: '2027-01-11' },
    ],
  });
  const { events } = await api.timeline.get({ from: '2026-11-20', to: '2026-11-30' });
  expect(events).toMatchObject([
    { title: 'Kickoff with Acme', startDay: '2026-11-21', endDay: '2026-11-21', location: 'Room 2' },
    { title: 'Fair', isAllDay: true, startDay: '2026-11-23', endDay: '2026-11-24' },
  ]);
  expect(await api.externalItems.listEvents({ from: '2026-11-24', to: '2026-11-24' })).toMatchObject([
    { title: 'Fair' },
  ]);
  expect((await api.search.query({ query: 'type:event kickoff' })).hits).toMatchObject([
    { dueDate: '2026-11-21' },
  ]);
  expect((await api.proposals.list({})).items).toEqual([]);
});

test('an index that lost its words, as after a repair, has them again at the next start', async () => {
  const made = await makeApp();
  await grant(made, 'write_workspace', 'kind:file');
  await run(made, 'index.put', { items: [file('a', 'okapi')] });
  const workspace = made.app.workspace();
  if (!('store' in workspace)) throw new Error('the store is not at hand');
  const { store } = workspace as { store: import('#main/db/store.ts').Store };
  await store.write({ command: 'test' }, (tx) => {
    tx.run({ sql: `INSERT INTO external_fts (external_fts) VALUES ('delete-all')` });
  });
  expect((await made.api.search.query({ query: 'okapi' })).total).toBe(0);
  await using again = await made.reopen();
  expect((await again.api.search.query({ query: 'okapi' })).total).toBe(1);
});

test('folders and browsers are reached through the gate, with the right for the very one', async () => {
  const homeDir = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-home-')));
  onTestFinished(() => rm(homeDir, { recursive: true, force: true }));
  const profile = makeChromeProfile({
    homeDir,
    name: 'Ada',
    visits: [{ url: 'https://acme.example/', title: 'Acme', visitedAt: NOON }],
  });
  onTestFinished(() => profile.close());
  const folder = join(homeDir, 'work');
  await mkdir(folder);
  await writeFile(join(folder, 'a.txt'), 'some text');
  await using made = await makeApp({ homeDir });
  const forbidden = { code: 'forbidden' };
  await expect(run(made, 'files.list_changed', { folder })).rejects.toMatchObject(forbidden);
  await expect(run(made, 'browser.list_visits', { profile: 'chrome:Default' })).rejects.toMatchObject(
    forbidden,
  );
  await grant(made, 'read_folder', folder);
  await grant(made, 'read_browser_history', 'chrome:Default');
  expect(await run(made, 'files.list_changed', { folder })).toMatchObject({ changes: [{ path: 'a.txt' }] });
  expect(await run(made, 'files.read_text', { folder, paths: ['a.txt'] })).toEqual({
    files: [{ path: 'a.txt', status: 'ok', text: 'some text', isTruncated: false }],
  });
  await expect(run(made, 'files.list_changed', { folder: homeDir })).rejects.toMatchObject(forbidden);
  await expect(run(made, 'files.list_changed', { folder: `${folder}/../work` })).rejects.toMatchObject(
    forbidden,
  );
  expect(await run(made, 'browser.list_visits', { profile: 'chrome:Default' })).toMatchObject({
    visits: [{ url: 'https://acme.example/', title: 'Acme', visitedAt: NOON }],
  });
  expect(await run(made, 'browser.list_profiles', {})).toEqual({
    profiles: [{ id: 'chrome:Default', browser: 'chrome', name: 'chrome:Default' }],
  });
});

test('dates are found in texts of both languages, counted from the day given', async () => {
  await using made = await makeApp();
  const found = await run(made, 'text.find_dates', {
    texts: ['Please send it by Friday', 'no date here', 'Call on 3 December at 15:30'],
    today: '2026-11-21',
  });
  expect(found).toMatchObject({
    dates: [[{ date: '2026-11-27', lead: 'due' }], [], [{ date: '2026-12-03', time: '15:30' }]],
  });
  const italian = await run(made, 'text.find_dates', { texts: ['Da consegnare entro domani'], locale: 'it' });
  expect(italian).toMatchObject({ dates: [[{ date: '2026-11-22', lead: 'due' }]] });
});

test('notifications are kept until they are read, do not repeat, and have an hourly end', async () => {
  await using made = await makeApp();
  const { api } = made;
  await run(made, 'notifications.send', { title: 'Three new mails' });
  await run(made, 'notifications.send', { title: 'Three new mails' });
  const { items, unread } = await api.notifications.list({});
  expect([items.length, unread]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({ source: 'plugin:finder', title: 'Three new mails', readAt: null });
  await api.notifications.dismiss({});
  expect(await api.notifications.list({ isUnread: true })).toEqual({ items: [], unread: 0 });
  for (let index = 1; index < 20; index += 1)
    await run(made, 'notifications.send', { title: `No. ${index}` });
  await expect(run(made, 'notifications.send', { title: 'one too many' })).rejects.toMatchObject({
    code: 'payload_too_large',
  });
});

test('without a model a caller is told that there is none', async () => {
  await using made = await makeApp();
  expect(await run(made, 'model.complete', { prompt: 'Hello' })).toEqual({ status: 'no_model' });
});

test("a plugin lists its own entries by name, group and age, and nobody else's", async () => {
  await using made = await makeApp();
  await grant(made, 'write_workspace', 'kind:file');
  const aged = (id: string, occurredAt: number, groupName: string) => ({
    ...file(id, id, 'x'.repeat(1_000)),
    occurredAt,
    groupName,
  });
  await run(made, 'index.put', { items: [aged('a', 1, 'one'), aged('b', 2, 'two'), aged('c', 3, 'two')] });
  const other = { ...plugin, name: 'other' };
  const { name: holder, version, contentHash } = other;
  await made.api.permissions.grant({ holder, version, contentHash, type: 'write_workspace', resource: '*' });
  const { actions } = made.app.workspace();
  const none = await actions.invoke('index.list', { kind: 'file' }, other);
  expect(none).toEqual({ status: 'done', output: { items: [], after: null } });
  const idsOf = async (input: object) => {
    const found = (await run(made, 'index.list', { kind: 'file', ...input })) as {
      items: { id: string; text: string }[];
      after: string | null;
    };
    expect(found.items.every(({ text }) => text.length === 300)).toBe(true);
    return [found.items.map(({ id }) => id), found.after];
  };
  expect(await idsOf({ limit: 2 })).toEqual([['a', 'b'], 'b']);
  expect(await idsOf({ limit: 2, after: 'b' })).toEqual([['c'], null]);
  expect(await idsOf({ groupName: 'two' })).toEqual([['b', 'c'], null]);
  expect(await idsOf({ occurredBefore: 2 })).toEqual([['a'], null]);
  expect(await idsOf({ ids: ['c', 'zz'] })).toEqual([['c'], null]);
});
