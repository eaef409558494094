import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const EXAMPLE = fileURLToPath(new URL('../../docs/datasets/dataset.yaml', import.meta.url));
const passphrase = 'correct horse battery';
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'dataset', ...args, '--json'], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-dataset-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.close();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('the documented definition is made, generated without a model, counted and written again', async () => {
  const made = await adiuva('create', '--spec', EXAMPLE, '--builtin', '--records', '12');
  expect(made).toMatchObject({
    exitCode: 0,
    json: { name: 'hosting-tickets', spec: { records: 12, seed: 7 } },
  });
  const run = await adiuva('run', 'hosting-tickets');
  expect(run).toMatchObject({ exitCode: 0, json: { status: 'done', asked: 12, made: 12, failed: 0 } });
  const { json: stats } = await adiuva('stats', 'hosting-tickets');
  expect(stats).toMatchObject({
    records: 12,
    columns: expect.arrayContaining([expect.objectContaining({ path: 'priority' })]),
  });
  expect(await adiuva('status', 'hosting-tickets')).toMatchObject({
    json: { made: 12, lastRun: { status: 'done' } },
  });
  expect(await adiuva('status')).toMatchObject({ json: { datasets: 1, runs: 1, activeRuns: 0, made: 12 } });
  const shown = await adiuva('show', 'hosting-tickets');
  const copy = join(root, 'copy.yaml');
  await writeFile(copy, (shown.json as { text: string }).text); // what show answers
  const again = await adiuva('create', '--spec', copy, '--name', 'copy');
  expect(again).toMatchObject({ exitCode: 0, json: { name: 'copy', spec: { checks: { length: 4 } } } });
  expect(await adiuva('pause', 'hosting-tickets')).toMatchObject({ exitCode: 1 });
});

test('what is wrong with a file is told by line, and nothing is made', async () => {
  const text = await readFile(EXAMPLE, 'utf8');
  const file = join(root, 'wrong.yaml');
  await writeFile(
    file,
    text.replace('column: message, min', 'colum: message, min').replace('records: 50', 'records: 0'),
  );
  const run = await adiuva('create', '--spec', file);
  expect(run).toMatchObject({
    exitCode: 2,
    json: { error: { code: 'invalid_input', problems: { length: 3 } } },
  });
  expect(run.stderr).toContain('wrong.yaml:12:10: records: This must be at least 1.');
  expect(run.stderr).toContain('Did you mean "column"?');
  expect(await adiuva('show', 'wrong')).toMatchObject({ exitCode: 4 });
});

test('a sentence becomes a draft, and with a word a dataset', async () => {
  const sentence = '20 support tickets for a bank, with priority and sentiment';
  const draft = await adiuva('draft', sentence);
  expect(draft).toMatchObject({
    exitCode: 0,
    json: { source: 'words', spec: { records: 20, generator: { kind: 'builtin' } }, samples: { length: 3 } },
  });
  const named = await adiuva('draft', sentence, '--name', 'bank', '--builtin', '--seed', '5', '--yes');
  expect(named).toMatchObject({ exitCode: 0, json: { name: 'bank', spec: { seed: 5, records: 20 } } });
  expect(await adiuva('run', 'bank', '--detach')).toMatchObject({ exitCode: 0, json: { asked: 20 } });
  expect(await adiuva('delete', 'bank')).toMatchObject({ exitCode: 0 });
  expect(await adiuva('show', 'bank')).toMatchObject({ exitCode: 4 });
  expect(await adiuva('restore', 'bank')).toMatchObject({ exitCode: 0, json: { name: 'bank' } });
});

test('a bare schema needs a name and a count', async () => {
  const file = join(root, 'schema.json');
  await writeFile(file, JSON.stringify({ title: 'Cities', properties: { city: { type: 'string' } } }));
  expect(await adiuva('create', '--schema', file, '--builtin')).toMatchObject({ exitCode: 2 });
  const made = await adiuva('create', '--schema', file, '--builtin', '--name', 'cities', '--records', '3');
  expect(made).toMatchObject({
    exitCode: 0,
    json: { title: 'Cities', spec: { seed: 1, generator: { kind: 'builtin' } } },
  });
  expect(
    await adiuva('create', '--schema', file, '--model', 'nobody/x', '--name', 'y', '--records', '1'),
  ).toMatchObject({
    exitCode: 4,
  });
});
