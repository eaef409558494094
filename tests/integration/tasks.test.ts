import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

describe('tasks', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await makeApp();
  });
  afterEach(() => test[Symbol.asyncDispose]());

  it('adds a task from one line, with a new project, and undoes both in one step', async () => {
    const { api } = test;
    const { item: client } = await api.clients.create({ name: 'Acme' });
    const { item } = await api.tasks.quickAdd({
      text: 'invoice Acme friday 16:00 #billing +website !high 2h every month',
      now: '2026-11-21T09:00',
      locale: 'en',
    });
    const task = await api.tasks.get({ id: item.id });
    expect(task).toMatchObject({
      title: 'invoice Acme',
      dueDate: '2026-11-27',
      dueTime: '16:00',
      tags: ['billing'],
      priority: 'high',
      estimateMinutes: 120,
      projectName: 'website',
      clientId: client.id,
    });
    expect(task.recurrence?.rrule).toContain('FREQ=MONTHLY');
    await api.changes.undo();
    await expect(api.tasks.get({ id: item.id })).rejects.toThrow(/does not exist/);
    expect((await api.projects.list({ text: 'website' })).total).toBe(0);
  });

  it('makes the next occurrence when a repeating task is done, and takes it back on undo', async () => {
    const { api } = test;
    const { item } = await api.tasks.create({
      title: 'Water the plants',
      dueDate: '2026-11-20',
      checklist: [{ id: 'a', text: 'ficus', isDone: true }],
      recurrence: { rrule: 'FREQ=WEEKLY', mode: 'schedule', catchUp: 'one' },
    });
    await api.tasks.complete({ ids: [item.id], isDone: true });
    const open = await api.tasks.list({ text: 'Water the plants', statuses: ['todo'] });
    expect(open.items).toHaveLength(1);
    expect(open.items[0]).toMatchObject({
      dueDate: '2026-11-27',
      checklist: [{ text: 'ficus', isDone: false }],
    });
    await api.changes.undo();
    const after = await api.tasks.list({ text: 'Water the plants' });
    expect(after.items.map((task) => [task.status, task.dueDate])).toEqual([['todo', '2026-11-20']]);
    expect(after.items[0]?.recurrence?.rrule).toBe('FREQ=WEEKLY');
  });

  it('says that a task waits until its checkpoint is reached', async () => {
    const { api } = test;
    const { item: project } = await api.projects.create({ name: 'Gate' });
    const { item: checkpoint } = await api.checkpoints.create({ title: 'Sign-off', projectId: project.id });
    const { item } = await api.tasks.create({
      title: 'After sign-off',
      waitsForCheckpointIds: [checkpoint.id],
    });
    expect((await api.tasks.get({ id: item.id })).isBlocked).toBe(true);
    expect((await api.checkpoints.get({ id: checkpoint.id })).waitingTaskCount).toBe(1);
    await api.checkpoints.update({ ids: [checkpoint.id], patch: { isReached: true } });
    expect((await api.tasks.get({ id: item.id })).isBlocked).toBe(false);
  });

  it('edits many at once and undoes them in one step', async () => {
    const { api } = test;
    const made = await Promise.all(
      ['a', 'b', 'c'].map((title) => api.tasks.create({ title: `Bulk ${title}`, tags: ['old'] })),
    );
    const ids = made.map(({ item }) => item.id);
    await api.tasks.addTags({ ids, add: ['new'], remove: ['old'] });
    expect((await api.tasks.list({ tags: ['new'] })).total).toBe(3);
    expect((await api.tasks.list({ tags: ['old'] })).total).toBe(0);
    await api.changes.undo();
    expect((await api.tasks.list({ tags: ['old'] })).total).toBe(3);
    expect((await api.tasks.list({ tags: ['new'] })).total).toBe(0);
  });

  it('shifts days, keeps the order of a manual list, and refuses a loop of parents', async () => {
    const { api } = test;
    const { item: parent } = await api.tasks.create({
      title: 'Parent',
      dueDate: '2026-12-01',
      plannedDate: '2026-11-28',
    });
    const children = [];
    for (const title of ['one', 'two', 'three']) {
      children.push((await api.tasks.create({ title, parentId: parent.id })).item.id);
    }
    const [one, two, three] = children;
    await api.tasks.move({ id: three ?? parent.id, afterId: null, parentId: parent.id });
    await api.tasks.move({ id: one ?? parent.id, afterId: two ?? parent.id });
    expect((await api.tasks.get({ id: parent.id })).subtasks.map((task) => task.title)).toEqual([
      'three',
      'two',
      'one',
    ]);
    await expect(api.tasks.move({ id: parent.id, afterId: null, parentId: two ?? null })).rejects.toThrow(
      /sub-task of itself/,
    );
    const { items } = await api.tasks.shiftDates({ ids: [parent.id], days: 7 });
    expect(items[0]).toMatchObject({ dueDate: '2026-12-08', plannedDate: '2026-12-05' });
  });

  it('lists by preset and pages in the usual order', async () => {
    await using own = await makeApp({ withSample: true });
    const { api } = own;
    const counts = await api.tasks.counts();
    const overdue = await api.tasks.list({ preset: 'overdue', limit: 500 });
    expect(overdue.total).toBe(counts['overdue']);
    expect(overdue.items.length).toBeGreaterThan(3);
    expect(overdue.items.every((task) => (task.dueDate ?? '') < '2026-11-21')).toBe(true);
    const whole = await api.tasks.list({ limit: 500 });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.tasks.list({ limit: 33, ...(cursor ? { cursor } : {}) });
      paged.push(...page.items.map((task) => task.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole.items.map((task) => task.id));
    expect(new Set(paged).size).toBe(160);
  });

  it('keeps comments with their task', async () => {
    const { api } = test;
    const { item } = await api.tasks.create({ title: 'Talked about' });
    const { item: comment } = await api.tasks.comment({ taskId: item.id, body: 'First thought' });
    await api.tasks.updateComment({ id: comment.id, body: 'Second thought' });
    expect((await api.tasks.get({ id: item.id })).comments.map((one) => one.body)).toEqual([
      'Second thought',
    ]);
    await api.tasks.removeComment({ id: comment.id });
    await api.changes.undo();
    expect((await api.tasks.get({ id: item.id })).commentCount).toBe(1);
  });
});
