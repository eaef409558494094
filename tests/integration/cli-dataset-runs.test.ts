import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { startCli, type CliProcess } from '../support/cli-process.ts';
import { askedNumber, ticketAnswer, ticketSpec, until } from '../support/dataset-making.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';
import {
  startScriptedModels,
  type ScriptedAnswer,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';

// Each command derives its key anew, and some of them are whole processes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const passphrase = 'correct horse battery';
const env = { ADIUVA_PASSPHRASE: passphrase };
let root: string;
let server: ScriptedModels;
let asked: number[];
const running: CliProcess[] = [];

const at = (...args: readonly string[]) => ['--data-dir', join(root, 'data'), ...args];
function command(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(at(...args), { env, ...options });
}
const adiuva = (...args: readonly string[]) => command(['dataset', ...args, '--json']);
/** As a person sees it: text on a terminal. */
const onTerminal = (...args: readonly string[]) => command(['dataset', ...args], { typed: [] });

function process(...args: readonly string[]): CliProcess {
  const started = startCli(at(...args), { env });
  running.push(started);
  return started;
}

async function daemon(): Promise<CliProcess> {
  const started = process('daemon');
  await started.said('Working in the background');
  return started;
}

const status = async (): Promise<string> =>
  String(
    Reflect.get(Object(Reflect.get(Object((await adiuva('status', 'tickets')).json), 'lastRun')), 'status'),
  );

function answering(answer: (request: ScriptedRequest) => ScriptedAnswer, delayMs = 0): void {
  server.say((request) => {
    asked.push(askedNumber(request));
    return { delayMs, ...answer(request) };
  });
}

/** A definition in a file, made a dataset that the scripted server fills. */
async function created(given: Parameters<typeof ticketSpec>[0]): Promise<void> {
  const file = join(root, 'tickets.json');
  await writeFile(file, JSON.stringify(ticketSpec(given)));
  expect(await adiuva('create', '--spec', file)).toMatchObject({ exitCode: 0, json: { name: 'tickets' } });
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
const sorted = (numbers: readonly number[]) => numbers.toSorted((left, right) => left - right);

beforeEach(async () => {
  asked = [];
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-runs-'));
  server = await startScriptedModels();
  const app = createAdiuva({ dataDir: join(root, 'data'), host: 'test', keychain: null });
  await app.caller().system.setup({ passphrase, useKeychain: false });
  await app.close();
  const address = ['--address', server.urls.openai, '--model', 'scripted-model', '--no-test'];
  expect(await command(['models', 'add', 'openai_compatible', ...address, '--json'])).toMatchObject({
    exitCode: 0,
  });
});
afterEach(async () => {
  for (const one of running.splice(0)) if (one.isAlive()) await one.kill('SIGKILL');
  await server.close();
  await rm(root, { recursive: true, force: true });
});

describe('a run in another process', () => {
  test('is held, taken up, ended and gone on with from here, and makes each record once', async () => {
    const records = 60;
    answering(ticketAnswer, 60);
    const background = await daemon();
    await created({ records, generator: { concurrency: 2 } });
    expect(await adiuva('resume', 'tickets')).toMatchObject({ exitCode: 1 });
    expect(await adiuva('run', 'tickets', '--detach')).toMatchObject({
      exitCode: 0,
      json: { asked: records },
    });
    await until(
      async () => asked.length,
      (count) => count >= 6,
    );
    const paused = await onTerminal('pause', 'tickets');
    expect(paused).toMatchObject({ exitCode: 0 });
    expect(paused.stderr).toMatch(/^paused: \d+ of 60 made, 0 failed\./);
    expect(paused.stderr).toContain('"adiuva dataset resume tickets" goes on with it.');
    // What was under way comes in; nothing more is asked for.
    await delay(300);
    const whilePaused = asked.length;
    await delay(300);
    expect(asked).toHaveLength(whilePaused);
    expect(await adiuva('run', 'tickets', '--records', '5')).toMatchObject({ exitCode: 1 });

    expect(await adiuva('resume', 'tickets', '--detach')).toMatchObject({ exitCode: 0 });
    await until(
      async () => asked.length,
      (count) => count >= whilePaused + 6,
    );
    expect(await adiuva('run', 'tickets', '--budget', '3')).toMatchObject({
      exitCode: 1,
      json: { error: { code: 'conflict' } },
    });
    expect(await adiuva('cancel', 'tickets')).toMatchObject({ exitCode: 0 });
    expect(await until(status, (word) => word === 'cancelled')).toBe('cancelled');
    expect(await adiuva('pause', 'tickets')).toMatchObject({ exitCode: 1 });

    const whole = await adiuva('run', 'tickets');
    expect(whole).toMatchObject({
      exitCode: 0,
      json: { status: 'done', made: records, failed: 0, failures: [] },
    });
    // Those that were under way when it was cancelled are asked for again, and no others.
    expect(sorted([...new Set(asked)])).toEqual(upTo(records));
    expect(asked.length).toBeLessThanOrEqual(records + 4);
    expect(await adiuva('run', 'tickets')).toMatchObject({ exitCode: 2 });
    const ended = await background.kill('SIGTERM');
    expect(ended.code).toBe(0);
  });

  test('rests while a command waits for it: that says so and ends with 1', async () => {
    answering(ticketAnswer, 60);
    await created({ records: 40, generator: { concurrency: 2 } });
    const waiting = process('dataset', 'run', 'tickets', '--json');
    await until(
      async () => asked.length,
      (count) => count >= 6,
    );
    expect(await adiuva('pause', 'tickets')).toMatchObject({ exitCode: 0 });
    const { code, json } = await waiting.ended;
    expect({ code, json }).toMatchObject({ code: 1, json: { status: 'paused', failed: 0 } });
    expect(await adiuva('resume', 'tickets')).toMatchObject({
      exitCode: 0,
      json: { status: 'done', made: 40 },
    });
  });

  test('that is let go with nobody to do it is kept, and says how it goes on', async () => {
    answering(ticketAnswer);
    await created({ records: 5 });
    const letGo = await onTerminal('run', 'tickets', '--detach');
    expect(letGo).toMatchObject({ exitCode: 0 });
    expect(letGo.stderr).toContain('or with "adiuva dataset run tickets"');
    expect(await adiuva('run', 'tickets')).toMatchObject({ exitCode: 0, json: { status: 'done', made: 5 } });
    expect(sorted([...new Set(asked)])).toEqual(upTo(5));
  });
});

describe('a run that stops by itself', () => {
  test('at its budget ends with 1 and the reason; with a higher one it goes on', async () => {
    // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
    const model = 'made-model-cloud';
    const address = ['--address', server.urls.ollama, '--model', model, '--no-test'];
    await command(['models', 'add', 'ollama', '--name', 'Paid', ...address, '--json']);
    const price = { modelId: model, inputMicros: 0, outputMicros: 10_000_000 };
    expect(await command(['call', 'usage.setPrice', JSON.stringify(price), '--json'])).toMatchObject({
      exitCode: 0,
    });
    answering((request) => ({ ...ticketAnswer(request), inputTokens: 10, outputTokens: 500 }));
    const file = join(root, 'tickets.json');
    const generator = { maxOutputTokens: 1_000, concurrency: 4 };
    await writeFile(file, JSON.stringify(ticketSpec({ records: 20, generator })));
    expect(await adiuva('create', '--spec', file, '--model', `Paid/${model}`)).toMatchObject({ exitCode: 0 });
    const stopped = await onTerminal('run', 'tickets', '--budget', '0.05');
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stderr).toMatch(/paused: \d+ of 20 made, 0 failed, \$0\.0\d+\.\n/);
    expect(stopped.stderr).toContain('The cap for one run is');
    expect(stopped.stderr).toContain('"adiuva dataset resume tickets" goes on with it.');
    const whole = await adiuva('resume', 'tickets', '--budget', '1');
    expect(whole).toMatchObject({
      exitCode: 0,
      json: { status: 'done', made: 20, budget: 1, costMicros: 100_000 },
    });
    expect(sorted(asked)).toEqual(upTo(20));
  });

  test('when its key is not taken any more ends with 1, and goes on when it is', async () => {
    answering((request) => (asked.length > 6 ? { status: 401 } : ticketAnswer(request)));
    await created({ records: 12, generator: { concurrency: 1 } });
    const stopped = await adiuva('run', 'tickets');
    expect(stopped).toMatchObject({ exitCode: 1, json: { status: 'paused', made: 6, failed: 0 } });
    expect(stopped.json).toMatchObject({ problem: expect.stringMatching(/key/i) });
    asked = [];
    answering(ticketAnswer);
    expect(await adiuva('run', 'tickets')).toMatchObject({ exitCode: 0, json: { status: 'done', made: 12 } });
    expect(sorted(asked)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  test('when nobody answers any more ends with 1, and no record has failed for it', async () => {
    answering((request) => {
      if (asked.length === 6) void server.close();
      return ticketAnswer(request);
    });
    await created({ records: 12, generator: { concurrency: 2 } });
    const stopped = await adiuva('run', 'tickets');
    expect(stopped).toMatchObject({ exitCode: 1, json: { status: 'paused', failed: 0 } });
    expect(stopped.json).toMatchObject({
      problem: expect.stringContaining('resume the run when the provider is back'),
    });
  });
});

test('records that failed are named with their reason, and made anew alone', async () => {
  const wrong = [3, 7];
  answering((request) =>
    wrong.includes(askedNumber(request)) ? { text: '{"subject": ""}' } : ticketAnswer(request),
  );
  await created({ records: 10, generator: { retries: 1 } });
  const half = await onTerminal('run', 'tickets');
  expect(half.exitCode).toBe(1);
  expect(half.stderr).toContain('done: 8 of 10 made, 2 failed.');
  expect(half.stderr).toMatch(/^ {2}record 4: \S/m);
  expect(half.stderr).toMatch(/^ {2}record 8: \S/m);
  expect(half.stderr).toContain('"adiuva dataset retry tickets" makes the failed ones anew.');
  // A terminal is shown how far it is, and is left clean.
  expect(half.stderr).toMatch(/\d+ of 10 made/);
  expect(await adiuva('status', 'tickets')).toMatchObject({
    json: { made: 8, failed: 2, failures: [{ number: 3 }, { number: 7 }] },
  });
  asked = [];
  expect(await adiuva('retry', 'tickets')).toMatchObject({
    exitCode: 1,
    json: { kind: 'retry', asked: 2, made: 0, failed: 2, failures: { length: 2 } },
  });
  answering(ticketAnswer);
  asked = [];
  expect(await adiuva('retry', 'tickets')).toMatchObject({
    exitCode: 0,
    json: { kind: 'retry', status: 'done', asked: 2, made: 2, failed: 0 },
  });
  expect(sorted(asked)).toEqual(wrong);
  expect(await adiuva('retry', 'tickets')).toMatchObject({ exitCode: 2 });
  expect(await adiuva('run', 'tickets', '--records', '3')).toMatchObject({ exitCode: 0, json: { made: 3 } });
  expect(await adiuva('status', 'tickets')).toMatchObject({ json: { made: 13, failed: 0, failures: [] } });
});
