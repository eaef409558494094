import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { extractText } from 'unpdf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import { createTestClock, makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 90_000 });

const current = { passphrase: TEST_PASSPHRASE };
const KEPT_MS = 7 * 24 * 3_600_000;

let folder: string;
const apps: TestApp[] = [];
const others: Adiuva[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-backup-'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app[Symbol.asyncDispose]();
  for (const app of others.splice(0)) {
    await app.close();
    await rm(app.dataDir, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
});

async function newApp(): Promise<TestApp> {
  const app = await makeApp({ withSample: true });
  apps.push(app);
  return app;
}

const place = () => ({ kind: 'folder', path: folder }) as const;

async function setUp({ api }: TestApp, unlock?: typeof current): Promise<string> {
  const { phrase, confirmIndexes } = await api.backup.newPhrase();
  const words = phrase.split(' ');
  await api.backup.setUp({
    place: place(),
    deviceName: 'Laptop',
    current: unlock,
    phrase: { kind: 'new', words: confirmIndexes.map((index) => ({ index, word: words[index] ?? '' })) },
  });
  return phrase;
}

async function done({ api }: TestApp, { jobId }: { readonly jobId: string }) {
  const job = await api.jobs.wait({ id: jobId });
  expect(job.error).toBeNull();
  return job;
}

/** Until the store of then is the one that is open. */
async function restored(app: TestApp, sequence: number): Promise<void> {
  const before = app.app.system.workspace;
  await app.api.backup.restore({ sequence, current });
  await vi.waitFor(
    () => {
      const now = app.app.system.workspace;
      expect(now && now !== before).toBe(true);
    },
    { timeout: 30_000, interval: 50 },
  );
}

async function titles({ api }: TestApp): Promise<readonly string[]> {
  const { items } = await api.notes.list({ limit: 500 });
  return items.map(({ title }) => title).toSorted();
}

test('the whole store goes back to a point in time and forward again', async () => {
  const app = await newApp();
  await setUp(app);
  await app.api.backup.updateSettings({ rhythm: 'manual' });
  await done(app, await app.api.backup.start());
  const before = await titles(app);
  const [point] = await app.api.backup.list();
  const sequence = point?.sequence ?? 0;

  await app.api.notes.create({ title: 'Written since' });
  await app.api.backup.updateSettings({ maxBytesPerSecond: 50_000_000 });
  const { deviceId } = await app.api.backup.status();
  await restored(app, sequence);

  expect(await titles(app)).toEqual(before);
  const status = await app.api.backup.status();
  // What is about the backup is as it was a moment ago: device, settings, and the runs of since.
  expect(status).toMatchObject({ state: 'up_to_date', deviceId, running: null });
  expect((await app.api.backup.settings()).maxBytesPerSecond).toBe(50_000_000);
  const { items: runs } = await app.api.backup.runs({ limit: 10 });
  expect(runs.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['restore', 'done'],
    ['backup', 'done'],
    ['backup', 'done'],
  ]);
  expect(runs[0]?.figures).toMatchObject({ sequence, isBackedUpBefore: 1 });
  expect((await app.api.system.status()).state).toBe('ready');

  // The note of since lies in the backup that was made first, and in the former store.
  expect(status.canPutBack?.file).toMatch(/before-restore/);
  await app.api.backup.putBack({ current });
  expect(await titles(app)).toEqual([...before, 'Written since'].toSorted());
  expect((await app.api.backup.status()).canPutBack).toBeNull();
  const [newest] = await app.api.backup.list();
  await restored(app, newest?.sequence ?? 0);
  expect(await titles(app)).toEqual([...before, 'Written since'].toSorted());
  await done(app, await app.api.backup.start());
});

test('the former store is kept for seven days, over starts, and goes then', async () => {
  const app = await newApp();
  await setUp(app);
  await app.api.backup.updateSettings({ rhythm: 'manual', beforeRiskyThings: false, drills: false });
  await done(app, await app.api.backup.start());
  await restored(app, 1);
  app.clock.advanceMs(KEPT_MS - 60_000);
  let again = await app.reopen();
  apps.splice(0, 1, again);
  const { canPutBack } = await again.api.backup.status();
  expect(await readdir(again.dataDir)).toContain(canPutBack?.file);
  again.clock.advanceMs(120_000);
  again = await again.reopen();
  apps.splice(0, 1, again);
  expect((await again.api.backup.status()).canPutBack).toBeNull();
  expect((await readdir(again.dataDir)).filter((name) => name.includes('before-restore'))).toEqual([]);
  await again.api.notes.create({ title: 'Goes on' });
});

test('a wrong secret, a point that is not there and a damaged backup change nothing', async () => {
  const app = await newApp();
  await setUp(app);
  await app.api.backup.updateSettings({ beforeRiskyThings: false });
  await done(app, await app.api.backup.start());
  await app.api.notes.create({ title: 'Stays' });
  await expect(
    app.api.backup.restore({ sequence: 1, current: { passphrase: 'not the right one' } }),
  ).rejects.toMatchObject({ cause: { code: 'wrong_passphrase' } });
  const { jobId } = await app.api.backup.restore({ sequence: 99, current });
  expect((await app.api.jobs.wait({ id: jobId })).error?.code).toBe('not_found');
  const packs = join(folder, 'g1', 'packs');
  for (const name of await readdir(packs)) await rm(join(packs, name));
  const broken = await app.api.backup.restore({ sequence: 1, current });
  expect((await app.api.jobs.wait({ id: broken.jobId })).error?.code).toBe('backup_damaged');
  await delay(100);
  expect(await titles(app)).toContain('Stays');
  expect((await readdir(app.dataDir)).filter((name) => /restor/.test(name))).toEqual([]);
  const { items } = await app.api.backup.runs({ kind: 'restore', limit: 10 });
  expect(items.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
});

/** Everything that an export holds, entry by entry. */
async function exported({ api }: TestApp): Promise<unknown> {
  const [tasks, notes, projects, clients] = await Promise.all([
    api.tasks.list({ limit: 500 }),
    api.notes.list({ limit: 500 }),
    api.projects.list({ limit: 500 }),
    api.clients.list({ limit: 500 }),
  ]);
  return { tasks, notes, projects, clients };
}

async function emptyFolder(): Promise<{ app: Adiuva; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-new-laptop-'));
  const app = createAdiuva({ host: 'test', keychain: null, dataDir, clock: createTestClock() });
  others.push(app);
  return { app, dataDir };
}

test('another laptop has everything with the place and twelve words', async () => {
  const first = await newApp();
  const phrase = await setUp(first, current);
  expect((await first.api.backup.status()).phraseOpensWorkspace).toBe(true);
  await done(first, await first.api.backup.start());
  const before = await exported(first);
  await first.app.close();
  await rm(first.dataDir, { recursive: true });

  const second = await emptyFolder();
  const api = second.app.caller();
  const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  await expect(api.backup.openVault({ place: place(), phrase: other })).rejects.toMatchObject({
    cause: { code: 'wrong_recovery_phrase' },
  });
  const { points } = await api.backup.openVault({ place: place(), phrase });
  expect(points).toMatchObject([{ sequence: 1, isThisDevice: false, device: { name: 'Laptop' } }]);

  const steps: string[] = [];
  const watching = (async () => {
    for await (const { step } of await api.backup.restoreProgress()) {
      steps.push(step);
      if (step === 'done') return;
    }
  })();
  const passphrase = 'another long passphrase';
  const input = { place: place(), phrase, sequence: 1, deviceName: 'New laptop', useKeychain: false };
  await expect(api.backup.restoreHere(input)).rejects.toMatchObject({
    cause: { code: 'keychain_unavailable' },
  });
  await expect(api.backup.restoreHere({ ...input, passphrase, sequence: 7 })).rejects.toMatchObject({
    cause: { code: 'not_found' },
  });
  expect((await api.system.status()).state).toBe('absent');
  await api.backup.restoreHere({ ...input, passphrase });
  await watching;
  expect(steps.at(-1)).toBe('done');

  expect(await api.system.status()).toMatchObject({ state: 'ready', warnings: [], onboarding: 'done' });
  expect(await exported({ ...first, api })).toEqual(before);
  const status = await api.backup.status();
  expect(status).toMatchObject({ deviceName: 'New laptop', phraseOpensWorkspace: true, lastBackup: null });
  const job = await api.jobs.wait({ id: (await api.backup.start()).jobId });
  expect(job.error).toBeNull();
  expect((await api.backup.devices()).map(({ name }) => name)).toEqual(['New laptop', 'Laptop']);
  // Its own store is opened by the passphrase of here and by the words of the vault.
  for (const unlock of [{ passphrase }, { recoveryPhrase: phrase }]) {
    await api.system.lock();
    expect((await api.system.unlock(unlock)).state).toBe('ready');
  }
  await expect(api.backup.restoreHere({ ...input, passphrase })).rejects.toMatchObject({
    cause: { code: 'conflict' },
  });
});

test('a restore on a new laptop that fails leaves an empty folder to begin with', async () => {
  const first = await newApp();
  const phrase = await setUp(first);
  expect((await first.api.backup.status()).phraseOpensWorkspace).toBe(false);
  await done(first, await first.api.backup.start());
  await first.api.backup.usePhraseHere({ phrase, current });
  expect((await first.api.backup.status()).phraseOpensWorkspace).toBe(true);
  const packs = join(folder, 'g1', 'packs');
  const kept = await readdir(packs);
  for (const name of kept) await rename(join(packs, name), join(folder, name));
  const { app, dataDir } = await emptyFolder();
  const api = app.caller();
  const input = { place: place(), phrase, sequence: 1, deviceName: 'New', passphrase: 'another passphrase' };
  await expect(api.backup.restoreHere(input)).rejects.toMatchObject({ cause: { code: 'backup_damaged' } });
  expect((await api.system.status()).state).toBe('absent');
  expect((await readdir(dataDir)).filter((name) => name.startsWith('adiuva.db'))).toEqual([]);
  for (const name of kept) await rename(join(folder, name), join(packs, name));
  await api.backup.restoreHere(input);
  expect((await api.system.status()).state).toBe('ready');
});

test('what a restore would change is told beforehand, and a note comes back as it was', async () => {
  const app = await newApp();
  const { api } = app;
  await setUp(app);
  const note = await api.notes.create({ title: 'Plan of March', body: 'the first words' });
  const project = await api.projects.create({ name: 'Gone project' });
  const task = await api.tasks.create({ title: 'Below it', projectId: project.item.id });
  await done(app, await api.backup.start());
  const sequence = (await api.backup.list())[0]?.sequence ?? 0;

  await api.notes.update({
    id: note.item.id,
    patch: { body: 'other words', baseUpdatedAt: note.item.updatedAt },
  });
  await api.notes.create({ title: 'New one' });
  await api.projects.remove({ ids: [project.item.id] });
  await api.trash.purge({ all: true });

  const { nouns, point } = await api.backup.preview({ sequence });
  const of = (kind: string) => nouns.find((noun) => noun.kind === kind);
  expect(of('notes')).toMatchObject({ gone: 1, back: 0, changed: 1 });
  expect(of('projects')).toMatchObject({ gone: 0, back: 1 });
  expect(of('tasks')?.back).toBe(1);
  expect(of('tasks')?.then).toBe(point.counts['tasks']);

  const found = await api.backup.items({ sequence, kind: 'note', query: 'march' });
  expect(found.items).toMatchObject([{ id: note.item.id, title: 'Plan of March', now: 'changed' }]);
  expect((await api.backup.items({ sequence, kind: 'task', query: 'below' })).items).toMatchObject([
    { id: task.item.id, now: 'gone' },
  ]);
  const { items: first, nextCursor, total } = await api.backup.items({ sequence, kind: 'task', limit: 2 });
  const { items: second } = await api.backup.items({
    sequence,
    kind: 'task',
    limit: 2,
    cursor: nextCursor ?? '',
  });
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(4);
  expect(total).toBe(point.counts['tasks']);

  const result = await api.backup.restoreItems({
    sequence,
    items: [
      { kind: 'note', id: note.item.id },
      { kind: 'task', id: task.item.id },
    ],
  });
  expect(result).toMatchObject({ restored: 2, alsoRestored: 1 });
  expect((await api.notes.get({ id: note.item.id })).body).toBe('the first words');
  expect((await api.projects.get({ id: project.item.id })).name).toBe('Gone project');
  expect(
    (await api.backup.preview({ sequence })).nouns.find(({ kind }) => kind === 'projects'),
  ).toMatchObject({
    back: 0,
  });
  await api.changes.undo({ changeSetId: result.changeSetId ?? 0 });
  expect((await api.notes.get({ id: note.item.id })).body).toBe('other words');
  await expect(api.projects.get({ id: project.item.id })).rejects.toMatchObject({
    cause: { code: 'not_found' },
  });
  await app.app.close();
  expect(await readdir(join(app.dataDir, 'backup', 'scratch'))).toEqual([]);
});

test('a task comes back with its sub-tasks and comments, and what is here stays as it is', async () => {
  const app = await newApp();
  const { api } = app;
  await setUp(app);
  const add = async (title: string, parentId?: string) =>
    (await api.tasks.create({ title, ...(parentId === undefined ? {} : { parentId }) })).item.id;
  const trip = await add('Trip');
  const [gone, trashed, changed] = [
    await add('Tickets', trip),
    await add('Hotel', trip),
    await add('Map', trip),
  ];
  await api.tasks.comment({ taskId: trip, body: 'Ask Ada' });
  await done(app, await api.backup.start());
  const { sequence = 0 } = (await api.backup.list())[0] ?? {};
  await api.tasks.remove({ ids: [gone] });
  await api.trash.purge({ all: true });
  await api.tasks.remove({ ids: [trashed] });
  await api.tasks.update({ ids: [changed], patch: { title: 'Map of the town' } });
  const later = await add('Passport', trip);

  const ids = [{ kind: 'task' as const, id: trip }];
  expect(await api.backup.restoreItems({ sequence, items: ids })).toMatchObject({ alsoRestored: 2 });
  const below = async () =>
    (await api.tasks.list({ parentId: trip, limit: 50 })).items.map(({ title }) => title).toSorted();
  expect(await below()).toEqual(['Hotel', 'Map of the town', 'Passport', 'Tickets']);

  await api.tasks.remove({ ids: [trip, later] });
  await api.trash.purge({ all: true });
  const result = await api.backup.restoreItems({ sequence, items: ids });
  expect(result).toMatchObject({ restored: 1, alsoRestored: 3 });
  expect(await below()).toEqual(['Hotel', 'Map', 'Tickets']);
  expect((await api.tasks.get({ id: trip })).comments).toMatchObject([{ body: 'Ask Ada' }]);
  await api.changes.undo({ changeSetId: result.changeSetId ?? 0 });
  expect(await below()).toEqual([]);
});

test('files and privacy: a note comes back with its file, and what is private now stays so', async () => {
  const app = await newApp();
  const { api } = app;
  await setUp(app);
  const client = await api.clients.create({ name: 'Shy client' });
  const note = await api.notes.create({ title: 'With a file', clientId: client.item.id });
  const bytes = Buffer.alloc(300_000, 7);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const store = app.app.system.workspace?.store;
  await store?.write({ command: 'test' }, (tx) => {
    for (const part of [0, 1])
      tx.run({
        sql: 'INSERT INTO blob_parts VALUES (?, ?, ?)',
        params: [sha256, part, bytes.subarray(part * 150_000, (part + 1) * 150_000)],
      });
    const file = { noteId: note.item.id, name: 'plan.bin', mimeType: 'application/octet-stream' };
    const id = '0192f0c1-2d3e-7f45-8a6b-9c0d1e2f3a4b';
    const size = { sizeBytes: bytes.length, sha256, deletedAt: null, createdAt: tx.nowMs };
    tx.insert('attachment', [{ id, ...file, ...size }]);
  });
  await done(app, await api.backup.start());
  const sequence = (await api.backup.list())[0]?.sequence ?? 0;
  await api.clients.update({ ids: [client.item.id], patch: { name: 'Renamed', isPrivate: true } });
  await api.notes.remove({ ids: [note.item.id] });
  await api.trash.purge({ all: true });
  await store?.write({ command: 'test' }, (tx) =>
    tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [sha256] }),
  );
  await api.backup.restoreItems({
    sequence,
    items: [
      { kind: 'note', id: note.item.id },
      { kind: 'client', id: client.item.id },
    ],
  });
  expect(await api.clients.get({ id: client.item.id })).toMatchObject({
    name: 'Shy client',
    isPrivate: true,
  });
  const rows = await store?.reader.rows(
    `SELECT a.name, b.data FROM attachments a JOIN blob_parts b USING (sha256) WHERE a.note_id = ? ORDER BY b.part`,
    [note.item.id],
  );
  expect(rows?.map(([name]) => name)).toEqual(['plan.bin', 'plan.bin']);
  const content = Buffer.concat((rows ?? []).map(([, data]) => Buffer.from(data as Uint8Array))); // a blob
  expect(content.equals(bytes)).toBe(true);
});

test('before the trash is emptied and before an import a backup is made, where that is wished', async () => {
  const app = await newApp();
  const { api } = app;
  await setUp(app);
  const count = async () => (await api.backup.runs({ kind: 'backup', limit: 10 })).total;
  const note = await api.notes.create({ title: 'Emptied' });
  await api.notes.remove({ ids: [note.item.id] });
  await api.trash.purge({ all: true });
  expect(await count()).toBe(1);
  const sequence = (await api.backup.list())[0]?.sequence ?? 0;
  const kept = await app.app.system.workspace?.store.reader.rows('SELECT 1 FROM notes WHERE id = ?', [
    note.item.id,
  ]);
  expect(kept).toEqual([]);
  expect((await api.backup.list())[0]?.counts['notes']).toBeGreaterThan(0);
  const source = { path: join(folder, 'note.md') };
  await writeFile(source.path, '# Brought in\n\nwords');
  const { jobId } = await api.imports.start({ source });
  await api.jobs.wait({ id: jobId });
  expect(await count()).toBe(2);
  await api.backup.updateSettings({ beforeRiskyThings: false });
  await api.notes.remove({ ids: [(await api.notes.create({ title: 'Again' })).item.id] });
  await api.trash.purge({ all: true });
  expect(await count()).toBe(2);
  expect(sequence).toBe(1);
});

test('a phrase that another device changed is typed in again, and an older list is taken when told so', async () => {
  const first = await newApp();
  const phrase = await setUp(first);
  await done(first, await first.api.backup.start());
  const second = await newApp();
  await second.api.backup.setUp({
    place: place(),
    deviceName: 'Desk',
    phrase: { kind: 'typed', phrase },
  });
  const renewed = await first.api.backup.newPhrase();
  const all = renewed.phrase.split(' ');
  const words = renewed.confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
  const { jobId: rotation } = await first.api.backup.changePhrase({ words, isLeaked: true });
  await done(first, { jobId: rotation ?? '' });

  const { jobId } = await second.api.backup.start();
  expect((await second.api.jobs.wait({ id: jobId })).error?.code).toBe('store_wrong_key');
  expect(await second.api.backup.status()).toMatchObject({
    state: 'needs_you',
    trouble: { code: 'store_wrong_key' },
  });
  await expect(second.api.backup.reenter({ phrase })).rejects.toMatchObject({
    cause: { code: 'wrong_recovery_phrase' },
  });
  await second.api.backup.reenter({ phrase: renewed.phrase });
  await done(second, await second.api.backup.start());
  expect((await second.api.backup.status()).state).toBe('up_to_date');

  const older = await readFile(join(folder, 'g2', 'head'));
  await done(second, await second.api.backup.start());
  await writeFile(join(folder, 'g2', 'head'), older);
  const refused = await second.api.backup.start();
  expect((await second.api.jobs.wait({ id: refused.jobId })).error?.code).toBe('backup_rolled_back');
  expect((await second.api.backup.status()).trouble?.code).toBe('backup_rolled_back');
  await second.api.backup.acceptList();
  await done(second, await second.api.backup.start());
  expect((await second.api.backup.status()).state).toBe('up_to_date');
});

test('the recovery kit says what is needed, and the words only where they were typed and are right', async () => {
  const app = await newApp();
  const { api } = app;
  const phrase = await setUp(app);
  await done(app, await api.backup.start());
  const { vaultId } = await api.backup.status();
  const read = async (kit: { readonly pdfBase64: string }) => {
    const { text } = await extractText(Uint8Array.from(Buffer.from(kit.pdfBase64, 'base64')), {
      mergePages: true,
    });
    return text.replaceAll(/\s+/g, ' ');
  };
  const bare = await api.backup.kit({});
  expect(bare.fileName).toMatch(/^adiuva-recovery-kit-.*\.pdf$/);
  const words = phrase.split(' ');
  const text = await read(bare);
  expect(text).toContain(vaultId);
  expect(text).toContain(folder.slice(-12));
  expect(text).not.toContain(`1. ${words[0]}`);
  const whole = await read(await api.backup.kit({ phrase, language: 'it' }));
  for (const [index, word] of words.entries()) expect(whole).toContain(`${index + 1}. ${word}`);
  expect(whole).toContain('Ripristino');
  const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  await expect(api.backup.kit({ phrase: other })).rejects.toMatchObject({
    cause: { code: 'wrong_recovery_phrase' },
  });
});

test('over a metered connection what the clock began waits, and what a person begins does not', async () => {
  const app = await newApp();
  const { api } = app;
  await setUp(app);
  expect((await api.backup.status()).isMetered).toBeNull();
  await api.backup.noteConnection({ isMetered: true });
  const byClock = { type: 'backup.create', title: 'type_backup_create', uniqueKey: 'backup.create' };
  const id = await app.app.workspace().jobs.enqueue({ ...byClock, input: { isScheduled: true } });
  await vi.waitFor(async () => expect((await api.jobs.get({ id })).status).toBe('waiting'), 10_000);
  expect(await api.backup.status()).toMatchObject({ state: 'waiting', isMetered: true, lastBackup: null });
  await done(app, await api.backup.start());
  expect((await api.backup.status()).state).toBe('up_to_date');
});
