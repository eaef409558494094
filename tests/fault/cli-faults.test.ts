import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { keychainOver } from '../support/memory-keychain.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { mountDisk, whyNoSmallDisk } from '../support/small-disk.ts';
import { driversUnderTest } from '../support/sqlite-drivers.ts';
import { MIGRATIONS, closeOpened, doorTo, requireReady } from '../support/store-door.ts';

const PASSPHRASE = 'a quiet harbour at dawn';
const CONTENDER = fileURLToPath(new URL('../support/lock-contender.ts', import.meta.url));
const noDisk = whyNoSmallDisk();
if (noDisk) process.stderr.write(`full and read-only disks under the commands not tested: ${noDisk}\n`);

let root: string;
/** A workspace with a few tasks and notes; each test works on a copy. */
let prepared: string;
let count = 0;

beforeAll(async () => {
  // So that no keychain of a person who runs this is asked.
  delete process.env['DBUS_SESSION_BUS_ADDRESS'];
  root = mkdtempSync(join(tmpdir(), 'adiuva-cli-faults-'));
  prepared = join(root, 'prepared');
  const made = await adiuva(prepared, ['init', '--no-keychain']);
  expect([made.exitCode, made.stderr]).toEqual([0, '']);
  for (let index = 0; index < 3; index += 1) await adiuva(prepared, ['add', `harbour task ${index}`]);
  const body = 'Some paragraphs of an offer. '.repeat(2_000);
  await adiuva(prepared, ['call', 'notes.create', JSON.stringify({ title: 'Offer', body })]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function adiuva(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  return runCommand(['--data-dir', folder, ...args], { env: { ADIUVA_PASSPHRASE: PASSPHRASE, ...env } });
}

function copyOf(folder: string, to = join(root, `copy-${(count += 1)}`)): string {
  cpSync(folder, to, { recursive: true });
  return to;
}

function contentOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name), 'base64')] as const);
}

/** What a script sees of a failure, and that a person is told the same. */
function failureOf(run: CliRun): { exitCode: number; code: string; message: string } {
  const { error } = run.json as { error: { code: string; message: string } };
  expect(run.stderr).toContain(error.message);
  return { exitCode: run.exitCode, code: error.code, message: error.message };
}

async function titlesIn(folder: string): Promise<readonly string[]> {
  const run = await adiuva(folder, ['list', 'tasks']);
  expect([run.exitCode, run.stderr]).toEqual([0, '']);
  return (run.json as { items: { title: string }[] }).items.map(({ title }) => title).toSorted();
}

const TASKS = ['harbour task 0', 'harbour task 1', 'harbour task 2'];

describe('a folder that cannot be written', () => {
  it('is told as such by every command, is left as it is, and works when it can be written again', async (context) => {
    if (noDisk) context.skip(noDisk);
    using disk = mountDisk(24);
    const folder = copyOf(prepared, join(disk.path, 'data'));
    disk.setReadOnly(true);
    const before = contentOf(folder);
    for (const args of [['list', 'tasks'], ['add', 'more'], ['doctor'], ['search', 'harbour']]) {
      const failure = failureOf(await adiuva(folder, args));
      expect([args, failure]).toEqual([
        args,
        { exitCode: 1, code: 'store_read_only', message: expect.stringMatching(/Nothing was changed/) },
      ]);
    }
    const empty = failureOf(await adiuva(join(disk.path, 'new'), ['init', '--no-keychain']));
    expect(empty).toMatchObject({ exitCode: 1, code: 'store_read_only' });
    expect(contentOf(folder)).toEqual(before);
    disk.setReadOnly(false);
    expect(await titlesIn(folder)).toEqual(TASKS);
  });
});

describe('a full disk', () => {
  it('refuses what cannot be kept and loses nothing that was', async (context) => {
    if (noDisk) context.skip(noDisk);
    using disk = mountDisk(24);
    const folder = copyOf(prepared, join(disk.path, 'data'));
    const empty = disk.fill(0);
    const failure = failureOf(await adiuva(folder, ['add', 'no room for this']));
    expect(failure).toMatchObject({
      exitCode: 1,
      code: 'disk_full',
      message: expect.stringMatching(/free some space/i),
    });
    empty();
    expect(await titlesIn(folder)).toEqual(TASKS);
    expect((await adiuva(folder, ['doctor'])).exitCode).toBe(0);
  });
});

describe('a folder that another process holds without answering', () => {
  it(
    'is left alone, the holder is named, and it opens when that one has gone',
    { timeout: 60_000 },
    async () => {
      const folder = copyOf(prepared);
      const holder = spawn(process.execPath, [CONTENDER, join(folder, 'adiuva.lock')], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const gone = once(holder, 'exit');
      try {
        await once(createInterface(holder.stdout), 'line');
        const run = await adiuva(folder, ['add', 'twice']);
        expect(failureOf(run)).toMatchObject({ exitCode: 1, code: 'store_in_use' });
        expect(run.json).toMatchObject({ error: { details: { pid: holder.pid } } });
        expect(run.stderr).toContain(`process ${holder.pid}`);
      } finally {
        holder.stdin.end();
        await gone;
      }
      expect(await titlesIn(folder)).toEqual(TASKS);
    },
  );
});

describe('a workspace of a newer version', () => {
  it('is refused with both versions named, and not touched', async () => {
    const folder = copyOf(prepared);
    const [{ driver }] = await driversUnderTest();
    const future = { name: '9999_future', hash: 'x', statements: ['CREATE TABLE of_tomorrow (id TEXT)'] };
    await using door = doorTo(folder, driver, { migrations: [...MIGRATIONS, future], keychain: null });
    await closeOpened(requireReady(await door.unlock({ kind: 'passphrase', passphrase: PASSPHRASE })));
    await door.close();
    const store = readFileSync(join(folder, 'adiuva.db'));
    for (const args of [['list', 'tasks'], ['add', 'more'], ['doctor'], ['doctor', '--repair']]) {
      const failure = failureOf(await adiuva(folder, args));
      expect([args, failure]).toMatchObject([args, { exitCode: 1, code: 'store_too_new' }]);
      expect(failure.message).toContain(`schema ${MIGRATIONS.length + 1}`);
      expect(failure.message).toContain('update Adiuva');
    }
    expect(readFileSync(join(folder, 'adiuva.db')).equals(store)).toBe(true);
  });
});

describe('a damaged file', () => {
  function damage(folder: string, at: readonly number[]): void {
    const path = join(folder, 'adiuva.db');
    const content = readFileSync(path);
    for (const offset of at) content[offset] = (content[offset] ?? 0) ^ 0x10;
    writeFileSync(path, content);
  }

  it('is found by doctor, and repair saves the rest and keeps the damaged file', async () => {
    const folder = copyOf(prepared);
    const size = statSync(join(folder, 'adiuva.db')).size;
    // Late pages: the note's text and the index, not the list of tables.
    damage(folder, [size - 100, size - 5 * 4096 - 7]);
    const damaged = readFileSync(join(folder, 'adiuva.db'));
    const found = await adiuva(folder, ['doctor']);
    expect(found.exitCode).toBe(1);
    expect(found.stdout).toMatch(/damaged|could not be verified/);

    const repaired = await adiuva(folder, ['doctor', '--repair']);
    expect([repaired.exitCode, repaired.stderr]).toEqual([0, '']);
    expect(await titlesIn(folder)).toEqual(TASKS);
    expect((await adiuva(folder, ['doctor'])).exitCode).toBe(0);
    const { hits } = (await adiuva(folder, ['search', 'harbour'])).json as { hits: unknown[] };
    expect(hits).toHaveLength(3);
    const kept = readdirSync(folder).filter((name) => /damaged.*\.db$/.test(name));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder, kept[0] ?? '')).equals(damaged)).toBe(true);
  });

  it('whose first page is gone is not taken for a wrong passphrase, and is left as it is', async () => {
    const folder = copyOf(prepared);
    damage(folder, [100, 2_000]);
    const damaged = readFileSync(join(folder, 'adiuva.db'));
    for (const args of [['list', 'tasks'], ['doctor'], ['doctor', '--repair']]) {
      const failure = failureOf(await adiuva(folder, args));
      expect([args, failure]).toMatchObject([args, { exitCode: 1, code: 'store_corrupt' }]);
      expect(failure.message).toMatch(/Nothing was changed/i);
    }
    expect(readFileSync(join(folder, 'adiuva.db')).equals(damaged)).toBe(true);
  });

  it('with the key file gone says which file, and opens when it is back', async () => {
    const folder = copyOf(prepared);
    rmSync(join(folder, 'keyslots.json'));
    rmSync(join(folder, 'keyslots.copy.json'), { force: true });
    const failure = failureOf(await adiuva(folder, ['list', 'tasks']));
    expect(failure).toMatchObject({
      exitCode: 1,
      code: 'store_corrupt',
      message: expect.stringContaining('keyslots.json'),
    });
    expect(failureOf(await adiuva(folder, ['init', '--no-keychain'])).code).toBe('conflict');
    cpSync(join(prepared, 'keyslots.json'), join(folder, 'keyslots.json'));
    expect(await titlesIn(folder)).toEqual(TASKS);
  });
});

describe('a keychain that is not there', () => {
  it('is told at set-up, and nothing is made', async () => {
    const folder = join(root, 'keychain-only');
    const run = await runCommand(['--data-dir', folder, 'init', '--keychain'], { env: {} });
    expect(failureOf(run)).toMatchObject({
      exitCode: 1,
      code: 'keychain_unavailable',
      message: expect.stringContaining('choose a passphrase'),
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.db') || name.startsWith('keyslots'))).toEqual(
      [],
    );
  });

  it('leaves a workspace that only it could open locked, and the recovery phrase opens it', async () => {
    const folder = join(root, 'moved');
    const app = createAdiuva({ dataDir: folder, host: 'test', keychain: keychainOver(new Map()) });
    const { recoveryPhrase } = await app.caller().system.setup({ useKeychain: true });
    await app.caller().system.finishOnboarding();
    await app.caller().tasks.create({ title: 'kept' });
    await app.close();
    const locked = await runCommand(['--data-dir', folder, 'list', 'tasks'], { env: {} });
    expect(failureOf(locked)).toMatchObject({
      exitCode: 3,
      code: 'store_locked',
      message: expect.stringContaining('data is safe'),
    });
    const again = createAdiuva({ dataDir: folder, host: 'test', keychain: null });
    await again.caller().system.unlock({ recoveryPhrase });
    expect((await again.caller().tasks.list({})).items.map(({ title }) => title)).toEqual(['kept']);
    await again.close();
  });
});
