import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AssistantMessage } from '#shared/contracts/assistant.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery', LANG: 'en_GB.UTF-8' };
let root: string;
let server: ScriptedModels;

const inData = (args: readonly string[]) => ['--data-dir', join(root, 'data'), ...args];
const adiuva = (...args: readonly string[]): Promise<CliRun> => runCommand(inData(args), { env });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-assistant-'));
  server = await startScriptedModels([{ text: 'The labels, by Friday.', pieceDelayMs: 5 }]);
  await adiuva('init', '--sample', '--no-keychain');
  await adiuva('models', 'add', 'vllm', '--address', server.urls.openai, '--model', 'scripted-model');
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

test('a model answers, on a terminal word by word and as JSON as a whole, offline too', async () => {
  const pieces: string[] = [];
  const shown = await runCommand(inData(['ask', 'what', 'did', 'I', 'promise', 'Marta?']), {
    env,
    typed: [],
    onOutput: (text) => pieces.push(text),
  });
  expect(shown.stderr).toContain('The labels, by Friday.');
  expect(pieces.length).toBeGreaterThan(3);
  expect(shown.stderr).toContain('scripted-model');
  await adiuva('offline', 'on');
  const run = await adiuva('ask', 'what did I promise Marta?', '--json');
  expect(run.json as AssistantMessage).toMatchObject({
    status: 'done',
    model: { modelId: 'scripted-model', isLocal: true, costMicros: 0 },
  });
  await adiuva('offline', 'off');
  const traces = await adiuva('traces', 'list');
  expect(traces.stdout).toContain('invoke_agent');
  expect((await adiuva('usage')).stdout).toContain('scripted-model');
});

test('what stops a question is told by its code, and nothing is answered', async () => {
  server.say([{ status: 401, errorMessage: 'No such key.' }]);
  const refused = await adiuva('ask', 'add a task to call Ada');
  expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'model_auth' } } });
  expect(refused.stdout + refused.stderr).toContain('Enter the key again');
});
