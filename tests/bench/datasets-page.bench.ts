import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import { createAdiuva } from '#main/compose.ts';
import { launchApp } from '../support/launch-app.ts';
import { until } from '../support/dataset-making.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { scrollBox, watchTasks, type Watched } from './page-frames.ts';
import type { Bench, Measurement } from './report.ts';

const RECORDS = 100_000;
const WORST_MS = 50;
/** For what an action leaves to be drawn after it. */
const SETTLE_MS = 600;
const FAR = { x: 0, y: 9_000 };
const PROPERTIES = {
  id: { type: 'string' },
  subject: { type: 'string', minLength: 10, maxLength: 90 },
  language: { enum: ['it', 'en'] },
  priority: { enum: ['low', 'normal', 'high'] },
  sentiment: { type: 'number', minimum: -1, maximum: 1 },
  isPaying: { type: 'boolean' },
} as const;

/**
 * The table and the charts of a dataset of 100,000 records: the longest frame of each thing that is done there, and the
 * longest task of the page's thread by the time that it ran. On a busy machine the second alone is the page's own.
 */
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

type Action = { readonly name: string; act(): Promise<void> };

async function measure(page: Page): Promise<readonly Measurement[]> {
  await page.goto(new URL('/datasets', page.url()).href);
  const entry = page.getByText('Large', { exact: true }).first();
  await entry.waitFor();
  // What the app does once it is open is not the page's.
  await page.waitForTimeout(SETTLE_MS);
  const results: Measurement[] = [];
  for (const { name, act } of [
    ...recordActions(page, entry),
    ...filterActions(page),
    ...chartActions(page),
  ]) {
    const seen = await watchTasks(page, async () => {
      await act();
      await page.waitForTimeout(SETTLE_MS);
    });
    results.push(...measurements(name, seen));
  }
  return results;
}

const TABLE = '[data-record-table]';
const BOX = `:has(> ${TABLE})`;

const rowsDrawn = (page: Page): Promise<void> => page.locator(`${TABLE} [data-index]`).first().waitFor();
const rowShown = (page: Page, number: number): Promise<void> =>
  page.getByRole('gridcell', { name: `T-${String(number).padStart(6, '0')}` }).waitFor();

function recordActions(page: Page, entry: Locator): readonly Action[] {
  const press = async (key: string, times = 1): Promise<void> => {
    for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
  };
  return [
    { name: 'records opened', act: () => entry.click().then(() => rowsDrawn(page)) },
    { name: 'records scrolled', act: () => scrollBox(page, BOX, { x: 0, y: 60 }, 180) },
    { name: 'records dragged through, 9,000 pixels a frame', act: () => scrollBox(page, BOX, FAR, 120) },
    {
      name: 'to the last record',
      async act() {
        await page.locator(TABLE).focus();
        await press('End');
        await rowShown(page, RECORDS);
      },
    },
    { name: 'records scrolled at the end', act: () => scrollBox(page, BOX, { x: 0, y: -60 }, 180) },
    { name: 'to the first record', act: () => press('Home').then(() => rowShown(page, 1)) },
    { name: '60 records down by the arrow', act: () => press('ArrowDown', 60) },
    { name: 'all records selected', act: () => press('Control+a') },
    { name: 'none selected', act: () => press('Escape') },
    { name: 'a record opened', act: () => press('Enter') },
    { name: '20 records down, each opened', act: () => press('j', 20) },
    { name: 'the record closed', act: () => press('Escape') },
  ];
}

function filterActions(page: Page): readonly Action[] {
  const text = page.getByPlaceholder('Find in the records');
  // With the head.
  const matching = (count: number) => page.locator(`${TABLE}[aria-rowcount="${count + 1}"]`).waitFor();
  return [
    { name: 'records filtered by a text', act: () => text.fill('T-0000').then(() => matching(99)) },
    { name: 'the filter taken away', act: () => text.fill('').then(() => matching(RECORDS)) },
  ];
}

function chartActions(page: Page): readonly Action[] {
  const tab = (name: string) => page.getByRole('radio', { name }).or(page.getByRole('tab', { name }));
  const column = page.getByRole('heading', { name: 'sentiment' });
  return [
    {
      name: 'charts opened, counted first',
      act: () =>
        tab('Charts')
          .click()
          .then(() => column.waitFor({ timeout: 120_000 })),
    },
    {
      name: 'charts scrolled',
      act: () => scrollBox(page, '#content .overflow-y-auto:has(figure)', { x: 0, y: 30 }, 120),
    },
    {
      name: 'back to the records',
      act: () =>
        tab('Records')
          .click()
          .then(() => rowsDrawn(page)),
    },
  ];
}

function measurements(name: string, seen: Watched): readonly Measurement[] {
  const { worstMs, medianMs, p95Ms, workMs, count, longest } = seen;
  const frames = `median ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, ${workMs.toFixed(1)} ms of work a frame, ${count} frames`;
  return [
    { name: `${name}, longest frame`, value: worstMs, unit: 'ms', bound: WORST_MS, note: frames },
    {
      name: `${name}, longest task by processor time`,
      value: longest.cpuMs,
      unit: 'ms',
      bound: WORST_MS,
      note: `${longest.wallMs.toFixed(1)} ms by the clock`,
    },
  ];
}
