import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 90_000 });

const current = { passphrase: TEST_PASSPHRASE };

let folder: string;
let app: TestApp;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-rotation-'));
  app = await makeApp({ withSample: true });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function newWords() {
  const { phrase, confirmIndexes } = await app.api.backup.newPhrase();
  const all = phrase.split(' ');
  return { phrase, words: confirmIndexes.map((index) => ({ index, word: all[index] ?? '' })) };
}

async function setUp(): Promise<string> {
  const { phrase, words } = await newWords();
  const place = { kind: 'folder', path: folder } as const;
  await app.api.backup.setUp({ place, deviceName: 'Laptop', current, phrase: { kind: 'new', words } });
  await app.api.backup.updateSettings({ rhythm: 'manual', drills: false });
  expect((await app.api.jobs.wait({ id: (await app.api.backup.start()).jobId })).error).toBeNull();
  return phrase;
}

async function begin(options: { readonly current?: typeof current } = {}) {
  const { phrase, words } = await newWords();
  const { jobId } = await app.api.backup.changePhrase({ words, isLeaked: true, ...options });
  return { phrase, jobId: jobId ?? '' };
}

/** So slow that what is done meanwhile comes before its end. */
const slowly = () => app.api.backup.updateSettings({ maxBytesPerSecond: 2_000 });
const fast = () => app.api.backup.updateSettings({ maxBytesPerSecond: null });

/** Until something of it is on its way. */
async function underWay(jobId: string): Promise<void> {
  await vi.waitFor(
    async () => expect((await app.api.backup.status()).running).toMatchObject({ kind: 'rotate', jobId }),
    { timeout: 20_000, interval: 20 },
  );
}

async function opensWith(phrase: string): Promise<boolean> {
  const place = { kind: 'folder', path: folder } as const;
  const { api } = app;
  try {
    await api.backup.reenter({ phrase });
    expect((await api.backup.tryPlace({ place })).found).toBe('vault');
    return true;
  } catch (error) {
    expect(error).toMatchObject({ cause: { code: 'wrong_recovery_phrase' } });
    return false;
  }
}

test('new keys come by a job that tells how far it is, and leave a run behind', async () => {
  const first = await setUp();
  const { phrase, jobId } = await begin({ current });
  expect((await app.api.jobs.wait({ id: jobId })).error).toBeNull();
  const { items } = await app.api.backup.runs({ kind: 'rotate', limit: 10 });
  expect(items).toMatchObject([{ jobId, outcome: 'done', figures: { sequence: 1 } }]);
  expect(items[0]?.bytes).toBeGreaterThan(10_000);
  expect((await app.api.backup.status()).phraseOpensWorkspace).toBe(true);
  expect(await opensWith(first)).toBe(false);
  expect(await opensWith(phrase)).toBe(true);
  expect((await app.api.jobs.wait({ id: (await app.api.backup.start()).jobId })).error).toBeNull();
  await app.api.system.lock();
  expect((await app.api.system.unlock({ recoveryPhrase: phrase })).state).toBe('ready');
});

test('cancelled, the former words hold; taken up again, it goes on with the words of then', async () => {
  const first = await setUp();
  await slowly();
  const { phrase, jobId } = await begin();
  await underWay(jobId);
  await expect(begin()).rejects.toMatchObject({ cause: { code: 'conflict' } });
  await app.api.backup.cancel();
  expect((await app.api.jobs.wait({ id: jobId })).status).toBe('cancelled');
  const { items } = await app.api.backup.runs({ kind: 'rotate', limit: 10 });
  expect(items).toMatchObject([{ outcome: 'cancelled' }]);
  expect((await app.api.backup.status()).leftKeys).toEqual({ jobId, message: null });
  await fast();
  expect((await app.api.jobs.wait({ id: (await app.api.backup.start()).jobId })).error).toBeNull();
  expect(await opensWith(first)).toBe(true);
  await app.api.jobs.retry({ id: jobId });
  expect((await app.api.jobs.wait({ id: jobId })).error).toBeNull();
  expect((await app.api.backup.status()).leftKeys).toBeNull();
  expect(await opensWith(first)).toBe(false);
  expect(await opensWith(phrase)).toBe(true);
});

test('closed in the middle it goes on at the next start, with what was sent', async () => {
  await setUp();
  await slowly();
  app.clock.advanceMs(1_000);
  const { phrase, jobId } = await begin({ current });
  await underWay(jobId);
  // The workspace refuses the words that others may know from the moment on; the backup when all is sent.
  expect((await app.api.backup.status()).phraseOpensWorkspace).toBe(false);
  app = await app.reopen();
  await fast();
  expect((await app.api.jobs.wait({ id: jobId })).error).toBeNull();
  expect(await opensWith(phrase)).toBe(true);
  expect((await app.api.backup.status()).phraseOpensWorkspace).toBe(true);
  // One generation of the two was claimed, and nothing was begun a second time.
  expect((await readdir(folder)).filter((name) => /^g\d/.test(name))).toEqual(['g1', 'g2']);
});

test('held, it goes on when it is let; begun anew after a cancel, the words of then count no more', async () => {
  await setUp();
  await slowly();
  const left = await begin();
  await underWay(left.jobId);
  await app.api.backup.pause();
  await vi.waitFor(async () => expect((await app.api.backup.status()).state).toBe('paused'));
  await app.api.backup.resume();
  await underWay(left.jobId);
  await app.api.backup.cancel();
  await app.api.jobs.wait({ id: left.jobId });
  await fast();
  const { phrase, jobId } = await begin();
  expect((await app.api.jobs.wait({ id: jobId })).error).toBeNull();
  expect((await app.api.backup.status()).leftKeys).toBeNull();
  expect(await opensWith(left.phrase)).toBe(false);
  expect(await opensWith(phrase)).toBe(true);
  await app.api.jobs.retry({ id: left.jobId });
  expect((await app.api.jobs.wait({ id: left.jobId })).error?.code).toBe('conflict');
  // Its keys are gone, so there is nothing to go on with.
  expect((await app.api.backup.status()).leftKeys).toBeNull();
  expect(await opensWith(phrase)).toBe(true);
});
