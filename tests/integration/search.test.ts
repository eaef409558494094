import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

type Workspace = NonNullable<TestApp['app']['system']['workspace']>;

let app: TestApp;
const titles = async (query: string, from = app): Promise<string[]> => {
  const { hits } = await from.api.search.query({ query });
  return hits.map((hit) => hit.title.text);
};
const workspaceOf = (from: TestApp): Workspace => {
  const open = from.app.system.workspace;
  if (!open) throw new Error('the workspace is open');
  return open;
};

beforeEach(async () => {
  app = await makeApp();
  const { api } = app;
  const client = await api.clients.create({ name: 'Acme Società', email: 'office@acme.test' });
  const other = await api.clients.create({ name: 'Rossi & Figli' });
  const project = await api.projects.create({ name: 'Webseite', clientId: client.item.id, tags: ['design'] });
  await api.tasks.create({
    title: 'Draft the homepage',
    projectId: project.item.id,
    tags: ['Web'],
    priority: 'high',
  });
  await api.tasks.create({ title: 'Invoice for Rossi', clientId: other.item.id, dueDate: '2026-11-20' });
  await api.tasks.create({ title: 'Invoice for Acme', clientId: client.item.id, dueDate: '2026-11-27' });
  await api.tasks.create({ title: 'Old matter', status: 'done', description: 'an invoice long ago' });
  await api.checkpoints.create({ projectId: project.item.id, title: 'Launch day', dueDate: '2026-12-01' });
  await api.notes.create({
    title: 'Perché no',
    body: `${'Filler words here. '.repeat(40)}We sent l'offerta for the città on Friday. ${'More words. '.repeat(40)}`,
    projectId: project.item.id,
  });
});
afterEach(() => app[Symbol.asyncDispose]());

test('a title typed to its end stands before those that only begin so', async () => {
  await using other = await makeApp();
  for (let page = 1; page <= 90; page += 1) {
    await other.api.notes.create({ title: `Ledger page ${page}`, body: `After [[Ledger page ${page - 1}]]` });
  }
  for (const page of [1, 7, 8]) {
    expect((await titles(`ledger page ${page}`, other))[0]).toBe(`Ledger page ${page}`);
  }
});

describe('words', () => {
  test.each([
    ['homep', ['Draft the homepage']],
    ['perche', ['Perché no']],
    ['PERCHÉ', ['Perché no']],
    ['offerta', ['Perché no']],
    ["l'offerta", ['Perché no']],
    ['societa', ['Acme Società']],
    ['office@acme', ['Acme Società']],
    ['"for the citta"', ['Perché no']],
    ['"the for citta"', []],
    ['launch', ['Launch day']],
    ['zzz', []],
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  test('a title counts more than a text, and what is open more than what is done', async () => {
    const found = await titles('invoice');
    expect(found).toHaveLength(3);
    expect(found.at(-1)).toBe('Old matter');
  });

  test('a client with the name comes first', async () => {
    expect((await titles('acme'))[0]).toBe('Acme Società');
  });

  test('comments and checklists are found, and are not when they are gone', async () => {
    const task = await app.api.tasks.create({
      title: 'With parts',
      checklist: [{ id: '1', text: 'buy plywood', isDone: false }],
    });
    const comment = await app.api.tasks.comment({ taskId: task.item.id, body: 'ask the carpenter' });
    expect(await titles('plywood')).toEqual(['With parts']);
    expect(await titles('carpenter')).toEqual(['With parts']);
    await app.api.tasks.removeComment({ id: comment.item.id });
    expect(await titles('carpenter')).toEqual([]);
  });
});

describe('operators', () => {
  test.each([
    ['type:task invoice', ['Invoice for Acme', 'Invoice for Rossi', 'Old matter']],
    ['type:project', ['Webseite']],
    ['type:task client:acme', ['Draft the homepage', 'Invoice for Acme']],
    ['type:note client:societa', ['Perché no']],
    ['client:"rossi & figli" invoice', ['Invoice for Rossi']],
    ['project:web type:task', ['Draft the homepage']],
    ['tag:web', ['Draft the homepage']],
    ['tag:web draft', ['Draft the homepage']],
    ['tag:design homepage', []],
    ['priority:high', ['Draft the homepage']],
    ['priority:high draft', ['Draft the homepage']],
    ['is:done', ['Old matter']],
    ['is:overdue', ['Invoice for Rossi']],
    ['is:overdue invoice', ['Invoice for Rossi']],
    ['is:open invoice -rossi', ['Invoice for Acme']],
    ['invoice -is:done', ['Invoice for Acme', 'Invoice for Rossi']],
    ['due:week', ['Invoice for Rossi']],
    ['due:next-week', ['Invoice for Acme']],
    ['type:checkpoint due:2026-12', ['Launch day']],
    ['after:tomorrow', []],
    ['type:task invoice before:today', []],
    ['status:done', ['Old matter']],
    ['client:nobody invoice', []],
  ])('%s', async (query, expected) => {
    expect((await titles(query)).sort()).toEqual([...expected].sort());
  });

  test('what was not understood is told', async () => {
    const { warnings } = await app.api.search.query({ query: 'client:nobody foo:bar' });
    expect([...warnings].sort()).toEqual(['unknown_client', 'unknown_operator']);
  });
});

describe('hits', () => {
  test('mark the words where they stand, and show the text around them', async () => {
    const { hits } = await app.api.search.query({ query: 'citta offer' });
    const [hit] = hits;
    const marked = (part: { text: string; ranges: readonly (readonly [number, number])[] }) =>
      part.ranges.map(([start, end]) => part.text.slice(start, end));
    expect(hit && marked(hit.excerpt)).toEqual(['offerta', 'città']);
    expect(hit?.excerpt.text.length).toBeLessThan(300);
    expect(hit).toMatchObject({ projectName: 'Webseite', clientName: 'Acme Società', kind: 'note' });
    const first = (await app.api.search.query({ query: 'perche' })).hits[0];
    expect(first && marked(first.title)).toEqual(['Perché']);
  });

  test('their links lead to them', async () => {
    const [hit] = (await app.api.search.query({ query: 'launch' })).hits;
    const link = hit?.link ?? '';
    expect(await app.api.search.resolve({ link })).toEqual({
      kind: 'checkpoint',
      id: hit?.id,
      title: 'Launch day',
    });
    await expect(
      app.api.search.resolve({ link: 'adiuva://task/00000000-0000-7000-8000-000000000000' }),
    ).rejects.toThrow('does not exist');
    await expect(app.api.search.resolve({ link: 'https://example.com' })).rejects.toThrow('not a link');
  });

  test('come by pages', async () => {
    const pages = await Promise.all(
      [0, 2, 4].map((offset) => app.api.search.query({ query: 'type:task', limit: 2, offset })),
    );
    const all = await app.api.search.query({ query: 'type:task', limit: 6 });
    expect(pages.flatMap((page) => page.hits.map((hit) => hit.id))).toEqual(all.hits.map((hit) => hit.id));
    expect(pages[0]?.total).toBe(all.total);
  });
});

describe('the index', () => {
  test('follows edits, the trash, undo and the client of a project', async () => {
    await using own = await makeApp();
    const { api } = own;
    const one = await api.clients.create({ name: 'Alpha' });
    const two = await api.clients.create({ name: 'Beta' });
    const project = await api.projects.create({ name: 'Shared', clientId: one.item.id });
    const task = await api.tasks.create({ title: 'Heron', projectId: project.item.id });
    expect(await titles('client:alpha heron', own)).toEqual(['Heron']);
    await api.projects.update({ ids: [project.item.id], patch: { clientId: two.item.id } });
    expect(await titles('client:alpha heron', own)).toEqual([]);
    expect(await titles('client:beta heron', own)).toEqual(['Heron']);
    await api.tasks.update({ ids: [task.item.id], patch: { title: 'Egret' } });
    expect(await titles('heron', own)).toEqual([]);
    await api.tasks.remove({ ids: [task.item.id] });
    expect(await titles('egret', own)).toEqual([]);
    expect(await titles('egret is:trashed', own)).toEqual(['Egret']);
    await api.changes.undo();
    expect(await titles('egret', own)).toEqual(['Egret']);
    await workspaceOf(own).search.catchUp();
    expect(workspaceOf(own).search.state()).toMatchObject({
      documents: 4,
      indexedSeq: workspaceOf(own).store.lastSeq(),
    });
  });

  test('is rebuilt by command, and by itself when it lost something or is gone', async () => {
    const { store, search } = workspaceOf(app);
    const before = await titles('invoice');
    const all = search.state().documents;
    expect(await app.api.search.rebuild()).toEqual({ documents: all });
    expect(await titles('invoice')).toEqual(before);

    await store.maintain([{ sql: `DELETE FROM search_docs WHERE kind = 'note'` }]);
    app = await app.reopen();
    await workspaceOf(app).search.catchUp();
    expect(await titles('perche')).toEqual(['Perché no']);

    await workspaceOf(app).store.maintain([{ sql: 'DROP TABLE search_fts' }]);
    app = await app.reopen();
    await workspaceOf(app).search.catchUp();
    expect(await titles('perche')).toEqual(['Perché no']);
    expect(workspaceOf(app).search.state().documents).toBe(all);
  });

  test('heals while the app runs when a search meets damage', async () => {
    const { store, search } = workspaceOf(app);
    await store.maintain([{ sql: 'DROP TABLE search_fts' }]);
    expect((await app.api.search.query({ query: 'perche' })).warnings).toContain('index_behind');
    await search.catchUp();
    expect(await titles('perche')).toEqual(['Perché no']);
  });

  test('heals when it is the indexing that meets damage', async () => {
    await using own = await makeApp();
    await workspaceOf(own).search.catchUp();
    await workspaceOf(own).store.maintain([{ sql: 'DROP TABLE search_fts' }]);
    await own.api.tasks.create({ title: 'After the damage' });
    await expect.poll(() => titles('damage', own), { timeout: 5_000 }).toEqual(['After the damage']);
  });

  test('takes up a rebuild where it was left', async () => {
    const stopped = new AbortController();
    const rebuilding = workspaceOf(app).search.rebuild(stopped.signal);
    stopped.abort();
    await expect(rebuilding).rejects.toThrow('goes on by itself');
    app = await app.reopen();
    await workspaceOf(app).search.catchUp();
    expect(await titles('launch')).toEqual(['Launch day']);
  });

  test('finds the new beside a log row that was folded into a later one', async () => {
    const note = await app.api.notes.create({ title: 'Folded', body: 'first' });
    await app.api.notes.update({ id: note.item.id, patch: { body: 'kingfisher' } });
    await app.api.search.query({ query: 'x' });
    await app.api.notes.update({ id: note.item.id, patch: { body: 'kingfisher and bittern' } });
    expect(await titles('bittern')).toEqual(['Folded']);
  });
});
