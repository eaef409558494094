import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { jobEnd, runningClock, until } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import {
  EXCHANGE_SCHEMA,
  exchangeLines,
  type ExchangeFormat,
  type ExchangePhase,
  type ExchangeWay,
} from './dataset-exchange-rows.ts';
import { watched } from './watched-work.ts';

/** Brings rows in and out again in a process of its own, whose memory is nobody else's; says each phase as a line. */
const [count = '0', wanted = ''] = process.argv.slice(2);
const rows = Number(count);
const formats = wanted.split(',').filter((one) => one !== '') as ExchangeFormat[]; // as the bench names them

const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-exchange-'));
const app = await makeApp({ clock: runningClock() });
const startMB = residentMB();
try {
  const source = join(folder, 'rows.jsonl');
  await pipeline(Readable.from(exchangeLines(rows)), createWriteStream(source));
  // Libraries that are loaded when first needed are not what is measured.
  const first = join(folder, 'first.jsonl');
  await writeFile(first, '{"id":1}\n');
  await app.api.datasets.imports
    .start({ source: { path: first }, into: { name: 'first' } })
    .then(({ jobId }) => jobEnd(app, jobId));
  const datasetId = await phase('in', 'jsonl', () => brought(app, source, 'source'));
  for (const format of formats) {
    const path = join(folder, `out.${format}`);
    await phase('out', format, async () => {
      const { jobId } = await app.api.datasets.exports.start({ datasetId, formats: [format], path });
      await ended(jobId, 'records');
    });
    if (format !== 'jsonl') await phase('in', format, () => brought(app, path, `from-${format}`));
    await rm(path);
  }
  await cancelled(source);
} finally {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}

async function cancelled(path: string): Promise<void> {
  const { imports, get } = app.api.datasets;
  const { jobId } = await imports.start({
    source: { path },
    into: { name: 'cancelled', schema: EXCHANGE_SCHEMA },
  });
  await until(
    () => get({ ref: 'cancelled' }),
    ({ made }) => made > 0,
  );
  await phase('cancelled', 'jsonl', async () => {
    await app.api.jobs.cancel({ id: jobId });
    await jobEnd(app, jobId);
  });
}

async function brought({ api }: TestApp, path: string, name: string): Promise<string> {
  const into = { name, schema: EXCHANGE_SCHEMA };
  const { jobId, datasetId } = await api.datasets.imports.start({ source: { path }, into });
  await ended(jobId, 'made');
  return datasetId;
}

async function ended(jobId: string, counted: string): Promise<void> {
  const { status, result, error } = await jobEnd(app, jobId);
  const all = Object(result) as Record<string, unknown>; // counts of the job
  if (status === 'done' && all[counted] === rows) return;
  throw new Error(`${status}: ${JSON.stringify(result)} of ${rows}, ${JSON.stringify(error)}`);
}

async function phase<T>(way: ExchangeWay, format: ExchangeFormat, work: () => Promise<T>): Promise<T> {
  const beganMB = residentMB();
  const { value, tookMs, processorMs, longestHoldMs, longestTurnMs, memoryMB } = await watched(work);
  const grownMB = beganMB + memoryMB - startMB;
  const said: ExchangePhase = {
    way,
    format,
    rows,
    tookMs,
    processorMs,
    longestHoldMs,
    longestTurnMs,
    grownMB,
  };
  process.stdout.write(`${JSON.stringify(said)}\n`);
  return value;
}

function residentMB(): number {
  return process.memoryUsage.rss() / 1024 ** 2;
}
