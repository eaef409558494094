import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ExchangePhase } from '../bench/dataset-exchange-rows.ts';
import { jobEnd, runningClock, until } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 });

/** A million with `ADIUVA_NIGHTLY`; else fewer, but long ones: either way they are far more than what may be held. */
const IS_NIGHTLY = process.env['ADIUVA_NIGHTLY'] !== undefined;
const ROWS = IS_NIGHTLY ? 1_000_000 : 16_000;
const MB = 1024 * 1024;
const MOST_HELD_MB = 60;
const SENTENCE = 'What was written here is long enough for a mail that somebody sends. ';
const TEXT = SENTENCE.repeat(IS_NIGHTLY ? 5 : 180);
const SCHEMA = {
  type: 'object',
  properties: { id: { type: 'integer' }, text: { type: 'string' }, score: { type: 'number' } },
  required: ['id', 'text', 'score'],
  additionalProperties: false,
};

let app: TestApp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-large-'));
  app = await makeApp({ clock: runningClock() });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function* lines(count: number): Generator<string> {
  for (let id = 0; id < count; id += 1)
    yield `${JSON.stringify({ id, text: `${id} ${TEXT}`, score: id / 4 })}\n`;
}

async function written(name: string, count: number): Promise<string> {
  const path = join(folder, name);
  await pipeline(Readable.from(lines(count)), createWriteStream(path));
  return path;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The most that was held at once while that went on, beyond what was held before; what is let go does not count. */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const held = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / MB;
  };
  const before = held();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, held());
  }, 400);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most - before;
}

test('many rows come in and go out with a few of them in memory', async () => {
  const path = await written('many.jsonl', ROWS);
  const { imports, exports } = app.api.datasets;
  let datasetId = '';
  const importing = await heldBy(async () => {
    const started = await imports.start({ source: { path }, into: { name: 'many', schema: SCHEMA } });
    datasetId = started.datasetId;
    expect(await jobEnd(app, started.jobId)).toMatchObject({
      status: 'done',
      result: { made: ROWS, failed: 0 },
    });
  });
  const out = join(folder, 'out.jsonl');
  const exporting = await heldBy(async () => {
    for (const [format, file] of [
      ['jsonl', out],
      ['csv', join(folder, 'out.csv')],
      ['parquet', join(folder, 'out.parquet')],
    ] as const) {
      const { jobId } = await exports.start({ datasetId, formats: [format], path: file });
      expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', result: { records: ROWS } });
    }
  });
  expect(await hashOf(out)).toBe(await hashOf(path));
  expect((await stat(path)).size / MB).toBeGreaterThan(MOST_HELD_MB * 3);
  expect(importing).toBeLessThan(MOST_HELD_MB);
  expect(exporting).toBeLessThan(MOST_HELD_MB);
});

/** Every format both ways in a process of its own; the most that it resided in above the opened app. */
function residentBy(rows: number): Promise<number> {
  const file = fileURLToPath(new URL('../bench/dataset-exchange-far-side.ts', import.meta.url));
  const child = spawn(process.execPath, [file, String(rows), 'jsonl,json,csv,parquet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      const phases = said.trimEnd().split('\n');
      if (code !== 0 || phases.length !== 9) reject(new Error(`It ended with ${code} after ${said}`));
      else resolve(Math.max(...phases.map((line) => (JSON.parse(line) as ExchangePhase).grownMB))); // its own lines
    });
  });
}

/** Heaps of five threads, each as large as it may grow before it is cleaned: what they come to whatever the rows. */
const MOST_RESIDENT_MB = 800;
const MOST_MORE_MB = 250;

test('the process does not grow with the rows, whatever the format', async () => {
  const large = IS_NIGHTLY ? 1_000_000 : 50_000;
  const few = await residentBy(large / 5);
  const many = await residentBy(large);
  expect(many).toBeLessThan(MOST_RESIDENT_MB);
  expect(many - few).toBeLessThan(MOST_MORE_MB);
});

test('an import that was cut off goes on where it was, and brings in no row twice', async () => {
  const count = IS_NIGHTLY ? 300_000 : 10_000;
  const path = await written('cut.jsonl', count);
  const { jobId, datasetId } = await app.api.datasets.imports.start({
    source: { path },
    into: { name: 'cut', schema: SCHEMA },
  });
  await until(
    () => app.api.datasets.get({ ref: 'cut' }),
    ({ made }) => made > 1_000,
  );
  const again = await app.reopen();
  app = again;
  const before = (await app.api.datasets.get({ ref: 'cut' })).made;
  expect(before).toBeGreaterThan(1_000);
  expect(before).toBeLessThan(count);
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', result: { made: count, failed: 0 } });
  const out = join(folder, 'out.jsonl');
  const exported = await app.api.datasets.exports.start({ datasetId, formats: ['jsonl'], path: out });
  await jobEnd(app, exported.jobId);
  expect(await hashOf(out)).toBe(await hashOf(path));
});
