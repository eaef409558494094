import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AssistantMessage } from '#shared/contracts/assistant.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery', LANG: 'en_GB.UTF-8' };
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-answers-'));
  await adiuva('init', '--sample', '--no-keychain');
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a question from the command line is answered with its sources, within a project where one is named', async () => {
  const run = await adiuva(
    'ask',
    'which paper for the labels',
    '--project',
    'Single-origin packaging',
    '--json',
  );
  const message = run.json as AssistantMessage;
  expect(run.exitCode).toBe(0);
  expect(message).toMatchObject({ status: 'done', notice: 'no_model', model: null });
  expect(message.citations[0]).toMatchObject({ projectName: 'Single-origin packaging' });
  expect(message.citations.map(({ quote }) => quote).join('\n')).toContain('uncoated');
  expect((await adiuva('ask', 'anything', '--project', 'Nowhere')).exitCode).toBe(4);
});

test('what is asked for becomes a proposal', async () => {
  await adiuva('ask', 'add task call Tom friday');
  const { json } = await adiuva('call', 'proposals.list', '{}');
  expect(json).toMatchObject({ items: [{ actionId: 'tasks.create', input: { title: 'call Tom' } }] });
});

test('people are shown text, and told once that no model is in use', async () => {
  const { stderr } = await runCommand(['--data-dir', join(root, 'data'), 'ask', 'what is overdue'], {
    env,
    typed: [],
  });
  expect(stderr).toMatch(/\d+ tasks are late\./);
  expect(stderr.match(/No language model/g)).toHaveLength(1);
});

test('the brief and the search by meaning answer too', async () => {
  expect((await adiuva('brief', '--json')).json).toMatchObject({ locale: 'en', model: null });
  const found = await adiuva('search', '--semantic', 'price of printing labels', '--limit', '3');
  expect(found.json).toHaveLength(3);
});
