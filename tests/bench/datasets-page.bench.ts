import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { createAdiuva } from '#main/compose.ts';
import { launchApp } from '../support/launch-app.ts';
import { until } from '../support/dataset-making.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { scrollFrames, type Frames } from './page-frames.ts';
import type { Bench, Measurement } from './report.ts';

const RECORDS = 100_000;
const WORST_MS = 50;
const PROPERTIES = {
  id: { type: 'string' },
  subject: { type: 'string', minLength: 10, maxLength: 90 },
  language: { enum: ['it', 'en'] },
  priority: { enum: ['low', 'normal', 'high'] },
  sentiment: { type: 'number', minimum: -1, maximum: 1 },
  isPaying: { type: 'boolean' },
} as const;

/** The table and the charts of a dataset of 100,000 records: the longest frame while they are scrolled. */
export const bench: Bench = {
  name: 'datasets-page',
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-datasets-page-'));
    try {
      await fill(dataDir);
      const viewport = { width: 1440, height: 900 };
      const launched = await launchApp({ dataDir, target: 'web', passphrase: BENCH_PASSPHRASE, viewport });
      try {
        return await measure(launched.page);
      } finally {
        await launched.close();
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function fill(dataDir: string): Promise<void> {
  const app = createAdiuva({ host: 'test', keychain: null, runsSchedules: false, dataDir });
  const api = app.caller();
  await api.system.setup({ passphrase: BENCH_PASSPHRASE, useKeychain: false });
  await api.system.finishOnboarding();
  const spec = datasetSpecSchema.parse({
    name: 'large',
    title: 'Large',
    records: RECORDS,
    schema: { type: 'object', properties: PROPERTIES, required: Object.keys(PROPERTIES) },
    columns: { id: { kind: 'sequence', prefix: 'T-', pad: 6 } },
    checks: [{ kind: 'range', column: 'sentiment', min: -0.9 }],
  });
  const { id: datasetId } = await api.datasets.create({ spec });
  const { id: runId } = await api.datasets.runs.start({ datasetId });
  await until(
    () => api.datasets.runs.get({ runId }),
    ({ status }) => status === 'done',
    300_000,
  );
  await app.close();
}

async function measure(page: Page): Promise<readonly Measurement[]> {
  const table = '[data-record-table]';
  const box = `:has(> ${table})`;
  await page.goto(new URL('/datasets/large', page.url()).href);
  await page.locator(`${table} [data-index]`).first().waitFor();
  await scrollFrames(page, box, { x: 0, y: 60 }, 60);
  const top = await scrollFrames(page, box, { x: 0, y: 60 }, 180);
  await page.locator(table).focus();
  await page.keyboard.press('End');
  await page.getByRole('gridcell', { name: `T-${RECORDS}` }).waitFor();
  const end = await scrollFrames(page, box, { x: 0, y: -60 }, 180);
  await page.goto(new URL('/datasets/large?tab=charts', page.url()).href);
  await page.getByRole('heading', { name: 'sentiment' }).waitFor({ timeout: 120_000 });
  const charts = await scrollFrames(page, '#content .overflow-y-auto:has(figure)', { x: 0, y: 30 }, 120);
  return [
    measurement('records, longest frame while scrolled from the top', top),
    measurement('records, longest frame while scrolled at the end', end),
    measurement('charts, longest frame while scrolled', charts),
  ];
}

function measurement(name: string, { worstMs, medianMs, p95Ms, workMs, count }: Frames): Measurement {
  const note = `median ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, ${workMs.toFixed(1)} ms of work a frame, ${count} frames`;
  return { name, value: worstMs, unit: 'ms', bound: WORST_MS, note };
}
