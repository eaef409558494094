import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { startCli, type CliEnd } from '../support/cli-process.ts';

// Bundles may have to be made first.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PROGRAM = join(ROOT, 'dist', 'main', 'cli.js');
const RECORDS = 300;
let root: string;

/** The program as it is shipped: one bundle, and workers that are bundles of their own. */
function adiuva(...args: readonly string[]): Promise<CliEnd> {
  const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
  return startCli(['--data-dir', join(root, 'data'), '--json', ...args], { env, program: PROGRAM }).ended;
}

/** Everything that the worker loads as it needs it: values, patterns, the sandbox, checks, near duplicates. */
const SPEC = `
name: orders
title: Orders
records: ${RECORDS}
seed: 3
generator: { kind: builtin, locale: it }
schema:
  type: object
  properties:
    id: { type: integer }
    customer: { type: string, format: email }
    code: { type: string, pattern: '^[A-Z]{2}-[0-9]{5}$' }
    net: { type: number }
    gross: { type: number }
    day: { type: string, format: date }
  required: [id, customer, code, net, gross, day]
  additionalProperties: false
columns:
  id: { kind: sequence, start: 1 }
  customer: { kind: faker, method: internet.email }
  net: { kind: number, distribution: uniform, min: 1, max: 100, decimals: 2 }
  gross: { kind: expression, code: 'Math.round(row.net * 122) / 100' }
  day: { kind: date, from: 2026-01-01, to: 2026-06-30 }
checks:
  - { kind: unique, columns: [id] }
  - { kind: code, name: dearer, code: 'row.gross >= row.net' }
duplicates: { by: words, threshold: 0.95, columns: [code] }
`;

beforeAll(() => ensureBuilt(['main', 'workers']));
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-built-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('the built program makes, checks, counts and exports a dataset without a model', async () => {
  expect(await adiuva('init', '--no-keychain')).toMatchObject({ code: 0 });
  const file = join(root, 'orders.yaml');
  await writeFile(file, SPEC);
  const made = await adiuva('dataset', 'create', '--spec', file);
  expect(made.code, made.stderr).toBe(0);
  const run = await adiuva('dataset', 'run', 'orders');
  expect(run.code, run.stderr).toBe(0);
  expect(run.json).toMatchObject({ status: 'done', made: RECORDS, failed: 0 });
  expect(await adiuva('dataset', 'check', 'orders')).toMatchObject({
    code: 0,
    json: { made: RECORDS, withIssues: 0, job: { status: 'done' } },
  });
  expect(await adiuva('dataset', 'stats', 'orders')).toMatchObject({ code: 0, json: { records: RECORDS } });
  const out = join(root, 'orders.parquet');
  const exported = await adiuva('dataset', 'export', 'orders', '--format', 'parquet', '--out', out);
  expect(exported.code, exported.stderr).toBe(0);
  const rows = tableFromIPC(readParquet(await readFile(out)).intoIPCStream())
    .toArray()
    .map((row): Record<string, unknown> => row.toJSON());
  expect(rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: RECORDS }, (_, at) => at + 1));
  for (const { customer, code, net, gross } of rows) {
    expect(String(customer)).toContain('@');
    expect(String(code)).toMatch(/^[A-Z]{2}-[0-9]{5}$/);
    expect(gross).toBeCloseTo(Math.round(Number(net) * 122) / 100, 6);
  }
  // A draft from words takes the same way.
  const draft = await adiuva(
    'dataset',
    'draft',
    '20 reviews of a hotel',
    '--builtin',
    '--name',
    'hotel',
    '--yes',
  );
  expect(draft).toMatchObject({ code: 0, json: { name: 'hotel', spec: { records: 20 } } });
  const again = await adiuva('dataset', 'import', out, '--name', 'back');
  expect(again, again.stderr).toMatchObject({ code: 0, json: { job: { result: { made: RECORDS } } } });
});
