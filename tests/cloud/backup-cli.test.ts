import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackupPoint, BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import { startCloudProcess, type CloudProcess } from '../support/cloud-process.ts';
import { exportedFiles } from '../support/exported-files.ts';
import { flipLargest } from '../support/flip-largest.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
const PASSWORD = 'a password of the account';
const EMAIL = 'ada@example.org';

let root: string;
let cloud: CloudProcess;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-two-laptops-'));
  cloud = await startCloudProcess({ ADIUVA_CLOUD_DATA: join(root, 'server') });
});
afterEach(async () => {
  await cloud.stop();
  await rm(root, { recursive: true, force: true });
});

const laptop =
  (name: string) =>
  (args: readonly string[], options: CliOptions = {}) =>
    runCommand(['--data-dir', join(root, name), ...args], { env, ...options });

async function ok(running: Promise<CliRun>): Promise<CliRun> {
  const run = await running;
  expect([run.exitCode, run.stderr]).toEqual([0, expect.any(String)]);
  return run;
}

test('a laptop backs up to the server, is destroyed, and another takes its place with twelve words', async () => {
  const first = laptop('first');
  await ok(first(['init', '--no-keychain', '--sample']));
  const account = ['account', 'sign-up', cloud.address, '--email', EMAIL, '--password-file', '-'];
  await ok(first(account, { stdin: PASSWORD }));
  const target = ['--target', cloud.address];
  const begun = await ok(first(['backup', 'init', ...target, '--device', 'First']));
  const { recoveryPhrase } = begun.json as { recoveryPhrase: string };
  await ok(first(['backup', 'create']));
  const before = await exportedFiles(first, join(root, 'export-before'));
  await rm(join(root, 'first'), { recursive: true });

  const second = laptop('second');
  const words = join(root, 'words');
  await writeFile(words, recoveryPhrase, { mode: 0o600 });
  const restore = ['backup', 'restore', ...target, '--phrase-file', words, '--no-keychain'];
  expect(await second(restore)).toMatchObject({ exitCode: 2 });
  const signedIn = { env: { ...env, ADIUVA_BACKUP_SECRET: PASSWORD } };
  const asAda = [...restore, '--email', EMAIL, '--device', 'Second'];
  const wrong = await second(asAda, { env: { ...env, ADIUVA_BACKUP_SECRET: 'not the password' } });
  expect(wrong).toMatchObject({ exitCode: 1, json: { error: { code: 'sign_in_refused' } } });
  const [point] = (await ok(second([...asAda, '--list'], signedIn))).json as BackupPoint[];
  expect(point?.device.name).toBe('First');
  await ok(second(asAda, signedIn));
  expect(await exportedFiles(second, join(root, 'export-after'))).toEqual(before);

  // It is signed in and goes on by itself.
  await ok(second(['backup', 'drill']));
  expect(((await second(['backup', 'status'])).json as BackupStatus).lastDrill?.share).toBe(1);
  await flipLargest(join(root, 'server', 'blobs'));
  const found = await second(['backup', 'verify', '--read-data']);
  expect(found.exitCode).toBe(1);
  expect((found.json as BackupRun).damaged[0]).toContain('g1/packs/');
  await ok(second(['backup', 'create']));
  const mended = (await second(['backup', 'verify', '--read-data'])).json as BackupRun;
  expect(mended.figures['isNewestBroken']).toBe(0);
  const third = laptop('third');
  await ok(third(asAda, signedIn));
  expect(await exportedFiles(third, join(root, 'export-third'))).toEqual(before);
});
