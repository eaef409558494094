import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackupRun } from '#shared/contracts/backup.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
const apps: TestApp[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-backup-'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function newApp(): Promise<TestApp> {
  const app = await makeApp({ withSample: true });
  apps.push(app);
  return app;
}

const place = () => ({ kind: 'folder', path: folder }) as const;

/** Set up with words of its own, as on the page: shown, four of them asked back. */
async function setUp({ api }: TestApp): Promise<string> {
  const { phrase, confirmIndexes } = await api.backup.newPhrase();
  const words = phrase.split(' ');
  await api.backup.setUp({
    place: place(),
    deviceName: 'Laptop',
    phrase: { kind: 'new', words: confirmIndexes.map((index) => ({ index, word: words[index] ?? '' })) },
  });
  return phrase;
}

async function done({ api }: TestApp, { jobId }: { readonly jobId: string }) {
  const job = await api.jobs.wait({ id: jobId });
  expect(job.error).toBeNull();
  return job;
}

async function lastRun({ api }: TestApp, kind: BackupRun['kind']): Promise<BackupRun> {
  const { items } = await api.backup.runs({ kind, limit: 1 });
  const [run] = items;
  if (!run) throw new Error(`no run of ${kind}`);
  return run;
}

test('a backup is set up with new words, made, listed, checked and proven by a drill', async () => {
  const app = await newApp();
  expect(await app.api.backup.status()).toMatchObject({ state: 'not_set_up', place: null, lastBackup: null });
  expect(await app.api.backup.tryPlace({ place: place() })).toEqual({ found: 'empty' });
  await setUp(app);
  expect(await app.api.backup.status()).toMatchObject({ state: 'due', deviceName: 'Laptop' });

  await done(app, await app.api.backup.start());
  const [point] = await app.api.backup.list();
  const { total } = await app.api.tasks.list({ limit: 1 });
  expect(point).toMatchObject({ isThisDevice: true, device: { name: 'Laptop' } });
  expect(point?.counts['tasks']).toBeGreaterThanOrEqual(total);
  expect(await app.api.backup.status()).toMatchObject({ state: 'up_to_date', running: null });

  await done(app, await app.api.backup.verify({ readData: true }));
  expect(await lastRun(app, 'verify')).toMatchObject({ outcome: 'done', damaged: [], share: 1 });

  await done(app, await app.api.backup.drill({ isWhole: true }));
  const drill = await lastRun(app, 'drill');
  expect(drill).toMatchObject({ outcome: 'done', share: 1 });
  expect(drill.figures).toMatchObject({ tablesDiffering: 0, searchesAsked: 10, searchesSame: 10 });
  expect((await app.api.backup.status()).lastDrill?.id).toBe(drill.id);
  // The restored copy is thrown away, whatever it said.
  expect(await readdir(join(app.dataDir, 'backup', 'scratch'))).toEqual([]);
});

test('words that were not written down set nothing up, nor does a place that is not there', async () => {
  const { api } = await newApp();
  await api.backup.newPhrase();
  const words = [0, 1, 2, 3].map((index) => ({ index, word: 'wrong' }));
  const input = { place: place(), deviceName: 'Laptop', phrase: { kind: 'new', words } } as const;
  await expect(api.backup.setUp(input)).rejects.toThrow('not the ones that were shown');
  await expect(
    api.backup.tryPlace({ place: { kind: 'folder', path: join(folder, 'gone') } }),
  ).rejects.toThrow('folder');
  expect(await readdir(folder)).toEqual([]);
  expect((await api.backup.status()).state).toBe('not_set_up');
});

test('a flipped byte is found, named, and put right by the next backup', async () => {
  const app = await newApp();
  await setUp(app);
  await done(app, await app.api.backup.start());
  const packs = join(folder, 'g1', 'packs');
  const [pack = ''] = await readdir(packs);
  const bytes = await readFile(join(packs, pack));
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(join(packs, pack), bytes);

  await done(app, await app.api.backup.verify({ readData: true }));
  const found = await lastRun(app, 'verify');
  expect(found.damaged[0]).toContain(pack);
  expect(await app.api.backup.status()).toMatchObject({
    state: 'needs_you',
    trouble: { code: 'backup_damaged' },
  });

  await done(app, await app.api.backup.start());
  await done(app, await app.api.backup.verify({ readData: true }));
  // What changed since lies nowhere else, so the first one stays broken; the new one is whole.
  expect((await lastRun(app, 'verify')).figures).toMatchObject({ isNewestBroken: 0 });
  expect((await app.api.backup.status()).state).toBe('up_to_date');
  await done(app, await app.api.backup.drill({ isWhole: true }));
});

test('a second device joins with the phrase; a wrong one opens nothing', async () => {
  const first = await newApp();
  const phrase = await setUp(first);
  await done(first, await first.api.backup.start());
  const second = await newApp();
  expect(await second.api.backup.tryPlace({ place: place() })).toMatchObject({ found: 'vault' });
  const join = (typed: string) =>
    second.api.backup.setUp({ place: place(), deviceName: 'Desk', phrase: { kind: 'typed', phrase: typed } });
  const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  await expect(join(other)).rejects.toMatchObject({ cause: { code: 'wrong_recovery_phrase' } });
  await join(phrase);
  await done(second, await second.api.backup.start());
  const devices = await second.api.backup.devices();
  expect(devices.map(({ name, isThisDevice }) => [name, isThisDevice])).toEqual([
    ['Desk', true],
    ['Laptop', false],
  ]);
});

test('what the clock starts follows the settings, and ends with the connection', async () => {
  const app = await newApp();
  await setUp(app);
  const crons = async () =>
    (await app.api.jobs.schedules.list({})).filter(({ owner }) => owner.startsWith('app:backup'));
  expect((await crons()).map(({ jobType }) => jobType).toSorted()).toEqual([
    'backup.create',
    'backup.drill',
    'backup.drill',
    'backup.prune',
  ]);
  await app.api.backup.updateSettings({ rhythm: 'manual', drills: false });
  expect((await crons()).map(({ jobType }) => jobType)).toEqual(['backup.prune']);
  await expect(
    app.api.backup.updateSettings({
      retention: { keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 },
    }),
  ).rejects.toThrow('keep no backup');
  await app.api.backup.disconnect();
  expect(await crons()).toEqual([]);
  expect((await app.api.backup.status()).state).toBe('not_set_up');
  expect(await readdir(folder)).toContain('vault.json');
});
