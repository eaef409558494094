import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-activity-'));
  await adiuva('init', '--no-keychain');
  await adiuva('call', 'actions.invoke', JSON.stringify({ id: 'clients.create', input: { name: 'Acme' } }));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('activity list, verify and export tell the same from the command line', async () => {
  const list = await adiuva('activity', 'list', '--outcome', 'done', '--json');
  expect(list).toMatchObject({ exitCode: 0, json: { total: 1, items: [{ actionId: 'clients.create' }] } });
  const verified = await adiuva('activity', 'verify', '--json');
  expect(verified).toMatchObject({ exitCode: 0, json: { isIntact: true, checkedCount: 2 } });
  const file = join(root, 'activity.csv');
  expect(await adiuva('activity', 'export', file, '--json')).toMatchObject({ json: { rowCount: 2 } });
  expect(await readFile(file, 'utf8')).toContain('clients.create');
  expect((await adiuva('activity', 'export', file)).exitCode).toBe(1);
  expect((await adiuva('activity', 'list', '--outcome', 'nonsense')).exitCode).not.toBe(0);
});

test('a playbook runs from the command line', async () => {
  const input = { name: 'task-from-email', parameters: { subject: 'Logo', sender: 'Anna' } };
  const run = await adiuva('call', 'playbooks.run', JSON.stringify(input));
  const { jobId } = run.json as { readonly jobId: string };
  const ended = await adiuva('call', 'jobs.wait', JSON.stringify({ id: jobId }));
  expect(ended.json).toMatchObject({ status: 'done' });
  const tasks = await adiuva('call', 'tasks.list', JSON.stringify({ text: 'Logo' }));
  expect(tasks.json).toMatchObject({ total: 1 });
});

test('offline is switched and told, and network says what left', async () => {
  expect(await adiuva('offline', 'on', '--json')).toMatchObject({ exitCode: 0, json: { isOffline: true } });
  const asked = { id: 'web.request', input: { url: 'https://name.invalid/' } };
  expect((await adiuva('call', 'actions.invoke', JSON.stringify(asked))).exitCode).not.toBe(0);
  expect(await adiuva('offline', 'status', '--json')).toMatchObject({ json: { isOffline: true } });
  const network = await adiuva('network', '--json');
  expect(network.json).toMatchObject({ rows: [{ host: 'name.invalid', sentBytes: 0, refusedCount: 1 }] });
  expect(await adiuva('offline', 'off', '--json')).toMatchObject({ json: { isOffline: false, since: null } });
});
