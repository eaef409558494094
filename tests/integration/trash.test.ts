import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

const SECRET = 'Quetzalcoatl';

/** Everything the store says in any text column of any table, the index's words included. */
async function wholeText(app: TestApp): Promise<string> {
  const reader = app.app.system.workspace?.store.reader;
  if (!reader) throw new Error('the workspace is open');
  const tables = await reader.rows(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'search_fts'`,
  );
  const texts: string[] = [];
  for (const [table] of tables) {
    for (const row of await reader.rows(`SELECT * FROM "${String(table)}"`)) {
      for (const value of row) {
        texts.push(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value));
      }
    }
  }
  return texts.join('\n').toLowerCase();
}

/** Words that the full-text index holds and that begin so, removed rows included. */
async function indexedWords(app: TestApp, start: string): Promise<readonly string[]> {
  const [, found] = (await app.app.system.workspace?.store.maintain([
    { sql: `CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_fts, 'row')` },
    { sql: 'SELECT term FROM temp.words WHERE term LIKE ?', params: [`${start}%`], returns: 'rows' },
    { sql: 'DROP TABLE temp.words' },
  ])) ?? [[], []];
  return (found ?? []).map(([term]) => String(term));
}

const all = { limit: 100 };
let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});
afterAll(() => app[Symbol.asyncDispose]());

async function emptyTrash(): Promise<void> {
  const { total } = await app.api.trash.list(all);
  if (total > 0) await app.api.trash.purge({ all: true, confirmCount: total });
}

describe('the list', () => {
  test('shows the latest first, pages, filters by kind and by text', async () => {
    for (const title of ['One', 'Two 100%', 'Three']) {
      const { item } = await app.api.tasks.create({ title });
      app.clock.advanceMs(1000);
      await app.api.tasks.remove({ ids: [item.id] });
    }
    const note = await app.api.notes.create({ title: 'A note', body: '' });
    app.clock.advanceMs(1000);
    await app.api.notes.remove({ ids: [note.item.id] });

    const first = await app.api.trash.list({ limit: 2 });
    expect(first.items.map((item) => item.title)).toEqual(['A note', 'Three']);
    expect(first.total).toBe(4);
    const second = await app.api.trash.list({ limit: 2, cursor: first.nextCursor ?? undefined });
    expect(second.items.map((item) => item.title)).toEqual(['Two 100%', 'One']);
    expect(second.nextCursor).toBeNull();
    expect((await app.api.trash.list({ ...all, kind: 'note' })).total).toBe(1);
    expect((await app.api.trash.list({ ...all, text: '0%' })).items.map((item) => item.title)).toEqual([
      'Two 100%',
    ]);
    const [item] = first.items;
    expect((item?.purgeAfter ?? 0) - (item?.deletedAt ?? 0)).toBe(30 * 86_400_000);
    await emptyTrash();
  });
});

describe('restoring', () => {
  test('brings back what a task belongs to', async () => {
    const client = await app.api.clients.create({ name: 'Parent client' });
    const project = await app.api.projects.create({ name: 'Parent project', clientId: client.item.id });
    const task = await app.api.tasks.create({ title: 'Child', projectId: project.item.id });
    const other = await app.api.tasks.create({ title: 'Other child', projectId: project.item.id });
    await app.api.clients.remove({ ids: [client.item.id], withContents: true });

    const result = await app.api.trash.restore({ items: [{ kind: 'task', id: task.item.id }] });
    expect(result.restored).toBe(3);
    expect(result.alsoRestored.map((one) => one.title).sort()).toEqual(['Parent client', 'Parent project']);
    expect((await app.api.tasks.get({ id: task.item.id })).deletedAt).toBeNull();
    expect((await app.api.trash.list(all)).items.map((item) => item.id)).toEqual([other.item.id]);

    await app.api.changes.undo();
    expect((await app.api.trash.list(all)).total).toBe(4);
    await emptyTrash();
  });

  test('a project comes back with what went with it, and without what was deleted before', async () => {
    const project = await app.api.projects.create({ name: 'Whole' });
    const early = await app.api.tasks.create({ title: 'Deleted early', projectId: project.item.id });
    const task = await app.api.tasks.create({ title: 'Deleted with it', projectId: project.item.id });
    await app.api.tasks.remove({ ids: [early.item.id] });
    app.clock.advanceMs(5000);
    await app.api.projects.remove({ ids: [project.item.id] });

    const result = await app.api.trash.restore({ items: [{ kind: 'project', id: project.item.id }] });
    expect(result.alsoRestored.map((one) => one.id)).toEqual([task.item.id]);
    expect((await app.api.trash.list(all)).items.map((item) => item.id)).toEqual([early.item.id]);
    await emptyTrash();
  });

  test('refuses what is not in the trash', async () => {
    const task = await app.api.tasks.create({ title: 'Alive' });
    const restored = app.api.trash.restore({ items: [{ kind: 'task', id: task.item.id }] });
    await expect(restored).rejects.toThrow('no longer in the trash');
    const purged = app.api.trash.purge({ items: [{ kind: 'task', id: task.item.id }] });
    await expect(purged).rejects.toThrow('no longer in the trash');
    expect((await app.api.tasks.get({ id: task.item.id })).title).toBe('Alive');
  });
});

describe('purging', () => {
  test('asks before more than a fifth of a kind goes', async () => {
    await using own = await makeApp();
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      const { item } = await own.api.tasks.create({ title: `Task ${index}` });
      ids.push(item.id);
    }
    const doomed = ids.slice(0, 3) as never[];
    await own.api.tasks.remove({ ids: doomed });
    const refused = own.api.trash.purge({ all: true });
    await expect(refused).rejects.toMatchObject({
      cause: { code: 'conflict', details: { confirmCount: 3, task: 3 } },
    });
    await expect(own.api.trash.purge({ all: true, confirmCount: 2 })).rejects.toThrow('3 items');
    expect((await own.api.trash.list(all)).total).toBe(3);
    // Two of ten are a fifth and no more.
    const two = ids.slice(0, 2).map((id) => ({ kind: 'task' as const, id }));
    expect(await own.api.trash.purge({ items: two })).toEqual({ purged: 2 });
    expect(await own.api.trash.purge({ all: true, confirmCount: 1 })).toEqual({ purged: 1 });
  });

  test('leaves nothing of the content readable in the store', async () => {
    await using own = await makeApp();
    const { api } = own;
    for (let index = 0; index < 6; index += 1) await api.tasks.create({ title: `Stays ${index}` });
    const project = await api.projects.create({ name: `${SECRET} project` });
    const task = await api.tasks.create({ title: `${SECRET} task`, projectId: project.item.id });
    await api.tasks.update({ ids: [task.item.id], patch: { title: `${SECRET} renamed` } });
    const comment = await api.tasks.comment({ taskId: task.item.id, body: `${SECRET} comment` });
    await api.tasks.removeComment({ id: comment.item.id });
    await api.tasks.comment({ taskId: task.item.id, body: `${SECRET} other comment` });
    const note = await api.notes.create({ title: `${SECRET} note`, body: `about ${SECRET}` });
    const data = Buffer.from(`file of ${SECRET}`).toString('base64');
    await api.notes.addAttachment({
      noteId: note.item.id,
      name: `${SECRET}.txt`,
      mimeType: 'text/plain',
      data,
    });
    const undone = Buffer.from(`undone file of ${SECRET}`).toString('base64');
    await api.notes.addAttachment({
      noteId: note.item.id,
      name: 'undone',
      mimeType: 'text/plain',
      data: undone,
    });
    await api.changes.undo();
    await own.app.system.workspace?.search.catchUp();
    expect(await wholeText(own)).toContain(SECRET.toLowerCase());
    expect(await indexedWords(own, 'quetz')).toEqual([SECRET.toLowerCase()]);

    await api.projects.remove({ ids: [project.item.id] });
    await api.notes.remove({ ids: [note.item.id] });
    const { total } = await api.trash.list(all);
    await api.trash.purge({ all: true, confirmCount: total });
    await own.app.system.workspace?.search.forget();

    expect(await wholeText(own)).not.toContain(SECRET.toLowerCase());
    expect(await indexedWords(own, 'quetz')).toEqual([]);
    expect((await api.search.query({ query: `${SECRET} is:trashed` })).hits).toEqual([]);
    expect(await api.changes.history({ entity: 'task', id: task.item.id })).toHaveLength(4);
  });

  test('what stays loses the reference, and an older command says that it cannot be undone', async () => {
    await using own = await makeApp();
    const { api } = own;
    for (let index = 0; index < 12; index += 1) await api.projects.create({ name: `Project ${index}` });
    const project = await api.projects.create({ name: 'Goes' });
    const checkpoint = await api.checkpoints.create({ projectId: project.item.id, title: 'Goes too' });
    const task = await api.tasks.create({ title: 'Stays', waitsForCheckpointIds: [checkpoint.item.id] });
    const removed = await api.projects.remove({ ids: [project.item.id] });
    const items = [{ kind: 'project' as const, id: project.item.id }];
    await expect(api.trash.purge({ items, confirmCount: 1 })).resolves.toEqual({ purged: 2 });
    expect((await api.tasks.get({ id: task.item.id })).waitsForCheckpointIds).toEqual([]);
    const undone = api.changes.undo({ changeSetId: removed.changeSetId ?? 0 });
    await expect(undone).rejects.toThrow('removed for good');
  });
});

describe('retention', () => {
  test('removes what is older, and holds back more than a fifth', async () => {
    await using own = await makeApp();
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      ids.push((await own.api.tasks.create({ title: `Task ${index}` })).item.id);
    }
    const trash = own.app.system.workspace?.trash;
    await own.api.tasks.remove({ ids: [ids[0]] as never[] });
    own.clock.advanceDays(31);
    await own.api.tasks.remove({ ids: [ids[1]] as never[] });
    expect(await trash?.purgeExpired()).toEqual({ purged: 1, heldBack: 0 });
    expect((await own.api.trash.list(all)).items.map((item) => item.id)).toEqual([ids[1]]);
    await own.api.tasks.remove({ ids: ids.slice(2, 6) });
    own.clock.advanceDays(31);
    expect(await trash?.purgeExpired()).toEqual({ purged: 0, heldBack: 5 });
    await own.api.settings.set({ trashRetentionDays: 0 });
    expect(await trash?.purgeExpired()).toEqual({ purged: 0, heldBack: 0 });
  });
});
