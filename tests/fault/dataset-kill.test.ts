import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { addScripted, allRecords, askedNumber, ticketAnswer, ticketSpec } from '../support/dataset-making.ts';
import { finishedIn } from '../support/finished-records.ts';
import { makeApp, TEST_PASSPHRASE } from '../support/make-app.ts';
import { startScriptedModels } from '../support/scripted-models.ts';
import { faultSize } from './fault-size.ts';

const WORKER = fileURLToPath(new URL('../support/kill-dataset.ts', import.meta.url));
const KILLS = faultSize({ ci: 20, nightly: 200 });
const RECORDS = 2_000;
const CONCURRENCY = 16;
/** Kills come somewhere between two commits. */
const SPREAD_MS = 47;
/** For each third, so that on a slow disk too something is finished: what never gets on is set aside, and rightly. */
const LEFT_ALONE_MS = 400;
/** Three lanes to two calls at once, and as many finished records as calls wait for the disk. */
const MOST_LOST = 1.5 * CONCURRENCY + CONCURRENCY;

type Working = {
  readonly ready: Promise<void>;
  /** Whether it still works. */
  isAlive(): boolean;
  kill(): Promise<void>;
  readonly done: Promise<boolean>;
};

function work(dataDir: string, jobId: string): Working {
  const args = [WORKER, dataDir, TEST_PASSPHRASE, jobId];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<boolean>();
  createInterface(child.stdout).on('line', (line) => {
    if (line === 'ready') ready.resolve();
    if (line === 'done') done.resolve(true);
  });
  void exited.then(() => {
    ready.resolve();
    done.resolve(false);
  });
  return {
    ready: ready.promise,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    done: done.promise,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

test(
  'a run that is killed again and again makes each record once, and pays for none that is finished',
  { timeout: KILLS * 60_000 + 120_000 },
  async () => {
    const asked: number[] = [];
    let isHeld = true;
    // Beyond its share nobody is answered before the kill: so few records are left for each of many.
    let round = { most: Infinity, over: Promise.resolve() };
    await using server = await startScriptedModels(async (request) => {
      if (isHeld) return { status: 503 };
      asked.push(askedNumber(request));
      await (asked.length > round.most ? round.over : delay(5));
      return ticketAnswer(request);
    });
    await using made = await makeApp();
    await addScripted(made, server);
    const generator = { concurrency: CONCURRENCY };
    const spec = datasetSpecSchema.parse(ticketSpec({ records: RECORDS, generator }));
    const { id: datasetId } = await made.api.datasets.create({ spec });
    const { id: runId, jobId } = await made.api.datasets.runs.start({ datasetId });
    await made.app.close();
    isHeld = false;
    let known = await finishedIn(made.dataDir, TEST_PASSPHRASE, datasetId);
    let underWay = 0;
    for (let kills = 0; kills < KILLS; kills += 1) {
      const from = asked.length;
      const share = Math.ceil((RECORDS - known.size) / (KILLS - kills + 1));
      const over = Promise.withResolvers<void>();
      round = { most: from + share, over: over.promise };
      const child = work(made.dataDir, jobId);
      await child.ready;
      while (asked.length < from + share) {
        expect(child.isAlive(), 'it ended by itself').toBe(true);
        await delay(1);
      }
      await delay(kills % 3 === 2 ? LEFT_ALONE_MS : (kills * 13) % SPREAD_MS);
      await child.kill();
      over.resolve();
      const calls = asked.slice(from);
      expect(calls.filter((number) => known.has(number))).toEqual([]);
      known = await finishedIn(made.dataDir, TEST_PASSPHRASE, datasetId);
      // What it asked for is on disk, but for what was under way: its lanes, and what waits for a commit.
      const gone = calls.filter((number) => !known.has(number));
      expect(gone.length).toBeLessThanOrEqual(MOST_LOST);
      underWay += gone.length;
    }
    expect(known.size).toBeLessThan(RECORDS);
    round = { most: Infinity, over: Promise.resolve() };
    expect(await work(made.dataDir, jobId).done).toBe(true);
    await using last = await made.reopen();
    const records = await allRecords(last, datasetId);
    expect(records.map(({ number }) => number)).toEqual(Array.from({ length: RECORDS }, (_, at) => at));
    expect(records.every(({ state, attempts }) => state === 'made' && attempts === 1)).toBe(true);
    expect(asked.length).toBe(RECORDS + underWay);
    expect(await last.api.datasets.runs.get({ runId })).toMatchObject({ made: RECORDS, failed: 0 });
    // Kills that hit nothing would prove nothing.
    expect(underWay).toBeGreaterThan(KILLS);
    process.stdout.write(
      `${KILLS} kills, ${asked.length} calls for ${RECORDS} records, ${underWay} under way when killed\n`,
    );
  },
);
