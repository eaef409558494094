import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { migrate } from '#main/db/migrate.ts';
import type { Store } from '#main/db/store.ts';
import { createBackup, openVault } from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { openBackedStore, vaultDeps } from '../support/backed-store.ts';
import { createTestClock, makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';
import { driversUnderTest } from '../support/sqlite-drivers.ts';
import { MIGRATIONS, NOW_MS } from '../support/store-door.ts';

vi.setConfig({ testTimeout: 90_000 });

const [{ driver }] = await driversUnderTest();
const current = { passphrase: TEST_PASSPHRASE };

let folder: string;
let app: TestApp;
let phrase: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-former-'));
  await mkdir(join(folder, 'place'));
  app = await makeApp({ withSample: true });
  phrase = await setUp();
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const place = () => ({ kind: 'folder', path: join(folder, 'place') }) as const;

async function setUp(): Promise<string> {
  const { api } = app;
  const made = await api.backup.newPhrase();
  const words = made.phrase.split(' ');
  await api.backup.setUp({
    place: place(),
    deviceName: 'Laptop',
    phrase: {
      kind: 'new',
      words: made.confirmIndexes.map((index) => ({ index, word: words[index] ?? '' })),
    },
  });
  await api.backup.updateSettings({ rhythm: 'manual', drills: false, beforeRiskyThings: false });
  return made.phrase;
}

function openStore(): Store {
  const { workspace } = app.app.system;
  if (!workspace) throw new Error('the workspace is open');
  return workspace.store;
}

async function backUp(): Promise<void> {
  const { jobId } = await app.api.backup.start();
  expect((await app.api.jobs.wait({ id: jobId })).error).toBeNull();
}

async function restore(sequence: number): Promise<void> {
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

async function filesOf(label: string): Promise<readonly string[]> {
  return (await readdir(app.dataDir)).filter((name) => name.includes(label));
}

/** A backup of a store that took so many migrations, which says that it took `saysSchema`. */
async function backUpStore(taken: number, saysSchema = taken): Promise<number> {
  const [path, key] = [join(folder, `store-${taken}-${saysSchema}.db`), randomBytes(32)];
  const made = await driver.open({ path, key, mode: 'create' });
  await migrate(made, MIGRATIONS.slice(0, taken), NOW_MS);
  await made.close();
  const target = createFolderTarget({ folder: place().path });
  const deps = vaultDeps({ target, stateFolder: join(folder, 'state'), device: 'other' });
  const vault = await openVault(deps, { phrase });
  await using store = await openBackedStore(driver, path, key);
  await store.add(5, 200);
  const entry = await createBackup(vault, { ...store.source, schemaVersion: saysSchema });
  return entry.sequence;
}

test('a backup of a newer schema is refused before anything is fetched, here and on a new device', async () => {
  await backUp();
  const sequence = await backUpStore(MIGRATIONS.length, MIGRATIONS.length + 1);
  const refused = { code: 'store_too_new', message: expect.stringContaining('newer version of Adiuva') };
  const { jobId } = await app.api.backup.restore({ sequence, current });
  expect((await app.api.jobs.wait({ id: jobId })).error).toMatchObject(refused);
  await expect(app.api.backup.preview({ sequence })).rejects.toMatchObject({ cause: refused });
  const dataDir = join(folder, 'new-device');
  await using other = createAdiuva({ host: 'test', keychain: null, dataDir, clock: createTestClock() });
  const input = { place: place(), phrase, sequence, deviceName: 'New', passphrase: 'another passphrase' };
  await expect(other.caller().backup.restoreHere(input)).rejects.toMatchObject({ cause: refused });
  expect((await other.caller().system.status()).state).toBe('absent');
  expect(await filesOf('restor')).toEqual([]);
  await app.api.notes.create({ title: 'Goes on' });
});

test('a backup of an older schema is restored and brought up to date, and read item by item', async () => {
  await app.api.notes.create({ title: 'Of the present' });
  const sequence = await backUpStore(MIGRATIONS.length - 6);
  expect((await app.api.backup.items({ sequence, kind: 'note' })).items).toEqual([]);
  await restore(sequence);
  const store = openStore();
  expect(await store.reader.rows('SELECT count(*) FROM schema_migrations')).toEqual([[MIGRATIONS.length]]);
  expect(await store.reader.rows(`SELECT count(*) FROM settings WHERE id LIKE 'setting-%'`)).toEqual([[5]]);
  expect((await app.api.notes.list({ limit: 10 })).items).toEqual([]);
  await app.api.notes.create({ title: 'Goes on' });
  await backUp();
});

test('where the restored store does not start, the former one is put back by itself', async () => {
  const store = openStore();
  // What every start writes cannot be written in the store of then.
  const trigger = `CREATE TRIGGER no_start BEFORE INSERT ON store_meta WHEN NEW.key = 'node_id'
    BEGIN SELECT RAISE(ABORT, 'this store does not start'); END`;
  await store.write({ command: 'test' }, (tx) => tx.run({ sql: trigger }));
  await backUp();
  await store.write({ command: 'test' }, (tx) => tx.run({ sql: 'DROP TRIGGER no_start' }));
  await app.api.notes.create({ title: 'Of the present' });
  await restore(1);
  expect((await app.api.system.status()).state).toBe('ready');
  const { items } = await app.api.notes.list({ limit: 500 });
  expect(items.map(({ title }) => title)).toContain('Of the present');
  await vi.waitFor(async () => {
    const runs = await app.api.backup.runs({ kind: 'restore', limit: 1 });
    expect(runs.items).toMatchObject([{ outcome: 'failed', error: { code: expect.any(String) } }]);
  });
  expect((await app.api.backup.status()).canPutBack).toBeNull();
  expect(await filesOf('before-restore')).toEqual([]);
  expect(await filesOf('undone-restore')).toHaveLength(1);
  app = await app.reopen();
  expect(await filesOf('restor')).toEqual([]);
  await backUp();
});

test('files of earlier restores go at the next start, the one that can be put back stays', async () => {
  await backUp();
  await restore(1);
  await restore(1);
  expect(await filesOf('before-restore')).toHaveLength(2);
  await app.api.backup.putBack({ current });
  // What it became is kept until the store has opened well once more.
  expect(await filesOf('undone-restore')).toHaveLength(1);
  await restore(1);
  const { canPutBack } = await app.api.backup.status();
  app = await app.reopen();
  expect(await filesOf('undone-restore')).toEqual([]);
  expect(await filesOf('before-restore')).toEqual([canPutBack?.file]);
  await app.api.backup.putBack({ current });
  await app.api.system.lock();
  await app.api.system.unlock(current);
  expect(await filesOf('restor')).toEqual([]);
});
