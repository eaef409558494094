import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import type { Bench, Measurement } from './report.ts';
import { watched } from './watched-work.ts';

const RECORDS = 100_000;
const DATASETS = 20;
const MOST_HELD_MS = 50;
const SCHEMA = {
  type: 'object',
  properties: { id: { type: 'integer' }, text: { type: 'string' }, score: { type: 'number' } },
  required: ['id', 'text', 'score'],
};

async function brought(
  app: TestApp,
  path: string,
  into: { datasetId: string } | { name: string; schema: typeof SCHEMA },
): Promise<string> {
  const { jobId, datasetId } = await app.api.datasets.imports.start({ source: { path }, into });
  const { status } = await jobEnd(app, jobId);
  if (status !== 'done') throw new Error(`The import is ${status}.`);
  return datasetId;
}

async function written(folder: string, name: string, word: string): Promise<string> {
  const path = join(folder, name);
  const line = (id: number) =>
    JSON.stringify({
      id,
      text: `${word} ${id * 7919} that nobody has answered yet, since Monday`,
      score: id / 8,
    });
  await writeFile(path, Array.from({ length: RECORDS }, (_, id) => line(id)).join('\n'));
  return path;
}

/** How long it took, and the longest that the main loop stood still for it. */
async function measured(name: string, work: () => Promise<unknown>): Promise<readonly Measurement[]> {
  const { tookMs, longestHoldMs, longestTurnMs } = await watched(work);
  const note = `its own processor time at once: ${longestTurnMs.toFixed(1)} ms`;
  return [
    { name, value: tookMs, unit: 'ms' },
    {
      name: `${name}: longest hold of the main loop`,
      value: longestHoldMs,
      unit: 'ms',
      bound: MOST_HELD_MS,
      note,
    },
  ];
}

async function versionsOf(app: TestApp, folder: string): Promise<readonly Measurement[]> {
  const { versions, records } = app.api.datasets;
  const [earlier, later] = [
    await written(folder, 'a.jsonl', 'Ticket'),
    await written(folder, 'b.jsonl', 'Letter'),
  ];
  const datasetId = await brought(app, earlier, { name: 'dataset-0', schema: SCHEMA });
  const freeze = (note: string) => () => versions.freeze({ datasetId, note });
  const diff = (from: number, to: number | null, key?: string) => () =>
    versions.diff({ datasetId, from, to, key, limit: 100 });
  const found = [
    ...(await measured('100,000 records frozen', freeze('first'))),
    ...(await measured('frozen again, with nothing changed', freeze('again'))),
    ...(await measured('compared, with nothing changed', diff(1, null))),
    ...(await measured('compared by a column, with nothing changed', diff(1, null, 'id'))),
  ];
  await brought(app, later, { datasetId });
  found.push(
    ...(await measured('100,000 records rejected', () =>
      records.review({ datasetId, review: 'rejected', filter: { query: 'Ticket' } }),
    )),
    ...(await measured('frozen, with 100,000 others', freeze('second'))),
    ...(await measured('compared by a column, 100,000 changed', diff(1, 2, 'id'))),
    ...(await measured('compared by number, 100,000 removed and as many added', diff(1, 2))),
  );
  return found;
}

async function listOf(app: TestApp, folder: string): Promise<readonly Measurement[]> {
  const path = join(folder, 'a.jsonl');
  for (let at = 1; at < DATASETS; at += 1)
    await brought(app, path, { name: `dataset-${at}`, schema: SCHEMA });
  const list = () => app.api.datasets.list({ sort: 'name', limit: 50 });
  return [
    ...(await measured(`${DATASETS} datasets of 100,000 records listed for the first time`, list)),
    ...(await measured(`${DATASETS} datasets of 100,000 records listed`, list)),
  ];
}

/** Versions of a dataset, and a list of many, at the size that runs allow. */
export const bench: Bench = {
  name: 'dataset-versions',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-versions-'));
    const app = await makeApp({ clock: runningClock() });
    try {
      return [...(await versionsOf(app, folder)), ...(await listOf(app, folder))];
    } finally {
      await app[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
