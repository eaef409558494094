import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { startScriptedModels } from '../support/scripted-models.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'dataset', ...args, '--json'], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

function call(procedure: string, input: object): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'call', procedure, JSON.stringify(input)], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

/** As a person sees it: text on a terminal. */
function onTerminal(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'dataset', ...args], {
    env: { ADIUVA_PASSPHRASE: passphrase },
    typed: [],
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-exchange-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.close();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a file comes in, is frozen, added to, compared and goes out in five formats', async () => {
  const file = join(root, 'tickets.csv');
  await writeFile(file, 'Subject,priority,junk\nPrinter,low,x\nInvoice,high,y\n');
  const map = ['--map', 'Subject=subject', '--map', 'junk='];
  const looked = await adiuva('import', file, '--name', 'tickets', ...map, '--dry-run');
  expect(looked).toMatchObject({
    exitCode: 0,
    json: { records: 2, sample: [{ subject: 'Printer', priority: 'low' }, {}] },
  });
  expect(await adiuva('import', file, '--name', 'tickets', ...map)).toMatchObject({
    exitCode: 0,
    json: { job: { status: 'done', result: { made: 2, failed: 0 } }, troubles: [] },
  });
  expect(await adiuva('freeze', 'tickets', '--note', 'first')).toMatchObject({
    exitCode: 0,
    json: { version: 1, records: 2, note: 'first', isNew: true, lineage: { sources: ['tickets.csv'] } },
  });
  const more = join(root, 'more.jsonl');
  await writeFile(more, '{"subject":"Domain","priority":"low"}\noops\n');
  expect(await adiuva('import', more, '--name', 'tickets', '--append')).toMatchObject({
    exitCode: 0,
    json: { job: { result: { made: 1, failed: 1 } }, troubles: [{ source: 'line 2', outcome: 'failed' }] },
  });
  await adiuva('freeze', 'tickets');
  expect(await adiuva('versions', 'tickets')).toMatchObject({
    json: [{ version: 2, records: 3 }, { version: 1 }],
  });
  expect(await adiuva('diff', 'tickets@1', 'tickets@2')).toMatchObject({
    exitCode: 0,
    json: {
      added: 1,
      removed: 0,
      changed: 0,
      same: 2,
      items: [{ kind: 'added', after: { subject: 'Domain' } }],
    },
  });
  const out = join(root, 'out');
  const formats = 'json,jsonl,csv,parquet,chat-jsonl';
  const written = await adiuva(
    'export',
    'tickets@2',
    '--format',
    formats,
    '--out',
    out,
    '--license',
    'mit',
    '--language',
    'en',
  );
  expect(written).toMatchObject({
    exitCode: 0,
    json: { job: { result: { records: 3, files: { length: 6 } } } },
  });
  expect(await readdir(out)).toHaveLength(6);
  const single = join(root, 'one.jsonl');
  expect(await adiuva('export', 'tickets@1', '--format', 'jsonl', '--out', single)).toMatchObject({
    exitCode: 0,
  });
  expect(await readFile(single, 'utf8')).toBe(
    '{"subject":"Printer","priority":"low"}\n{"subject":"Invoice","priority":"high"}\n',
  );
  expect(await adiuva('undo-import', 'tickets')).toMatchObject({ json: { removed: 2, kept: 0 } });
  expect(await adiuva('diff', 'tickets@1', 'tickets')).toMatchObject({ json: { added: 0, same: 2 } });
});

test('a folder in use is left alone, or the files of the export in it are written over and no others', async () => {
  const file = join(root, 'cities.jsonl');
  await writeFile(file, '{"city":"Rome","people":3}\n');
  await adiuva('import', file, '--name', 'cities');
  const out = join(root, 'cities');
  const toOut = ['export', 'cities', '--format', 'json,csv', '--out', out];
  expect(await adiuva(...toOut)).toMatchObject({ exitCode: 0 });
  await writeFile(join(out, 'notes.txt'), 'mine');
  const before = await readFile(join(out, 'cities.json'), 'utf8');
  await writeFile(file, '{"city":"Oslo","people":1}\n');
  await adiuva('import', file, '--name', 'cities', '--append');

  const refused = await onTerminal(...toOut);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(
    'The folder is not empty and holds no earlier export. Nothing was written',
  );
  expect(refused.stderr).toContain('--replace writes over files of the same names there');
  expect(await readFile(join(out, 'cities.json'), 'utf8')).toBe(before);

  expect(await adiuva(...toOut, '--replace')).toMatchObject({
    exitCode: 0,
    json: { job: { status: 'done' } },
  });
  expect((await readdir(out)).toSorted()).toEqual(['cities.csv', 'cities.json', 'notes.txt']);
  expect(JSON.parse(await readFile(join(out, 'cities.json'), 'utf8'))).toEqual([
    { city: 'Rome', people: 3 },
    { city: 'Oslo', people: 1 },
  ]);
  expect(await readFile(join(out, 'notes.txt'), 'utf8')).toBe('mine');
  // A folder of that name is nobody's file: nothing at all is written.
  await rm(join(out, 'cities.csv'));
  await mkdir(join(out, 'cities.csv'));
  await adiuva('undo-import', 'cities');
  expect(await adiuva(...toOut, '--replace')).toMatchObject({ exitCode: 1 });
  expect(JSON.parse(await readFile(join(out, 'cities.json'), 'utf8'))).toHaveLength(2);
  // Nothing lies beside it, and a folder that is not there yet is made.
  expect((await readdir(root)).filter((name) => name.includes('partial'))).toEqual([]);
  const fresh = ['--format', 'json,csv', '--out', join(root, 'fresh'), '--replace'];
  expect(await adiuva('export', 'cities', ...fresh)).toMatchObject({ exitCode: 0 });
  expect((await readdir(join(root, 'fresh'))).toSorted()).toEqual(['cities.csv', 'cities.json']);
});

test('two versions are compared by a column too, and two datasets not at all', async () => {
  const file = join(root, 'prices.jsonl');
  const write = (rows: readonly object[]) =>
    writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  await write([
    { sku: 'a', price: 1 },
    { sku: 'b', price: 2 },
  ]);
  await adiuva('import', file, '--name', 'prices');
  await adiuva('freeze', 'prices');
  // What made a dataset is taken back with it, and comes back with it.
  expect(await adiuva('undo-import', 'prices')).toMatchObject({
    json: { removed: 2, isDatasetRemoved: true },
  });
  expect(await adiuva('restore', 'prices')).toMatchObject({ exitCode: 0, json: { made: 2 } });
  const { json } = await adiuva('show', 'prices');
  const { id } = json as { id: string }; // what show answers
  await call('datasets.records.edit', { datasetId: id, number: 1, value: { sku: 'b', price: 5 } });
  expect(await adiuva('diff', 'prices@1', 'prices', '--key', 'sku')).toMatchObject({
    exitCode: 0,
    json: { added: 0, removed: 0, changed: 1, same: 1, items: [{ kind: 'changed', columns: ['price'] }] },
  });
  const text = await onTerminal('diff', 'prices@1', 'prices');
  expect(text.stderr).toContain('0 added, 0 removed, 1 changed, 1 the same.');
  expect(text.stderr).toContain('~ record 2 price: 2 -> 5');
  await adiuva('import', file, '--name', 'others');
  await adiuva('freeze', 'others');
  expect(await adiuva('diff', 'prices@1', 'others@1')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('diff', 'prices@1', 'prices@7')).toMatchObject({ exitCode: 4 });
  expect(await adiuva('diff', 'prices', 'nowhere')).toMatchObject({ exitCode: 4 });
  await write([
    { sku: 'c', price: 3 },
    { sku: 'd', price: 4 },
  ]);
  await adiuva('import', file, '--name', 'prices', '--append');
  await call('datasets.records.edit', { datasetId: id, number: 2, value: { sku: 'c', price: 9 } });
  // What was changed since it came in is the person's: it stays.
  expect(await adiuva('undo-import', 'prices')).toMatchObject({ json: { removed: 1, kept: 1 } });
  expect(await adiuva('undo-import', 'prices')).toMatchObject({ json: { removed: 0, kept: 1 } });
  expect(await adiuva('status', 'prices')).toMatchObject({ json: { made: 3 } });
});

test('what cannot be is said, and nothing is written', async () => {
  const out = join(root, 'none.csv');
  expect(await adiuva('export', 'nowhere', '--format', 'csv', '--out', out)).toMatchObject({ exitCode: 4 });
  expect(await adiuva('export', 'nowhere', '--format', 'xml', '--out', out)).toMatchObject({ exitCode: 2 });
  expect(await adiuva('import', join(root, 'missing.csv'), '--name', 'x')).toMatchObject({ exitCode: 1 });
  expect(await readdir(root)).not.toContain('none.csv');
  expect(await adiuva('collect', '--name', 'asked')).toMatchObject({
    exitCode: 0,
    json: { calls: 0, features: [] },
  });
  expect(await adiuva('collect', '--name', 'asked', '--yes')).toMatchObject({
    exitCode: 1,
    json: { error: { message: expect.stringContaining('nothing to collect') } },
  });
});

test('what models were asked becomes a dataset when it was shown and agreed to', async () => {
  await using server = await startScriptedModels((request) =>
    request.prompt.includes('You draft the definition')
      ? {
          text: JSON.stringify({
            name: 'cats',
            title: 'Cats',
            schema: { properties: { name: { type: 'string' } } },
          }),
        }
      : { text: JSON.stringify({ records: [{ name: 'Tom' }, { name: 'Kit' }, { name: 'Ida' }] }) },
  );
  const provider = { kind: 'openai_compatible', baseUrl: server.urls.openai, chatModel: 'scripted-model' };
  expect(await call('models.add', provider)).toMatchObject({ exitCode: 0 });
  expect(await adiuva('draft', '9 cats with names')).toMatchObject({
    exitCode: 0,
    json: { source: 'model' },
  });
  const choice = ['collect', '--name', 'asked', '--feature', 'datasets'];
  // A model on this machine is asked what is told to no other: that is left out unless one says so.
  const seen = await onTerminal(...choice);
  expect(seen.exitCode).toBe(0);
  expect(seen.stderr).toContain('0 calls of models would go in');
  expect(seen.stderr).toContain('2 calls answered on this machine are left out');
  const shown = await onTerminal(...choice, '--private');
  expect(shown.stderr).toContain('2 calls of models would go in, prompts and answers. Nothing was collected');
  expect(shown.stderr).toContain('9 cats with names');
  expect(await adiuva('show', 'asked')).toMatchObject({ exitCode: 4 });
  expect(await adiuva(...choice, '--private', '--yes')).toMatchObject({
    exitCode: 0,
    json: { job: { status: 'done', result: { made: 2, failed: 0 } } },
  });
  expect(await adiuva('show', 'asked')).toMatchObject({ json: { isPrivate: true, made: 2 } });
  expect(await adiuva('collect', '--name', 'others', '--feature', 'nothing', '--yes')).toMatchObject({
    exitCode: 1,
  });
  expect(await adiuva('undo-import', 'asked')).toMatchObject({
    json: { removed: 2, isDatasetRemoved: true },
  });
});
