import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'memory', ...args, '--json'], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-memory-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.caller().clients.create({ name: 'Acme' });
  await app.close();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('facts are kept, listed and forgotten from the command line, each agent for itself', async () => {
  expect(await adiuva('list')).toMatchObject({ exitCode: 0, json: [] });
  expect(await adiuva('set', 'hours', 'No calls before ten')).toMatchObject({
    exitCode: 0,
    json: { namespace: 'shared', key: 'hours', value: 'No calls before ten', principal: 'user' },
  });
  await adiuva('set', 'hours', 'Mornings for deep work', '--agent', 'planner');
  await adiuva('set', 'hours', 'Acme is closed on Friday', '--client', 'acme');
  await adiuva('set', 'hours', 'No calls before eleven');
  expect(await adiuva('list')).toMatchObject({ json: { length: 3 } });
  expect(await adiuva('list', '--agent', 'planner', '--client', 'Acme')).toMatchObject({
    json: [
      { namespace: 'planner', value: 'Mornings for deep work' },
      { value: 'No calls before eleven' },
      { value: 'Acme is closed on Friday', scope: { projectId: null } },
    ],
  });
  expect(await adiuva('delete', 'hours', '--agent', 'planner')).toMatchObject({ exitCode: 0 });
  expect(await adiuva('delete', 'hours', '--agent', 'planner')).toMatchObject({ exitCode: 4 });
  expect(await adiuva('delete', 'hours', '--client', 'Acme')).toMatchObject({ exitCode: 0 });
  expect(await adiuva('list')).toMatchObject({ json: [{ value: 'No calls before eleven' }] });
  expect(await adiuva('set', 'hours', 'x', '--agent', 'nobody')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('set', 'hours', 'x', '--project', 'nothing')).toMatchObject({ exitCode: 4 });
});
