import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox, type OutboxKind } from '#main/engine/outbox/index.ts';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { AppError } from '#shared/errors.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { createDriver } from '#main/db/driver/index.ts';
import { createStore } from '#main/db/client.ts';
import type { Store } from '#main/db/store.ts';
import { migrate, readMigrations, findMigrationsFolder } from '#main/db/migrate.ts';
import { workerUrl } from '#main/workers-url.ts';
import { join } from 'node:path';
import { temporaryFolder } from '../support/sqlite-drivers.ts';

/** The queue over a real store, with a clock, a switch and a network that the test turns. */
type Desk = {
  outbox: Outbox;
  store: Store;
  nowMs: number;
  isOffline: boolean;
  hasNetwork: boolean;
  put(subject: string, error?: OutboxItem['error'], kind?: string): Promise<void>;
  /** The same store in a new process. */
  reopen(): Promise<void>;
  close(): Promise<void>;
};

const MISSED = { code: 'offline', message: 'Offline is on.' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const unreachable = () => Promise.reject(new AppError('unreachable', 'Not there.'));

async function openDesk(): Promise<Desk> {
  const folder = temporaryFolder();
  const path = join(folder.path, 'store.db');
  const key = randomBytes(32);
  const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
  const made = await driver.open({ path, key, mode: 'create' });
  await migrate(made, readMigrations(findMigrationsFolder()), Date.now());
  await made.close();
  const open = async () => {
    const writer = await driver.open({ path, key, mode: 'write' });
    const reader = await driver.open({ path, key, mode: 'read' });
    return createStore({ writer, readers: [reader] }, { nowMs: () => desk.nowMs, newNodeId: () => 'desk' });
  };
  const queue = (store: Store) =>
    new Outbox({
      store,
      ids: createIdSource(() => desk.nowMs, randomBytes),
      nowMs: () => desk.nowMs,
      isOffline: () => desk.isOffline,
      hasNetwork: () => desk.hasNetwork,
      onError: (error) => {
        throw error;
      },
    });
  const close = async () => {
    await desk.outbox.close();
    await desk.store.close();
  };
  const desk: Desk = {
    nowMs: Date.parse('2026-03-02T09:00:00Z'),
    isOffline: false,
    hasNetwork: true,
    store: undefined as unknown as Store, // opened just below
    outbox: undefined as unknown as Outbox,
    async put(subject, error = MISSED, kind = 'letter') {
      await desk.store.write({ command: 'test.put' }, (tx) =>
        desk.outbox.putIn(tx, { kind, subject, error }),
      );
    },
    async reopen() {
      await close();
      desk.store = await open();
      desk.outbox = queue(desk.store);
    },
    async close() {
      await close();
      folder[Symbol.dispose]();
    },
  };
  desk.store = await open();
  desk.outbox = queue(desk.store);
  return desk;
}

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

/** Notes what it was asked to send, and answers as it is told. */
function letters(send: (subject: string) => Promise<void>, endIn?: OutboxKind['endIn']) {
  const asked: { subject: string; key: string }[] = [];
  desk.outbox.define({
    kind: 'letter',
    send({ subject, idempotencyKey }) {
      asked.push({ subject, key: idempotencyKey });
      return send(subject);
    },
    ...(endIn && { endIn }),
  });
  return asked;
}

test('what is kept goes in its order, with one key for all tries of one, over a restart', async () => {
  for (const subject of ['a', 'b', 'c', 'a']) await desk.put(subject);
  const first = letters(unreachable);
  await desk.outbox.look();
  expect(first).toEqual([]);
  desk.nowMs += MINUTE_MS;
  await desk.outbox.look();
  // The first of them holds back those behind it.
  expect(first.map(({ subject }) => subject)).toEqual(['a']);
  expect(await desk.outbox.list()).toMatchObject([
    { tries: 1, state: 'waiting', nextTryAt: desk.nowMs + MINUTE_MS, error: { code: 'unreachable' } },
    { tries: 0, error: MISSED },
    { tries: 0 },
  ]);
  await desk.reopen();
  const second = letters(() => Promise.resolve());
  desk.nowMs += MINUTE_MS;
  await Promise.all([desk.outbox.look(), desk.outbox.look(), desk.outbox.send('letter')]);
  expect(second.map(({ subject }) => subject)).toEqual(['a', 'b', 'c']);
  expect(second[0]?.key).toBe(first[0]?.key);
  expect(new Set(second.map(({ key }) => key)).size).toBe(3);
  expect(await desk.outbox.list()).toEqual([]);
});

test('kinds do not wait for each other', async () => {
  const gate = Promise.withResolvers<void>();
  letters(() => gate.promise);
  const sent: string[] = [];
  desk.outbox.define({
    kind: 'parcel',
    send: async ({ subject }) => {
      sent.push(subject);
    },
  });
  await desk.put('slow');
  await desk.put('quick', MISSED, 'parcel');
  desk.nowMs += MINUTE_MS;
  const looking = desk.outbox.look();
  await expect.poll(() => sent).toEqual(['quick']);
  expect(await desk.outbox.list()).toMatchObject([{ kind: 'letter', state: 'sending', nextTryAt: null }]);
  gate.resolve();
  await looking;
  expect(await desk.outbox.list()).toEqual([]);
});

test('pauses grow, and after three tries the person is needed: nothing tries a fourth time', async () => {
  const asked = letters(unreachable);
  // It was tried once when it was put.
  await desk.put('a', { code: 'unreachable', message: 'Not there.' });
  const pauses: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const [item] = await desk.outbox.list();
    if (item?.nextTryAt) {
      pauses.push(item.nextTryAt - desk.nowMs);
      desk.nowMs = item.nextTryAt;
    } else desk.nowMs += HOUR_MS;
    await desk.outbox.look();
  }
  expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
  expect(asked).toHaveLength(2);
  const [item] = await desk.outbox.list();
  expect(item).toMatchObject({ state: 'needs_you', tries: 3, nextTryAt: null });
  expect(item?.error).toEqual({ code: 'unreachable', message: 'Not there.' });
  const id = item?.id ?? '';
  expect(await desk.outbox.retry({ id, isAwaited: true })).toMatchObject([{ state: 'waiting', tries: 1 }]);
  await desk.outbox.clear(id);
  expect(await desk.outbox.list()).toEqual([]);
  await expect(desk.outbox.clear(id)).rejects.toMatchObject({ code: 'not_found' });
});

test('one that needs the person holds back nobody', async () => {
  const asked = letters((subject) =>
    subject === 'bad' ? Promise.reject(new AppError('quota_exceeded', 'No room.')) : Promise.resolve(),
  );
  await desk.put('bad');
  await desk.put('good');
  desk.nowMs += MINUTE_MS;
  await desk.outbox.look();
  expect(asked.map(({ subject }) => subject)).toEqual(['bad', 'good']);
  const left = await desk.outbox.list();
  expect(left).toMatchObject([{ state: 'needs_you', tries: 1, error: { code: 'quota_exceeded' } }]);
  // What was refused for good is not made good by a network.
  await desk.outbox.networkReturned();
  expect(asked).toHaveLength(2);
});

test('without a network no try is counted, and when it is back everything goes', async () => {
  let isThere = false;
  const asked = letters(() => (isThere ? Promise.resolve() : unreachable()));
  desk.hasNetwork = false;
  await desk.put('a', { code: 'unreachable', message: 'Not there.' });
  for (let round = 0; round < 5; round += 1) {
    desk.nowMs += HOUR_MS;
    await desk.outbox.look();
  }
  expect(asked).toHaveLength(5);
  expect(await desk.outbox.list()).toMatchObject([{ state: 'waiting', tries: 0, nextTryAt: null }]);
  desk.isOffline = true;
  desk.nowMs += HOUR_MS;
  await desk.outbox.look();
  expect(asked).toHaveLength(5);
  desk.isOffline = false;
  desk.hasNetwork = true;
  for (let round = 0; round < 3; round += 1) {
    desk.nowMs += HOUR_MS;
    await desk.outbox.look();
  }
  expect(await desk.outbox.list()).toMatchObject([{ state: 'needs_you', tries: 3 }]);
  isThere = true;
  await desk.outbox.networkReturned();
  expect(await desk.outbox.list()).toEqual([]);
});

test('what was kept for one alone goes with it, sent or given up, and what is being sent is not given up', async () => {
  const ended: string[] = [];
  const gate = Promise.withResolvers<void>();
  letters(
    () => gate.promise,
    (_tx, subject) => ended.push(subject),
  );
  await desk.put('a');
  await desk.put('b');
  await desk.put('c');
  const [first, second] = await desk.outbox.list();
  await desk.outbox.clear(second?.id ?? '');
  expect(ended).toEqual(['b']);
  desk.nowMs += MINUTE_MS;
  const looking = desk.outbox.look();
  await expect.poll(async () => (await desk.outbox.list())[0]?.state).toBe('sending');
  await expect(desk.outbox.clear(first?.id ?? '')).rejects.toMatchObject({ code: 'conflict' });
  await desk.outbox.clearAll();
  expect(await desk.outbox.list()).toMatchObject([{ state: 'sending' }]);
  gate.resolve();
  await looking;
  expect(ended).toEqual(['b', 'c', 'a']);
  expect(await desk.outbox.list()).toEqual([]);
});

test('trying one again takes those before it along', async () => {
  const asked = letters(() => Promise.resolve());
  for (const subject of ['a', 'b', 'c']) await desk.put(subject);
  const [, second] = await desk.outbox.list();
  expect(await desk.outbox.retry({ id: second?.id, isAwaited: true })).toEqual([]);
  expect(asked.map(({ subject }) => subject)).toEqual(['a', 'b']);
  expect(await desk.outbox.retry({ isAwaited: true })).toEqual([]);
  expect(asked.map(({ subject }) => subject)).toEqual(['a', 'b', 'c']);
});

test('closing lets go of what is being sent without a word of how it ended', async () => {
  desk.outbox.define({
    kind: 'letter',
    send: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      }),
  });
  await desk.put('a');
  desk.nowMs += MINUTE_MS;
  const looking = desk.outbox.look();
  await expect.poll(async () => (await desk.outbox.list())[0]?.state).toBe('sending');
  await desk.reopen();
  await looking;
  expect(await desk.outbox.list()).toMatchObject([{ state: 'waiting', tries: 0, error: MISSED }]);
  const asked = letters(() => Promise.resolve());
  await desk.outbox.look();
  expect(asked).toHaveLength(1);
});
