import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCloudProcess, type CloudProcess } from '../support/cloud-process.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew, and the server is a process of its own.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
const PASSWORD = 'a password for the server';
let root: string;
let cloud: CloudProcess;

function adiuva(args: readonly string[], stdin = ''): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env, stdin });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-account-'));
  cloud = await startCloudProcess();
  await adiuva(['init', '--no-keychain']);
});
afterEach(async () => {
  await cloud.stop();
  await rm(root, { recursive: true, force: true });
});

test('somebody signs up, looks, signs out and in again from the command line', async () => {
  const who = [cloud.address, '--email', 'ada@example.org', '--password-file', '-'];
  const up = await adiuva(['account', 'sign-up', ...who, '--device-name', 'Desk'], PASSWORD);
  expect(up).toMatchObject({
    exitCode: 0,
    json: { account: { email: 'ada@example.org', state: 'signed_in' } },
  });
  expect(`${up.stdout}${up.stderr}`).not.toContain(PASSWORD);
  const status = await adiuva(['account']);
  expect(status).toMatchObject({
    exitCode: 0,
    json: { accounts: [{ endpoint: cloud.address, deviceName: 'Desk', usage: { usedBytes: 0 } }] },
  });
  const devices = await adiuva(['account', 'devices']);
  expect(devices.json).toMatchObject({ devices: [{ name: 'Desk', isThisDevice: true }] });
  expect((await adiuva(['account', 'devices', '--remove', 'nobody'])).exitCode).toBe(4);
  expect((await adiuva(['account', 'sign-out'])).json).toMatchObject({ isToldThere: true });
  expect((await adiuva(['account', 'sign-out'])).exitCode).toBe(4);
  const wrong = await adiuva(['account', 'sign-in', ...who], 'not that one at all');
  expect(wrong).toMatchObject({ exitCode: 1, json: { error: { code: 'sign_in_refused' } } });
  const again = await adiuva(['account', 'sign-in', ...who], PASSWORD);
  expect(again).toMatchObject({ exitCode: 0, json: { account: { state: 'signed_in' } } });
});
