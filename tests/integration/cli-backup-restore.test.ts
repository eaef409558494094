import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { BackupPoint, BackupRun, BackupStatus, RestorePreview } from '#shared/contracts/backup.ts';
import { exportedFiles } from '../support/exported-files.ts';
import { flipLargest } from '../support/flip-largest.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
let root: string;
let laptop: string;
let place: string;
let phrase: string;

const at =
  (data: string) =>
  (args: readonly string[], options: CliOptions = {}) =>
    runCommand(['--data-dir', data, ...args], { env, ...options });

async function ok(running: Promise<CliRun>): Promise<CliRun> {
  const run = await running;
  expect([run.exitCode, run.stderr]).toEqual([0, expect.any(String)]);
  return run;
}

async function phraseFile(words: string): Promise<string> {
  const file = join(await mkdtemp(join(root, 'phrase-')), 'phrase');
  await writeFile(file, `${words}\n`, { mode: 0o600 });
  return file;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-restore-'));
});
beforeEach(async () => {
  const folder = await mkdtemp(join(root, 'test-'));
  laptop = join(folder, 'laptop');
  place = await mkdtemp(join(folder, 'place-'));
  const adiuva = at(laptop);
  await ok(adiuva(['init', '--no-keychain', '--sample']));
  const begun = await ok(adiuva(['backup', 'init', '--target', `file:${place}`, '--device', 'Laptop']));
  phrase = (begun.json as { recoveryPhrase: string }).recoveryPhrase;
  await ok(adiuva(['backup', 'create']));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a lost laptop comes back on another with the words alone, equal by export; damage is found and mended', async () => {
  const before = await exportedFiles(at(laptop), join(root, 'before'));
  expect(before.size).toBeGreaterThan(50);
  await rm(laptop, { recursive: true });

  const desk = at(join(place, '..', 'desk'));
  const target = ['--target', `file:${place}`, '--phrase-file', await phraseFile(phrase)];
  const [point] = (await ok(desk(['backup', 'restore', ...target, '--list']))).json as BackupPoint[];
  expect(point).toMatchObject({ device: { name: 'Laptop' } });
  expect((await desk(['backup', 'status'])).exitCode).toBe(4);

  const here = ['backup', 'restore', ...target, '--device', 'Desk', '--no-keychain', '--progress', '--json'];
  const restored = await ok(desk(here));
  expect(restored.json).toMatchObject({ point: { id: point?.id }, status: { deviceName: 'Desk' } });
  expect(JSON.parse(restored.stderr.split('\n')[0] ?? '')).toHaveProperty('progress.step');
  expect(restored.stdout).not.toContain(phrase);
  expect(await exportedFiles(desk, join(root, 'after'))).toEqual(before);
  // The words of the backup open the new folder as well.
  const unlocked = ['call', 'system.unlock', JSON.stringify({ recoveryPhrase: phrase })];
  expect((await desk(unlocked, { env: {} })).json).toMatchObject({ state: 'ready' });
  expect(await desk(here)).toMatchObject({ exitCode: 1, json: { error: { code: 'conflict' } } });

  await ok(desk(['backup', 'drill']));
  expect(((await desk(['backup', 'status'])).json as BackupStatus).lastDrill?.finishedAt).toBeGreaterThan(0);
  const pack = await flipLargest(join(place, 'g1', 'packs'));
  const checked = await desk(['backup', 'verify', '--read-data']);
  expect(checked.exitCode).toBe(1);
  expect((checked.json as BackupRun).damaged[0]).toContain(`g1/packs/${pack}`);
  await ok(desk(['backup', 'create']));
  const mended = (await desk(['backup', 'verify', '--read-data'])).json as BackupRun;
  expect(mended.figures['isNewestBroken']).toBe(0);
  const third = at(join(place, '..', 'third'));
  await ok(third(['backup', 'restore', ...target, '--no-keychain']));
  expect(await exportedFiles(third, join(root, 'third'))).toEqual(before);
});

test('the whole workspace goes back to a point in time, after a yes, and forward again', async () => {
  const adiuva = at(laptop);
  await ok(adiuva(['add', 'Written since']));
  const since = async () => (await adiuva(['search', '"Written since"'])).stdout.includes('Written since');
  const unsaid = await adiuva(['backup', 'restore', '1']);
  expect(unsaid).toMatchObject({ exitCode: 2 });
  expect(unsaid.stderr).toContain('--yes');
  const shown = await ok(adiuva(['backup', 'show', '1', '--changes']));
  expect(shown.json).toMatchObject({ point: { sequence: 1 } });
  expect((shown.json as RestorePreview).nouns.find(({ kind }) => kind === 'tasks')).toMatchObject({
    gone: 1,
  });
  const refused = await adiuva(['backup', 'restore', '1'], { typed: ['no'] });
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(await since()).toBe(true);

  const restored = await ok(adiuva(['backup', 'restore', '1', '--yes']));
  expect(restored.json).toMatchObject({ kind: 'restore', outcome: 'done', figures: { sequence: 1 } });
  expect(await since()).toBe(false);
  expect((await adiuva(['backup', 'status'])).json).toMatchObject({
    canPutBack: { until: expect.any(Number) },
  });
  await ok(adiuva(['backup', 'put-back']));
  expect(await since()).toBe(true);
  expect((await adiuva(['backup', 'put-back'])).exitCode).toBe(4);
  expect((await adiuva(['backup', 'restore', '99', '--yes'])).exitCode).toBe(4);
});

test('wrong words and an empty place restore nothing and leave no folder behind', async () => {
  const data = join(place, '..', 'nobody');
  const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const target = ['--target', `file:${place}`, '--phrase-file'];
  const wrong = await at(data)(['backup', 'restore', ...target, await phraseFile(other)]);
  expect(wrong).toMatchObject({ exitCode: 3, json: { error: { code: 'wrong_recovery_phrase' } } });
  const empty = await mkdtemp(join(root, 'empty-'));
  const nothing = [
    'backup',
    'restore',
    '--target',
    `file:${empty}`,
    '--phrase-file',
    await phraseFile(phrase),
  ];
  expect(await at(data)(nothing)).toMatchObject({ exitCode: 4 });
  for (const pack of await readdir(join(place, 'g1', 'packs'))) await rm(join(place, 'g1', 'packs', pack));
  const lost = await at(data)(['backup', 'restore', ...target, await phraseFile(phrase), '--no-keychain']);
  expect(lost).toMatchObject({ exitCode: 1, json: { error: { code: 'backup_damaged' } } });
  expect((await at(data)(['call', 'system.status'])).json).toMatchObject({ state: 'absent' });
  expect(await readFile(join(data, 'adiuva.db')).catch(() => null)).toBeNull();
});
