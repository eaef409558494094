import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { costingOf } from '../support/costing.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { CALL } from '../support/spending-store.ts';
import type { TestApp } from '../support/make-app.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
let root: string;
let traceId: string;

function adiuva(...args: readonly string[]): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args, '--json'], {
    env: { ADIUVA_PASSPHRASE: passphrase },
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-usage-'));
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  const { tracer, spending } = costingOf({ app } as unknown as TestApp);
  const span = tracer.start({ name: 'chat gpt-5', kind: 'client', principal: 'user', runId: null });
  span.content('input', 'the Kestrel offer');
  const call = await spending.port.reserve({ ...CALL, modelId: 'gpt-5' });
  const usage = { inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 0 };
  await call.settle({ usage, traceId: span.traceId, spanId: span.spanId, outcome: 'done' });
  span.end('ok');
  traceId = span.traceId;
  await app.close();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('usage, budgets and prices from the command line', async () => {
  expect(await adiuva('usage', '--by', 'model')).toMatchObject({
    exitCode: 0,
    json: { rows: [{ keys: ['gpt-5'], costMicros: 2_250 }], total: { callCount: 1 } },
  });
  expect(await adiuva('usage', 'budget', 'day', '0.01')).toMatchObject({
    exitCode: 0,
    json: [{ period: 'day', limitMicros: 10_000, spentMicros: 2_250 }],
  });
  expect(await adiuva('usage', 'budget', 'day', 'off')).toMatchObject({ json: [] });
  expect((await adiuva('usage', 'budget', 'day', 'much')).exitCode).toBe(2);
  expect(await adiuva('usage', 'price', 'own-model', '1.5', '6', '--from', '2026-01-01')).toMatchObject({
    exitCode: 0,
    json: { modelId: 'own-model', providerId: '*', inputMicros: 1_500_000, cachedInputMicros: 1_500_000 },
  });
  expect(await adiuva('usage', 'prices')).toMatchObject({
    json: expect.arrayContaining([expect.objectContaining({ modelId: 'own-model' })]),
  });
  const file = join(root, 'usage.csv');
  expect(await adiuva('usage', 'export', file)).toMatchObject({ json: { rowCount: 1 } });
  expect(await readFile(file, 'utf8')).toContain('gpt-5,no,done,1000,0,100,0.002250');
});

test('traces are listed, shown and written to a file that nobody else can read', async () => {
  expect(await adiuva('traces', 'list', '--text', 'kestrel')).toMatchObject({
    exitCode: 0,
    json: { total: 1, items: [{ id: traceId, costMicros: 2_250 }] },
  });
  expect(await adiuva('traces', 'show', traceId)).toMatchObject({
    json: { spans: [{ contents: [{ side: 'input', text: 'the Kestrel offer' }] }] },
  });
  expect((await adiuva('traces', 'show', '0'.repeat(32))).exitCode).toBe(4);
  const file = join(root, 'traces.json');
  expect(await adiuva('traces', 'export', file)).toMatchObject({ json: { traceCount: 1, spanCount: 1 } });
  expect(await readFile(file, 'utf8')).not.toContain('Kestrel');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect((await adiuva('traces', 'export', file)).exitCode).toBe(1);
  const whole = join(root, 'whole.json');
  await adiuva('traces', 'export', whole, '--with-content', '--id', traceId);
  expect(await readFile(whole, 'utf8')).toContain('Kestrel');
});
