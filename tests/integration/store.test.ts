import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import { openBenchStore, type BenchStore } from '../bench/bench-store.ts';

const row = (title: string) => newTaskRow(randomUUID(), { title }, 'a0', 1_000);

describe.each(['multiple-ciphers', 'journeyapps'])('the store on %s', (driver) => {
  let opened: BenchStore;
  beforeEach(async () => {
    opened = await openBenchStore(driver);
  });
  afterEach(() => opened[Symbol.asyncDispose]());

  it('never takes another write into a transaction, and loses neither with a rollback', async () => {
    const { store } = opened;
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const doomed = store.write({ command: 'doomed' }, async (tx) => {
      tx.insert('task', [row('doomed')]);
      await tx.rows('SELECT 1');
      begun.resolve();
      await goOn.promise;
      throw new Error('rolled back');
    });
    await begun.promise;
    const stranger = store.write({ command: 'stranger' }, (tx) => tx.insert('task', [row('stranger')]));
    expect(await store.reader.rows('SELECT count(*) FROM tasks')).toEqual([[0]]);
    goOn.resolve();
    await expect(doomed).rejects.toThrow('rolled back');
    await stranger;
    expect(await store.reader.rows('SELECT title FROM tasks')).toEqual([['stranger']]);
    expect(await store.reader.rows('SELECT DISTINCT command FROM change_log')).toEqual([['stranger']]);
  });

  it('writes a row and its log entry together or not at all', async () => {
    const { store } = opened;
    const same = row('twice');
    await store.write({ command: 'one' }, (tx) => tx.insert('task', [same]));
    await expect(
      store.write({ command: 'two' }, (tx) => tx.insert('task', [row('new'), same])),
    ).rejects.toThrow(/statement|already|constraint/i);
    expect(await store.reader.rows('SELECT count(*) FROM tasks')).toEqual([[1]]);
    expect(await store.reader.rows('SELECT count(*) FROM change_log')).toEqual([[1]]);
    await store.write({ command: 'three' }, (tx) => tx.insert('task', [row('after')]));
    expect(await store.reader.rows('SELECT seq FROM change_log ORDER BY seq')).toEqual([[1], [2]]);
  });

  it('tells after a commit which rows are others, and of a whole topic without naming rows', async () => {
    const { store } = opened;
    const told: unknown[] = [];
    store.onCommit(({ changes }) => told.push(changes));
    const one = row('one');
    await store.write({ command: 'some' }, (tx) => {
      tx.insert('task', [one]);
      tx.touch('job', []);
    });
    await store.write({ command: 'all' }, (tx) => {
      tx.touch('job', ['a']);
      tx.touchAll('job');
    });
    expect(told).toEqual([[{ topic: 'task', ids: [one.id] }], [{ topic: 'job', ids: [] }]]);
  });

  it('logs only the fields that changed, with a clock that never goes back', async () => {
    const { store } = opened;
    const task = row('before');
    await store.write({ command: 'create' }, (tx) => tx.insert('task', [task]));
    await store.write({ command: 'update' }, (tx) =>
      tx.update('task', [{ id: task.id, patch: { title: 'after', status: 'todo' } }]),
    );
    const same = await store.write({ command: 'update' }, (tx) =>
      tx.update('task', [{ id: task.id, patch: { title: 'after' } }]),
    );
    expect(same.changeSetId).toBeNull();
    const rows = await store.reader.rows('SELECT before, after, hlc FROM change_log ORDER BY seq');
    expect(rows).toHaveLength(2);
    expect(Object.keys(JSON.parse(String(rows[1]?.[0])))).toEqual(['title', 'updatedAt']);
    expect(JSON.parse(String(rows[1]?.[1]))).toMatchObject({ title: 'after' });
    expect(String(rows[0]?.[2]) < String(rows[1]?.[2])).toBe(true);
  });

  it('keeps derived tables equal to their rows through updates and undo-like deletes', async () => {
    const { store } = opened;
    const task = { ...row('tagged'), tags: ['a', 'b'] };
    await store.write({ command: 'create' }, (tx) => tx.insert('task', [task]));
    await store.write({ command: 'update' }, (tx) =>
      tx.update('task', [{ id: task.id, patch: { tags: ['b', 'c'] } }]),
    );
    expect(await store.reader.rows('SELECT tag FROM taggings ORDER BY tag')).toEqual([['b'], ['c']]);
    await store.write({ command: 'delete' }, (tx) => tx.delete('task', [task.id]));
    expect(await store.reader.rows('SELECT count(*) FROM taggings')).toEqual([[0]]);
  });

  it('lets readers see the last commit while a long write is under way', async () => {
    const { store } = opened;
    await store.write({ command: 'first' }, (tx) => tx.insert('task', [row('first')]));
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const long = store.write({ command: 'long' }, async (tx) => {
      tx.insert(
        'task',
        Array.from({ length: 500 }, (_, index) => row(`long ${index}`)),
      );
      await tx.rows('SELECT 1');
      begun.resolve();
      await goOn.promise;
    });
    await begun.promise;
    expect(await store.reader.rows('SELECT count(*) FROM tasks')).toEqual([[1]]);
    goOn.resolve();
    await long;
    expect(await store.reader.rows('SELECT count(*) FROM tasks')).toEqual([[501]]);
  });
});
