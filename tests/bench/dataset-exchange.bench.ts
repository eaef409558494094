import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { SqlValue } from '#main/db/driver/driver.ts';
import { openBenchStore } from './bench-store.ts';
import {
  exchangeLines,
  exchangeRow,
  type ExchangeFormat,
  type ExchangePhase,
} from './dataset-exchange-rows.ts';
import { timed, type Bench, type Measurement } from './report.ts';

/** A million with `ADIUVA_NIGHTLY`, which takes some minutes. */
const LARGE = process.env['ADIUVA_NIGHTLY'] === undefined ? 200_000 : 1_000_000;
const SMALL = LARGE / 5;
const FORMATS: readonly ExchangeFormat[] = ['jsonl', 'json', 'csv', 'parquet'];
const LEAST_A_SECOND = 20_000;
const MOST_HELD_MS = 50;
const MOST_CANCEL_MS = 1_000;
const FLOOR_ROWS = 100_000;
const FLOOR_BATCH = 2_000;

const INSERT_SQL = `INSERT INTO dataset_records
    (dataset_id, number, run_id, state, value, hash, seed, updated_at) VALUES (?, ?, ?, 'made', ?, ?, ?, ?)`;

/** Rows a second of a plain insert of the same texts into the same table, a commit for each 2,000, nothing checked. */
async function bareInsertRate(): Promise<number> {
  await using opened = await openBenchStore();
  const ids = ['11111111-1111-7111-8111-111111111111', '22222222-2222-7222-8222-222222222222'];
  let tookMs = 0;
  for (let from = 0; from < FLOOR_ROWS; from += FLOOR_BATCH) {
    const rows = Array.from({ length: FLOOR_BATCH }, (_, at): readonly SqlValue[] => {
      const text = JSON.stringify(exchangeRow(from + at));
      return [ids[0] ?? '', from + at, ids[1] ?? '', text, hash('sha256', text), 1, 1_700_000_000_000];
    });
    tookMs += await timed(() =>
      opened.writer.batch([
        { sql: 'BEGIN IMMEDIATE' },
        { sql: INSERT_SQL, paramsList: rows },
        { sql: 'COMMIT' },
      ]),
    );
  }
  return (FLOOR_ROWS * 1_000) / tookMs;
}

/** Rows a second of a file that is read line by line and parsed, and nothing else. */
async function bareParseRate(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-parse-'));
  try {
    const path = join(folder, 'rows.jsonl');
    await pipeline(Readable.from(exchangeLines(FLOOR_ROWS)), createWriteStream(path));
    const tookMs = await timed(async () => {
      for await (const line of createInterface({ input: createReadStream(path) })) JSON.parse(line);
    });
    return (FLOOR_ROWS * 1_000) / tookMs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function phasesOf(rows: number): Promise<readonly ExchangePhase[]> {
  return new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL('dataset-exchange-far-side.ts', import.meta.url));
    const child = spawn(process.execPath, [file, String(rows), FORMATS.join(',')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`${file} ended with code ${code}`));
      else
        resolve(
          said
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as ExchangePhase),
        ); // its own lines
    });
  });
}

function measurementsOf(phase: ExchangePhase, bare: { readonly insert: number; readonly parse: number }) {
  const { way, format, rows, tookMs, processorMs, longestHoldMs, longestTurnMs } = phase;
  const rate = (rows * 1_000) / tookMs;
  const seconds = `${(tookMs / 1_000).toFixed(1)} s for ${rows.toLocaleString('en')}`;
  const floor = `bare insert ${bare.insert.toFixed(0)}, bare parse ${bare.parse.toFixed(0)} a second`;
  const speed: Measurement = {
    name: `${format} ${way}`,
    value: rate,
    unit: 'per second',
    bound: LEAST_A_SECOND,
    boundIs: 'least',
    note: `${seconds}, ${((processorMs * 1_000) / rows).toFixed(0)} µs of processor a row${way === 'in' ? `; ${floor}` : ''}`,
  };
  const hold: Measurement = {
    name: `${format} ${way}, longest hold of the main loop`,
    value: longestHoldMs,
    unit: 'ms',
    bound: MOST_HELD_MS,
    note: `its own processor time at once: ${longestTurnMs.toFixed(1)} ms`,
  };
  return [speed, hold];
}

function cancelOf({ tookMs, rows }: ExchangePhase): Measurement {
  const name = `an import of ${rows.toLocaleString('en')} rows, from the word to its end`;
  return { name, value: tookMs, unit: 'ms', bound: MOST_CANCEL_MS };
}

function memoryOf(small: readonly ExchangePhase[], large: readonly ExchangePhase[]): Measurement {
  const most = (phases: readonly ExchangePhase[]) => Math.max(...phases.map(({ grownMB }) => grownMB));
  return {
    name: 'most memory of the process above the opened app, all formats both ways',
    value: most(large),
    unit: 'MB',
    bound: 800,
    note: `${most(small).toFixed(0)} MB with a fifth of the rows`,
  };
}

/** Records in and out as files, at two sizes, in a process of their own each. */
export const bench: Bench = {
  name: 'dataset-exchange',
  async run() {
    const bare = { insert: await bareInsertRate(), parse: await bareParseRate() };
    const small = await phasesOf(SMALL);
    const large = await phasesOf(LARGE);
    const [first] = large;
    const ratio: Measurement = {
      name: 'rows brought in: read, checked, on disk and counted',
      value: first === undefined ? 0 : (first.rows * 1_000) / first.tookMs / bare.insert,
      unit: 'ratio',
      floor: 'a bare insert of the same rows into the same encrypted table',
    };
    const figures = large.flatMap((phase) =>
      phase.way === 'cancelled' ? [cancelOf(phase)] : measurementsOf(phase, bare),
    );
    return [ratio, ...figures, memoryOf(small, large)];
  },
};
