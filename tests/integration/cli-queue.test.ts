import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { startCloudProcess, type CloudProcess } from '../support/cloud-process.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew, and the server is a process of its own.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
const PASSWORD = 'a password for the server';
let root: string;
let cloud: CloudProcess;

function adiuva(args: readonly string[], stdin = ''): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env, stdin });
}

/** Signed in and out again while offline: the server has still to be told. */
async function missSignOut(verb: 'sign-up' | 'sign-in'): Promise<void> {
  const who = [cloud.address, '--email', 'ada@example.org', '--password-file', '-'];
  expect((await adiuva(['account', verb, ...who], PASSWORD)).exitCode).toBe(0);
  await adiuva(['offline', 'on']);
  const out = await adiuva(['account', 'sign-out']);
  expect(out).toMatchObject({ exitCode: 0, json: { isToldThere: false } });
}

async function list(): Promise<readonly OutboxItem[]> {
  const run = await adiuva(['queue', '--json']);
  expect(run.exitCode).toBe(0);
  return (run.json as { items: readonly OutboxItem[] }).items; // what the command promises
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-queue-'));
  cloud = await startCloudProcess();
  await adiuva(['init', '--no-keychain']);
});
afterEach(async () => {
  await cloud.stop();
  await rm(root, { recursive: true, force: true });
});

test('what waits is listed, tried again and given up from the command line', async () => {
  expect(await list()).toEqual([]);
  await missSignOut('sign-up');
  const { host } = new URL(cloud.address);
  expect(await list()).toMatchObject([{ kind: 'sign_out', label: host, state: 'waiting', tries: 0 }]);
  // Offline nothing leaves, and the exit says that it still waits.
  expect(await adiuva(['queue', 'retry', '--json'])).toMatchObject({
    exitCode: 1,
    json: { items: [{ state: 'waiting', tries: 0 }] },
  });
  await adiuva(['offline', 'off']);
  expect(await adiuva(['queue', 'retry', '--json'])).toMatchObject({ exitCode: 0, json: { items: [] } });

  await missSignOut('sign-in');
  const [item] = await list();
  expect(await adiuva(['queue', 'clear'])).toMatchObject({ exitCode: 2 });
  expect(await adiuva(['queue', 'clear', item?.id ?? '', '--all'])).toMatchObject({ exitCode: 2 });
  expect(await list()).toHaveLength(1);
  expect(await adiuva(['queue', 'clear', item?.id ?? '', '--json'])).toMatchObject({
    exitCode: 0,
    json: { items: [] },
  });
  expect(await adiuva(['queue', 'clear', item?.id ?? ''])).toMatchObject({ exitCode: 4 });
  expect(await adiuva(['queue', 'clear', '--all', '--json'])).toMatchObject({ exitCode: 0 });
});
