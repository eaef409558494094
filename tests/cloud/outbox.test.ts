import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackupPlace } from '#shared/contracts/backup.ts';
import { TEST_PASSPHRASE, makeApp, type TestApp } from '../support/make-app.ts';
import { newEmail, PASSWORD, signIn, startCloud, type TestCloud } from '../support/cloud.ts';

vi.setConfig({ testTimeout: 90_000 });

const HOUR_MS = 3_600_000;
let cloud: TestCloud;
let app: TestApp;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-outbox-'));
  cloud = await startCloud({ registration: 'open', dataFolder: join(folder, 'cloud') });
  app = await makeApp({ withOwnKeys: true });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
});

const outbox = () => app.app.createContext().workspace().outbox;
const setOffline = (isOffline: boolean) => app.api.network.setOffline({ isOffline });
const asked = (path: string) => cloud.log.filter((line) => line.includes(`"${path}"`)).length;

async function signUp(): Promise<string> {
  const email = newEmail();
  await app.api.cloud.signUp({ endpoint: cloud.address, email, password: PASSWORD, deviceName: 'Desk' });
  return email;
}

async function setUp(place: BackupPlace): Promise<void> {
  const { phrase, confirmIndexes } = await app.api.backup.newPhrase();
  const all = phrase.split(' ');
  const words = confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
  await app.api.backup.setUp({ place, deviceName: 'Desk', phrase: { kind: 'new', words } });
  await app.api.backup.updateSettings({ rhythm: 'manual', drills: false, beforeRiskyThings: false });
}

async function backUp(): Promise<string> {
  const { jobId } = await app.api.backup.start();
  return (await app.api.jobs.wait({ id: jobId })).status;
}

/** What is kept of sign-ins that ended here until the server was told. */
async function leavingSecrets(): Promise<number> {
  const rows = await app.app.system.workspace?.store.reader.rows(
    `SELECT count(*) FROM named_secrets WHERE name LIKE 'cloud:leaving:%'`,
  );
  return Number(rows?.[0]?.[0]);
}

const backups = async () => (await app.api.backup.runs({ kind: 'backup', limit: 20 })).items;

test('a backup that is asked for or due while offline is made once, when offline is switched off', async () => {
  await signUp();
  await setUp({ kind: 'adiuva', url: cloud.address });
  await setOffline(true);
  // The queue tries again, not the job: it fails at once, by whichever clock.
  expect(await backUp()).toBe('failed');
  expect(await backUp()).toBe('failed');
  expect(await app.api.queue.list()).toMatchObject([
    { kind: 'backup', state: 'waiting', tries: 0, nextTryAt: null, error: { code: 'offline' } },
  ]);
  app.clock.advanceMs(HOUR_MS);
  await outbox().look();
  expect(await backups()).toHaveLength(2);
  app = await app.reopen();
  await setOffline(false);
  await expect.poll(() => app.api.queue.list(), { timeout: 30_000 }).toEqual([]);
  expect((await backups()).map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'failed']);
  expect(await app.api.backup.list()).toHaveLength(1);
});

test('a server that is down is tried three times in all; then the person says when', async () => {
  await signUp();
  await setUp({ kind: 'adiuva', url: cloud.address });
  const { port } = new URL(cloud.address);
  await cloud.stop();
  expect(await backUp()).toBe('failed');
  const [first] = await app.api.queue.list();
  expect(first).toMatchObject({ state: 'waiting', tries: 1, error: { code: 'unreachable' } });
  expect((await app.api.backup.status()).state).toBe('waiting');
  for (let round = 0; round < 4; round += 1) {
    app.clock.advanceMs(HOUR_MS);
    await outbox().look();
  }
  expect(await app.api.queue.list()).toMatchObject([{ state: 'needs_you', tries: 3, nextTryAt: null }]);
  expect(await backups()).toHaveLength(3);
  // Nothing goes on by itself any more, so it is not said to.
  expect(await app.api.backup.status()).toMatchObject({
    state: 'needs_you',
    trouble: { code: 'unreachable' },
  });
  cloud = await startCloud({
    registration: 'open',
    dataFolder: join(folder, 'cloud'),
    port: Number(port),
  });
  expect(await app.api.queue.retry({ id: first?.id, isAwaited: true })).toEqual([]);
  expect(await app.api.backup.status()).toMatchObject({
    state: 'up_to_date',
    lastBackup: { outcome: 'done' },
  });
});

test('a backup made by hand is the one that was missed, and a place that is left has nothing to wait for', async () => {
  await signUp();
  await setUp({ kind: 'adiuva', url: cloud.address });
  await setOffline(true);
  await backUp();
  expect(await app.api.queue.list()).toHaveLength(1);
  await app.api.backup.disconnect();
  expect(await app.api.queue.list()).toEqual([]);
  await setOffline(false);
  await setUp({ kind: 'folder', path: folder });
  await setOffline(true);
  expect(await backUp()).toBe('done');
  expect(await app.api.queue.list()).toEqual([]);
});

test('who signs out while offline is signed out there when the server can be reached, also after a restart', async () => {
  const email = await signUp();
  const other = await signIn(cloud, email);
  await setOffline(true);
  expect(await app.api.cloud.signOut({ endpoint: cloud.address })).toEqual({ isToldThere: false });
  expect(await app.api.cloud.list()).toEqual([]);
  const { host } = new URL(cloud.address);
  expect(await app.api.queue.list()).toMatchObject([{ kind: 'sign_out', label: host, state: 'waiting' }]);
  expect(JSON.stringify(await app.api.queue.list())).not.toContain('oken');
  const devices = async () => (await other.ask('GET', '/api/v1/auth/devices')).json.devices.length as number;
  expect(await devices()).toBe(2);
  app = await app.reopen();
  expect(await leavingSecrets()).toBe(1);
  expect(asked('/api/v1/auth/logout')).toBe(0);
  await setOffline(false);
  await expect.poll(() => app.api.queue.list(), { timeout: 30_000 }).toEqual([]);
  expect(await devices()).toBe(1);
  expect(asked('/api/v1/auth/logout')).toBe(1);
  expect(await leavingSecrets()).toBe(0);
});

test('online a sign-out is told at once, and one that is given up leaves nothing behind', async () => {
  await signUp();
  expect(await app.api.cloud.signOut({ endpoint: cloud.address })).toEqual({ isToldThere: true });
  expect(await app.api.queue.list()).toEqual([]);
  await signUp();
  await setOffline(true);
  await app.api.cloud.signOut({ endpoint: cloud.address });
  const [item] = await app.api.queue.list();
  await app.api.queue.clear({ id: item?.id ?? '' });
  expect(await leavingSecrets()).toBe(0);
  await setOffline(false);
  await outbox().networkReturned();
  expect(asked('/api/v1/auth/logout')).toBe(1);
});

test('a restore calls off what was still to be sent then, and keeps what is to be sent now', async () => {
  await setUp({ kind: 'folder', path: folder });
  await signUp();
  await setOffline(true);
  await app.api.cloud.signOut({ endpoint: cloud.address });
  expect(await backUp()).toBe('done');
  await setOffline(false);
  await expect.poll(() => app.api.queue.list(), { timeout: 30_000 }).toEqual([]);
  await signUp();
  await setOffline(true);
  await app.api.cloud.signOut({ endpoint: cloud.address });
  const now = await app.api.queue.list();
  expect(now).toHaveLength(1);

  const before = app.app.system.workspace;
  const [point] = await app.api.backup.list();
  await app.api.backup.restore({
    sequence: point?.sequence ?? 0,
    current: { passphrase: TEST_PASSPHRASE },
  });
  await expect
    .poll(() => app.app.system.workspace && app.app.system.workspace !== before, { timeout: 30_000 })
    .toBe(true);
  expect(await app.api.queue.list()).toEqual(now);
  expect(await leavingSecrets()).toBe(1);
  await setOffline(false);
  await outbox().networkReturned();
  expect(await app.api.queue.list()).toEqual([]);
  expect(asked('/api/v1/auth/logout')).toBe(2);
});
