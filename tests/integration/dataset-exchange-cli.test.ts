import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
let root: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), 'dataset', ...args, '--json'], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-exchange-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

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
