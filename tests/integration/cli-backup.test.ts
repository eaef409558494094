import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { BackupPoint, BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import { ACCESS_KEY, BUCKET, SECRET_KEY, startBlobServer } from '../support/blob-server.ts';
import { flipLargest } from '../support/flip-largest.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';
import { startWebdav } from '../support/webdav-server.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
let base: string;
/** Where each test finds what was set up: at the same path, which the settings of the backup name. */
let root: string;
let place: string;
let phrase: string;

function adiuva(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env, ...options });
}

const backup = (...args: string[]): Promise<CliRun> => adiuva(['backup', ...args]);

/** A folder of its own for another device or another place. */
function newFolder(name: string): Promise<string> {
  return mkdtemp(join(root, `${name}-`));
}

async function secretFile(name: string, text: string): Promise<string> {
  const file = join(root, name);
  await writeFile(file, `${text}\n`, { mode: 0o600 });
  return file;
}

async function run(...args: string[]): Promise<BackupRun> {
  const { exitCode, json, stderr } = await backup(...args);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return json as BackupRun;
}

/** Where the words that are asked for stand on the screen. */
const shownWord = (screen: string): string => {
  const asked = /Word (\d+): $/.exec(screen)?.[1] ?? '';
  return new RegExp(`^ *${asked}\\. (\\w+)$`, 'm').exec(screen)?.[1] ?? '';
};

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'adiuva-cli-backup-'));
  root = join(base, 'now');
  await mkdir(root);
  place = await newFolder('place');
  expect((await adiuva(['init', '--no-keychain', '--sample'])).exitCode).toBe(0);
  const made = await backup('init', '--target', `file:${place}`, '--device', 'Laptop', '--json');
  expect(made.exitCode).toBe(0);
  phrase = (made.json as { recoveryPhrase: string }).recoveryPhrase;
  await rename(root, join(base, 'ready'));
});
beforeEach(async () => {
  await rm(root, { recursive: true, force: true });
  await cp(join(base, 'ready'), root, { recursive: true });
});
afterAll(() => rm(base, { recursive: true, force: true }));

test('a new backup tells its words once, in its answer, and writes them nowhere', async () => {
  expect(phrase.split(' ')).toHaveLength(12);
  for (const folder of [place, join(root, 'data')]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes(phrase.split(' ').slice(0, 3).join(' '))).toBe(false);
    }
  }
  const { json, stdout } = await backup('status');
  expect(json).toMatchObject({ state: 'due', deviceName: 'Laptop', place: { kind: 'folder', path: place } });
  // One phrase to keep: the words open this workspace as well.
  expect(json).toMatchObject({ phraseOpensWorkspace: true });
  expect(stdout).not.toContain(phrase);
  const again = await backup('init', '--target', `file:${place}`);
  expect(again).toMatchObject({ exitCode: 1, json: { error: { code: 'conflict' } } });
});

test('a backup is made, listed, shown, checked and proven', async () => {
  const made = await run('create');
  expect(made).toMatchObject({ kind: 'backup', outcome: 'done' });
  expect(made.bytes).toBeGreaterThan(0);
  const [point] = (await backup('list')).json as BackupPoint[];
  expect(point).toMatchObject({ isThisDevice: true, sequence: made.figures['sequence'] });
  expect(point?.counts['tasks']).toBeGreaterThan(100);
  expect((await backup('show', String(point?.sequence))).json).toEqual(point);
  expect((await backup('show', '99')).exitCode).toBe(4);
  expect((await backup('devices')).json).toMatchObject([{ name: 'Laptop', isThisDevice: true, backups: 1 }]);

  expect(await run('verify')).toMatchObject({ kind: 'verify', damaged: [], share: 0 });
  const read = await run('verify', '--read-data');
  expect(read).toMatchObject({ damaged: [], share: 1 });
  expect(read.figures['packsRead']).toBe(read.figures['packs']);
  expect(await run('verify', '--sample', '1%')).toMatchObject({ damaged: [], share: 0.01 });
  expect((await backup('verify', '--sample', '200%')).exitCode).toBe(2);

  expect(await run('drill', '--part')).toMatchObject({ kind: 'drill', outcome: 'done', share: 0.03 });
  const drill = await run('drill');
  expect(drill.figures).toMatchObject({ tablesDiffering: 0, searchesSame: 10, searchesAsked: 10 });
  expect(((await backup('status')).json as BackupStatus).lastDrill?.id).toBe(drill.id);
});

test('a recovery kit is a new file that nobody else reads', async () => {
  const file = join(root, 'kit.pdf');
  expect((await backup('kit', file)).json).toEqual({ path: file, hasPhrase: false });
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect((await backup('kit', file)).exitCode).toBe(1);
  expect(await readFile(file)).toEqual(bytes);
});

test('how far it is goes to stderr line by line, the answer alone to stdout', async () => {
  await run('create');
  const { stdout, stderr, exitCode } = await backup('verify', '--read-data', '--progress');
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'verify', outcome: 'done' });
  const lines = stderr.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ progress: { kind: 'verify', doneBytes: expect.any(Number) } });
  }
});

test('what a prune would drop is said before, and nothing is changed by that', async () => {
  const retention = { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
  await run('create');
  await run('create');
  const before = (await backup('list')).json as BackupPoint[];
  expect(before).toHaveLength(2);
  expect((await backup('prune', '--dry-run')).json).toMatchObject({ isDryRun: true, dropped: [] });
  await adiuva(['call', 'backup.updateSettings', JSON.stringify({ retention })]);
  const { dropped } = (await backup('prune', '--dry-run')).json as { dropped: BackupPoint[] };
  expect(new Set(dropped.map(({ id }) => id))).toEqual(new Set(before.slice(1).map(({ id }) => id)));
  expect((await backup('list')).json).toEqual(before);
  expect(await run('prune')).toMatchObject({ figures: { backupsDropped: before.length - 1 } });
  expect((await backup('list')).json).toEqual(before.slice(0, 1));
});

test('single items are listed as they were, and come back alone', async () => {
  const word = `extension-${Date.now()}`;
  const title = `Call ${word}`;
  const added = await adiuva(['add', title]);
  expect(added.exitCode).toBe(0);
  const { id } = (added.json as { item: { id: string } }).item;
  const { sequence } = (await run('create')).figures;
  const list = async (...args: string[]) =>
    (await backup('items', 'list', String(sequence), 'task', '--text', word, ...args)).json;
  expect(await list()).toMatchObject({ items: [{ id, now: 'same' }], total: 1 });
  await adiuva(['call', 'tasks.remove', JSON.stringify({ ids: [id] })]);
  expect(await list()).toMatchObject({ items: [{ id, now: 'deleted' }] });
  const shown = await adiuva(['backup', 'items', 'list', String(sequence), 'task', '--text', word], {
    typed: [],
  });
  expect(shown.stderr).toMatch(new RegExp(`in the trash .* ${title}`));
  const back = await backup('items', 'restore', String(sequence), 'task', id);
  expect(back).toMatchObject({ exitCode: 0, json: { restored: 1, alsoRestored: 0 } });
  expect(await list()).toMatchObject({ items: [{ id, now: 'changed' }] });
  const task = await adiuva(['call', 'tasks.get', JSON.stringify({ id })]);
  expect(task.json).toMatchObject({ title });
  expect((await backup('items', 'list', String(sequence), 'mail')).exitCode).toBe(2);
  const other = '0192f0c1-2d3e-7f45-8a6b-9c0d1e2f3a4b';
  expect((await backup('items', 'restore', String(sequence), 'note', other)).exitCode).toBe(4);
});

test('an older list is refused with the command that takes it, and taken after a yes', async () => {
  await run('create');
  const head = join(place, 'g1', 'head');
  const older = await readFile(head);
  await run('create');
  await writeFile(head, older);
  const refused = await backup('create');
  expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'backup_rolled_back' } } });
  expect((refused.json as BackupRun).error?.message).toContain('adiuva backup accept-list');
  const unsaid = await backup('accept-list');
  expect(unsaid.exitCode).toBe(2);
  expect(unsaid.stderr).toContain('--yes');
  expect((await adiuva(['backup', 'accept-list'], { typed: ['no'] })).exitCode).toBe(1);
  expect((await backup('create')).exitCode).toBe(1);
  expect((await backup('accept-list', '--yes')).json).toMatchObject({ kind: 'backup', outcome: 'done' });
  expect((await backup('status')).json).toMatchObject({ state: 'up_to_date' });
});

test('damage is named, ends with 1, and is made good by the next backup', async () => {
  await run('create');
  const pack = await flipLargest(join(place, 'g1', 'packs'));

  const found = await backup('verify', '--read-data');
  expect(found.exitCode).toBe(1);
  expect((found.json as BackupRun).damaged[0]).toContain(`g1/packs/${pack}`);
  const forPeople = await adiuva(['backup', 'verify', '--read-data'], { typed: [] });
  expect(forPeople.exitCode).toBe(1);
  expect(forPeople.stderr).toContain(`damaged: g1/packs/${pack}`);
  expect((await backup('status')).json).toMatchObject({ state: 'needs_you' });

  await run('create');
  const mended = (await backup('verify', '--read-data')).json as BackupRun;
  expect(mended.figures['isNewestBroken']).toBe(0);
  expect((await backup('status')).json).toMatchObject({ state: 'up_to_date' });
});

test('a second device joins with the words from a file or stdin, and wrong ones end with 3', async () => {
  await run('create');
  const data = await newFolder('second');
  const second = (args: readonly string[], options: CliOptions = {}) =>
    runCommand(['--data-dir', data, ...args], { env, ...options });
  await second(['init', '--no-keychain']);
  const init = ['backup', 'init', '--target', `file:${place}`, '--device', 'Desk'];
  const unsaid = await second(init);
  expect(unsaid).toMatchObject({ exitCode: 2 });
  expect(unsaid.stderr).toContain('--phrase-file');
  const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const wrong = await second([...init, '--phrase-file', await secretFile('wrong', other)]);
  expect(wrong).toMatchObject({ exitCode: 3, json: { error: { code: 'wrong_recovery_phrase' } } });
  const joined = await second([...init, '--phrase-file', '-'], { stdin: `${phrase}\n` });
  expect(joined.exitCode).toBe(0);
  expect(joined.stdout).not.toContain('recoveryPhrase');
  expect((await second(['backup', 'create'])).exitCode).toBe(0);
  expect((await backup('devices')).json).toHaveLength(2);
  expect((await second(['backup', 'disconnect'])).json).toMatchObject({ state: 'not_set_up' });
  expect(await second(['backup', 'list'])).toMatchObject({ exitCode: 4 });
});

test('on a terminal the words are shown and four are asked back', async () => {
  const data = await newFolder('watched');
  const watched = (args: readonly string[], typed: CliOptions['typed']) =>
    runCommand(['--data-dir', data, ...args], { env, ...(typed ? { typed } : {}) });
  await watched(['init', '--no-keychain'], undefined);
  const target = await newFolder('watched-place');
  const init = ['backup', 'init', '--target', `file:${target}`];
  const wrong = await watched(
    init,
    Array.from({ length: 12 }, () => 'wrong'),
  );
  expect(wrong).toMatchObject({ exitCode: 3, stdout: '' });
  expect(await readdir(target)).not.toContain('vault.json');
  const right = await watched(init, [shownWord, shownWord, shownWord, shownWord]);
  expect(right.stderr).toContain('The first backup: adiuva backup create');
  expect(right).toMatchObject({ exitCode: 0, stdout: '' });
  const listed = await watched(['backup', 'status'], []);
  expect(listed.stderr).toContain(target);
});

test('a new phrase takes the place of the former one, with new keys where that one may be known', async () => {
  const data = await newFolder('rotated');
  const rotated = (...args: string[]) => runCommand(['--data-dir', data, ...args], { env });
  await rotated('init', '--no-keychain');
  const folder = await newFolder('rotated-place');
  const target = `file:${folder}`;
  const words = ({ json }: CliRun) => (json as { recoveryPhrase: string }).recoveryPhrase;
  const first = words(await rotated('backup', 'init', '--target', target));
  await rotated('backup', 'create');
  const second = words(await rotated('backup', 'rotate'));
  const leaked = await rotated('backup', 'rotate', '--leaked', '--progress');
  expect(leaked).toMatchObject({ exitCode: 0, json: { jobId: expect.any(String) } });
  const lines = leaked.stderr.trimEnd().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ progress: { kind: 'rotate' } });
  expect(lines.at(-2)).toContain('The new words open the backup now');
  const third = words(leaked);
  expect(new Set([first, second, third]).size).toBe(3);
  expect((await rotated('backup', 'create')).exitCode).toBe(0);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['g1', 'g2']));
  await rotated('backup', 'disconnect');
  const joinWith = async (text: string) =>
    rotated('backup', 'init', '--target', target, '--phrase-file', await secretFile('words', text));
  expect(await joinWith(first)).toMatchObject({ exitCode: 3 });
  expect(await joinWith(second)).toMatchObject({ exitCode: 3 });
  expect(await joinWith(third)).toMatchObject({ exitCode: 0 });
});

test('a bucket and a WebDAV folder take their secret from a file or the environment, never from the line', async () => {
  const data = await newFolder('remote');
  const remote = (args: readonly string[], options: CliOptions = {}) =>
    runCommand(['--data-dir', data, ...args], { env, ...options });
  await remote(['init', '--no-keychain']);
  const bucket = await startBlobServer();
  const dav = await startWebdav();
  try {
    const s3 = ['--target', `s3://${BUCKET}/laptop`, '--endpoint', bucket.url, '--access-key-id', ACCESS_KEY];
    const unsaid = await remote(['backup', 'init', ...s3]);
    expect(unsaid).toMatchObject({ exitCode: 2 });
    expect(unsaid.stderr).toContain('--secret-file');
    const withSecret = { env: { ...env, ADIUVA_BACKUP_SECRET: SECRET_KEY } };
    const begun = await remote(['backup', 'init', ...s3], withSecret);
    expect(begun).toMatchObject({ exitCode: 0, json: { place: { kind: 's3', prefix: 'laptop' } } });
    expect((await remote(['backup', 'create'])).exitCode).toBe(0);
    expect([...bucket.objects.keys()]).toContain('laptop/vault.json');
    expect((await remote(['backup', 'status'])).stdout).not.toContain(SECRET_KEY);
    await remote(['backup', 'disconnect']);

    const webdav = ['--target', dav.url.replace('http://', `webdav+http://${dav.user}@`)];
    const file = await secretFile('webdav-password', dav.password);
    const joined = await remote(['backup', 'init', ...webdav, '--secret-file', file]);
    expect(joined).toMatchObject({ exitCode: 0, json: { place: { kind: 'webdav', user: 'me' } } });
    expect((await remote(['backup', 'create'])).exitCode).toBe(0);
    expect(await readdir(dav.folder)).toContain('vault.json');
  } finally {
    await dav.stop();
    await bucket.stop();
  }
});

test('a place that is not understood, or that has a password in it, is refused with 2', async () => {
  const targets = ['', 'place', 'ftp://host/x', 'file:', 'webdav://me:secret@host/x', 's3://bucket/x'];
  for (const target of targets) {
    const refused = await backup('init', '--target', target);
    expect([target, refused.exitCode]).toEqual([target, 2]);
  }
  expect((await backup('init')).exitCode).toBe(2);
});
