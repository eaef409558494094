import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

describe('clients, projects and what they hold', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await makeApp();
  });
  afterEach(() => test[Symbol.asyncDispose]());

  it('keeps what was written across a restart', async () => {
    await using first = await makeApp();
    const { item: client } = await first.api.clients.create({
      name: 'Acme',
      email: 'hello@acme.test',
      tags: ['retainer'],
    });
    const { item: project } = await first.api.projects.create({
      name: 'Website',
      clientId: client.id,
      dueDate: '2026-12-24',
    });
    const { item: task } = await first.api.tasks.create({
      title: 'Draft the home page',
      projectId: project.id,
      priority: 'high',
    });
    const again = await first.reopen();
    expect(await again.api.clients.get({ id: client.id })).toMatchObject({
      name: 'Acme',
      activeProjectCount: 1,
      openTaskCount: 1,
    });
    expect(await again.api.tasks.get({ id: task.id })).toMatchObject({
      title: 'Draft the home page',
      projectName: 'Website',
      clientName: 'Acme',
      priority: 'high',
    });
    await again.app.close();
  });

  it('undoes and redoes a create, an update and a delete in order', async () => {
    const { api } = test;
    const { item } = await api.clients.create({ name: 'Undo & Sons' });
    await api.clients.update({ ids: [item.id], patch: { name: 'Undo GmbH', phone: '+49 30 1' } });
    await api.clients.remove({ ids: [item.id] });
    expect((await api.changes.state()).undo).toMatchObject({
      command: 'clients.remove',
      params: { title: 'Undo GmbH' },
    });

    await api.changes.undo();
    expect((await api.clients.get({ id: item.id })).deletedAt).toBeNull();
    await api.changes.undo();
    expect((await api.clients.get({ id: item.id })).name).toBe('Undo & Sons');
    await api.changes.undo();
    await expect(api.clients.get({ id: item.id })).rejects.toThrow(/does not exist/);

    await api.changes.redo();
    await api.changes.redo();
    expect(await api.clients.get({ id: item.id })).toMatchObject({
      name: 'Undo GmbH',
      phone: '+49 30 1',
      deletedAt: null,
    });
    await api.changes.redo();
    expect((await api.clients.get({ id: item.id })).deletedAt).not.toBeNull();
    await expect(api.changes.redo()).rejects.toThrow(/nothing to redo/);
  });

  it('remembers what can be undone across a restart', async () => {
    await using first = await makeApp();
    const { item } = await first.api.projects.create({ name: 'Lasting' });
    await first.api.projects.update({ ids: [item.id], patch: { name: 'Renamed' } });
    const again = await first.reopen();
    await again.api.changes.undo();
    expect((await again.api.projects.get({ id: item.id })).name).toBe('Lasting');
    await again.app.close();
  });

  it('refuses to undo a change whose rows were changed again, and changes nothing', async () => {
    const { api } = test;
    const { item } = await api.projects.create({ name: 'One' });
    const { changeSetId } = await api.projects.update({ ids: [item.id], patch: { name: 'Two' } });
    await api.projects.update({ ids: [item.id], patch: { name: 'Three' } });
    await expect(api.changes.undo({ changeSetId: changeSetId ?? 0 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await api.projects.get({ id: item.id })).name).toBe('Three');
  });

  it('refuses to undo the creation of a client that a project now belongs to', async () => {
    const { api } = test;
    const { item: client, changeSetId } = await api.clients.create({ name: 'Needed' });
    await api.projects.create({ name: 'Uses it', clientId: client.id });
    await expect(api.changes.undo({ changeSetId: changeSetId ?? 0 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await api.clients.get({ id: client.id })).name).toBe('Needed');
  });

  it('takes a project with its contents to the trash and back in one step', async () => {
    const { api } = test;
    const { item: project } = await api.projects.create({ name: 'Whole' });
    const { item: task } = await api.tasks.create({ title: 'In it', projectId: project.id });
    const { item: checkpoint } = await api.checkpoints.create({ title: 'Milestone', projectId: project.id });
    const { item: note } = await api.notes.create({ title: 'About it', projectId: project.id });
    await api.projects.remove({ ids: [project.id] });
    for (const gone of [
      (await api.tasks.get({ id: task.id })).deletedAt,
      (await api.checkpoints.get({ id: checkpoint.id })).deletedAt,
      (await api.notes.get({ id: note.id })).deletedAt,
    ]) {
      expect(gone).not.toBeNull();
    }
    await api.changes.undo();
    expect((await api.tasks.get({ id: task.id })).deletedAt).toBeNull();
    expect((await api.notes.get({ id: note.id })).deletedAt).toBeNull();
  });

  it('pages through a list without losing or repeating a row', async () => {
    const { api } = test;
    const names = Array.from({ length: 57 }, (_, index) => `Paged ${String(index).padStart(3, '0')}`);
    for (const name of names) await api.clients.create({ name });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.clients.list({ text: 'Paged', limit: 10, ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(57);
      seen.push(...page.items.map((client) => client.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(names);
  });

  it('tells subscribers what changed, and ends with their signal', async () => {
    const { api } = test;
    const abort = new AbortController();
    const { app } = test;
    const stream = app.workspace().changes.stream(abort.signal);
    const heard = (async () => {
      for await (const { changes } of stream) {
        // The search index tells of its own work on the same stream.
        const clients = changes.filter((change) => change.topic === 'client');
        if (clients.length > 0) return clients;
      }
      return [];
    })();
    const { item } = await api.clients.create({ name: 'Heard of' });
    expect(await heard).toEqual([{ topic: 'client', ids: [item.id] }]);
    abort.abort();
    expect((await stream.next()).done).toBe(true);
  });

  it('answers invalid input with a code and what is wrong, and keeps nothing of it', async () => {
    const { api } = test;
    const before = (await api.clients.list({ archived: 'include' })).total;
    await expect(api.clients.create({ name: '   ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(api.projects.create({ name: 'x', dueDate: '2026-02-30' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await api.clients.list({ archived: 'include' })).total).toBe(before);
  });
});
