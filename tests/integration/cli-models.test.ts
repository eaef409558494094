import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
let root: string;
let server: ScriptedModels;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-models-'));
  server = await startScriptedModels();
  await adiuva('init', '--no-keychain');
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

test('models are added, tested, ordered and removed from the command line', async () => {
  const keyFile = join(root, 'key');
  await writeFile(keyFile, 'sk-from-a-file\n');
  const address = ['--address', server.urls.openai];
  const added = await adiuva(
    'models',
    'add',
    'openai',
    ...address,
    '--model',
    'scripted-model',
    '--key-file',
    keyFile,
  );
  expect(added).toMatchObject({
    exitCode: 0,
    json: { provider: { name: 'OpenAI', hasKey: true }, test: { isOk: true } },
  });
  expect(JSON.stringify(added)).not.toContain('sk-from-a-file');
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-from-a-file');
  const wrong = await adiuva('models', 'add', 'vllm', ...address, '--name', 'Here', '--model', 'nonesuch');
  expect(wrong).toMatchObject({ exitCode: 1, json: { test: { isOk: false } } });
  await adiuva('models', 'order', 'here');
  const listed = await adiuva('models', 'list');
  expect(listed).toMatchObject({ json: { providers: [{ name: 'Here' }, { name: 'OpenAI' }] } });
  expect((await adiuva('models', 'test', 'openai')).exitCode).toBe(0);
  expect((await adiuva('models', 'test', 'nobody')).exitCode).toBe(4);
  await adiuva('models', 'remove', 'Here');
  expect(await adiuva('models', 'list')).toMatchObject({ json: { providers: [{ name: 'OpenAI' }] } });
});
