import { afterEach, expect, test, vi } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import type { DatasetWorkerStats } from '#shared/contracts/datasets.ts';
import { startControlSocket } from '#main/hosts/control/control-server.ts';
import { addScripted, runningClock, ticketAnswer, ticketSpec } from '../support/dataset-making.ts';
import { makeApp, TEST_PASSPHRASE, type TestApp } from '../support/make-app.ts';
import { runCommand } from '../support/run-cli.ts';
import { startScriptedModels } from '../support/scripted-models.ts';
import { startWorker } from '../support/slice-workers.ts';

// Whole processes start, and each derives its key anew.
vi.setConfig({ testTimeout: 240_000 });

const stack: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of stack.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

function adiuva({ dataDir }: TestApp, ...args: readonly string[]) {
  return runCommand(['--data-dir', dataDir, ...args], { env: { ADIUVA_PASSPHRASE: TEST_PASSPHRASE } });
}

test('a command that waits for its run is helped by a worker, and the status names both', async () => {
  const server = await startScriptedModels((request) => ({ ...ticketAnswer(request), delayMs: 60 }));
  stack.push(server);
  const made = await makeApp({ clock: runningClock() });
  stack.push(made);
  await addScripted(made, server);
  const spec = datasetSpecSchema.parse(ticketSpec({ records: 300, generator: { concurrency: 4 } }));
  await made.api.datasets.create({ spec });
  await made.app.close();

  // Nobody holds the folder yet.
  const worker = startWorker(made.dataDir, 'anna');
  stack.push(worker);
  await worker.until('Nobody works on this data folder');
  const run = await adiuva(made, 'dataset', 'run', 'tickets', '--slices', '10', '--json');
  expect(run).toMatchObject({ exitCode: 0, json: { status: 'done', made: 300, failed: 0 } });
  await worker.until('records made here');

  const { json } = await adiuva(made, 'dataset', 'status', 'tickets', '--json');
  const { workers } = json as { workers: readonly DatasetWorkerStats[] };
  expect(workers.map((one) => one.worker)).toEqual(['anna', 'main']);
  expect(workers.reduce((sum, one) => sum + one.made, 0)).toBe(300);
  const shown = await runCommand(['--data-dir', made.dataDir, 'dataset', 'status', 'tickets'], {
    env: { ADIUVA_PASSPHRASE: TEST_PASSPHRASE },
    typed: [],
  });
  expect(shown.stderr).toMatch(/^anna +\d+ +0 +\d+ /m);
  expect(shown.stderr).toMatch(/^main \(Adiuva itself\) +\d+ +0 /m);
  expect(await worker.end('SIGTERM')).toBe(0);
});

test('a folder that is held is for workers alone, each by a name of its own', async () => {
  const made = await makeApp();
  stack.push(made);
  stack.push(await startControlSocket(made.app, { dataDir: made.dataDir, host: 'cli' }));
  const second = await adiuva(made, 'daemon');
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toContain('adiuva daemon --worker');
  expect(await adiuva(made, 'daemon', '--worker', '--name', 'main')).toMatchObject({ exitCode: 2 });

  const worker = startWorker(made.dataDir, 'anna');
  stack.push(worker);
  await worker.until('Working as anna');
  const twin = await adiuva(made, 'daemon', '--worker', '--name', 'anna');
  expect(twin.exitCode).toBe(1);
  expect(twin.stderr).toContain('another --name');
});
