import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import type { Adiuva } from '#main/compose.ts';
import { ROOT } from '#tools/build/parts.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { settled, squeezed, violations } from './harness/violations.ts';
import { goTo, workspaceForEach } from './harness/workspace.ts';

/** The pictures of the guide are made anew only on demand: they show the day they were made on. */
const isKept = process.env['ADIUVA_SCREENSHOTS'] === '1';
const SIZE = { width: 1440, height: 900 } as const;
const workspace = workspaceForEach('empty', {
  viewport: SIZE,
  timezone: 'Europe/Rome',
  colorScheme: 'light',
  reducedMotion: 'reduce',
});

const PROPERTIES = {
  id: { type: 'string' },
  subject: { type: 'string', minLength: 5, maxLength: 120 },
  language: { enum: ['it', 'en'] },
  priority: { enum: ['low', 'normal', 'high'] },
  sentiment: { type: 'integer', minimum: -2, maximum: 2 },
} as const;

function ticketSpec(generator: DatasetSpecInput['generator']): DatasetSpecInput {
  return {
    name: 'support-tickets',
    title: 'Support tickets',
    description: '50 support tickets for a web hosting company, in Italian and English.',
    records: 50,
    schema: {
      type: 'object',
      properties: PROPERTIES,
      required: Object.keys(PROPERTIES),
      additionalProperties: false,
    },
    columns: { id: { kind: 'sequence', prefix: 'T-', pad: 3 } },
    facets: [
      {
        name: 'language',
        values: [
          { value: 'it', weight: 1 },
          { value: 'en', weight: 1 },
        ],
      },
    ],
    checks: [{ kind: 'range', column: 'sentiment', min: -1, name: 'not furious' }],
    generator,
  };
}

const SUBJECTS = [
  ['Il sito non si apre dopo il cambio di piano', 'The site is down since the change of plan'],
  ['La posta non arriva più da stamattina', 'Mail stopped arriving this morning'],
  ['Come sposto il dominio da un altro fornitore', 'How do I move my domain from another provider'],
  ['Fattura doppia per il mese di maggio', 'Charged twice for the month of May'],
  ['Il certificato è scaduto e il negozio è fermo', 'The certificate ran out and the shop is down'],
] as const;

const askedFor = (prompt: string): number => Number(/Make record (\d+)/.exec(prompt)?.[1] ?? 1) - 1;

/** What a model would say to the call for this record. */
function ticketOf(prompt: string): string {
  const number = askedFor(prompt);
  const language = /"?language"?: "?(it|en)/.exec(prompt)?.[1] ?? 'en';
  const [italian, english] = SUBJECTS[number % SUBJECTS.length] ?? SUBJECTS[0];
  const subject = `${language === 'it' ? italian : english} (${1000 + number})`;
  const priority = (['low', 'normal', 'high'] as const)[number % 3];
  return JSON.stringify({ subject, language, priority, sentiment: (number % 5) - 2 });
}

/** From this record on the server is silent until the app was killed: the run cannot end before. */
const HELD_FROM = 20;

let held: PromiseWithResolvers<void>;
let out: string;
let server: ScriptedModels;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'adiuva-datasets-'));
  held = Promise.withResolvers();
  server = await startScriptedModels(async ({ prompt }) => {
    if (askedFor(prompt) >= HELD_FROM) await held.promise;
    return { text: ticketOf(prompt) };
  });
});
afterEach(async () => {
  await server.close();
  await rm(out, { recursive: true, force: true });
});

const content = (page: Page) => page.locator('#content');

async function picture(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.mouse.move(0, 0);
  const folder = isKept ? join(ROOT, 'docs', 'datasets') : out;
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide', animations: 'disabled' });
}

/** No rule of axe broken and no text squeezed away, in both themes. */
async function broken(page: Page): Promise<readonly string[]> {
  const all: string[] = [];
  // A tooltip of what had the focus is no part of the page.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    const found = [...(await violations(page)), ...(await squeezed(page))];
    all.push(...found.map((rule) => `${colorScheme}: ${rule}`));
  }
  return all;
}

async function prepare(app: Adiuva, generator: 'builtin' | 'model'): Promise<void> {
  const api = app.caller();
  if (generator === 'builtin') {
    await api.datasets.create({ spec: ticketSpec({ kind: 'builtin', locale: 'it' }) });
    return;
  }
  await api.models.add({
    kind: 'openai_compatible',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    maxConcurrent: 4,
  });
  await api.datasets.create({ spec: ticketSpec({ kind: 'model', concurrency: 4 }) });
}

/** By keyboard alone: two accepted, one rejected and taken back, one corrected. */
async function review(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Records of Support tickets' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.getByText('Record accepted').waitFor();
  await page.keyboard.press('a');
  await content(page).getByText('2 accepted').waitFor();
  await page.keyboard.press('r');
  await content(page).getByText('1 rejected').waitFor();
  await page.getByText('Record rejected').waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Record rejected' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await content(page).getByText('1 rejected').waitFor({ state: 'hidden' });
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: /^Edit record/ });
  await dialog.getByLabel('subject').fill('no');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Nothing was changed').waitFor();
  await dialog.getByLabel('subject').fill('Corrected by hand');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await content(page).getByRole('gridcell', { name: 'Corrected by hand' }).waitFor();
}

async function freezeAndExport(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: 'Freeze version' }).click();
  const freeze = page.getByRole('dialog', { name: 'Freeze a version' });
  await freeze.getByLabel('Note').fill('For the first evaluation');
  await picture(page, 'freeze');
  await freeze.getByRole('button', { name: 'Freeze version' }).click();
  await content(page).getByText('support-tickets@1').first().waitFor();
  await picture(page, 'versions');
  await page.getByRole('button', { name: 'Export support-tickets@1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export Support tickets' });
  for (const format of [/^JSON One/, /^CSV/, /^Parquet/, /^Chat/])
    await dialog.getByRole('checkbox', { name: format }).click();
  await dialog.getByRole('radio', { name: 'Folder' }).click();
  await dialog.getByLabel('Folder', { exact: true }).fill(folder);
  await dialog.getByLabel('Languages').fill('it, en');
  await picture(page, 'export');
  await dialog.getByRole('button', { name: 'Export' }).click();
  await page.getByText('50 records exported').waitFor();
}

test('50 tickets by a model: killed and resumed, checked, reviewed, frozen, exported in five formats', async () => {
  await workspace.prepared((app) => prepare(app, 'model'));
  const page = await workspace.open('/datasets/support-tickets');
  await page.getByRole('button', { name: 'Generate 50 records' }).first().click();
  await page
    .getByRole('group', { name: 'The run' })
    .getByText(/^[1-3]\d of 50/)
    .waitFor();
  await picture(page, 'run');
  await workspace.launched().app.kill();
  held.resolve();

  const resumed = await workspace.open('/datasets/support-tickets');
  await content(resumed)
    .getByText(/· 50 records/)
    .waitFor();
  // Asked for again was at most what was on its way when the app was ended.
  expect(server.requests.filter(({ prompt }) => prompt.includes('Make record')).length).toBeLessThanOrEqual(
    54,
  );
  await resumed.getByRole('button', { name: 'More', exact: true }).click();
  await resumed.getByRole('menuitem', { name: 'Check again' }).click();
  await content(resumed).getByText('10 with findings').waitFor();
  expect(await broken(resumed)).toEqual([]);
  await review(resumed);
  await expect.poll(() => resumed.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
  await resumed.keyboard.press('Enter');
  await resumed.getByRole('heading', { name: 'How it was made' }).waitFor();
  await picture(resumed, 'records');
  expect(await broken(resumed)).toEqual([]);
  await resumed.keyboard.press('Escape');

  await resumed.getByRole('radio', { name: 'Charts' }).click();
  await resumed.getByRole('heading', { name: 'sentiment' }).waitFor();
  await picture(resumed, 'charts');
  expect(await broken(resumed)).toEqual([]);
  await resumed.getByRole('button', { name: /not furious/ }).click();
  await resumed.getByRole('grid', { name: 'Records of Support tickets' }).waitFor();
  await expect.poll(() => resumed.getByRole('grid').getAttribute('aria-rowcount')).toBe('11');
  await resumed.getByRole('radio', { name: 'Runs' }).click();
  await resumed.getByRole('columnheader', { name: 'Made by' }).waitFor();
  expect(await broken(resumed)).toEqual([]);

  const folder = join(out, 'export');
  await freezeAndExport(resumed, folder);
  expect(await broken(resumed)).toEqual([]);
  const files = (await readdir(folder, { recursive: true })).map((name) => name.split('/').at(-1));
  expect(files.filter((name) => name?.endsWith('.csv'))).toHaveLength(1);
  expect(files).toContain('README.md');
  const whole = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('.json')) ?? '';
  const rows = JSON.parse(await readFile(join(folder, whole), 'utf8')) as readonly { id: string }[];
  expect(new Set(rows.map(({ id }) => id)).size).toBe(50);
});

test('the same without a model, by the built-in generator; what is chosen is taken back together', async () => {
  await workspace.prepared((app) => prepare(app, 'builtin'));
  const page = await workspace.open('/datasets/support-tickets');
  await page.getByRole('button', { name: 'Generate 50 records' }).first().click();
  await content(page)
    .getByText(/· 50 records/)
    .waitFor();
  const grid = page.getByRole('grid', { name: 'Records of Support tickets' });
  await grid.focus();
  await page.keyboard.press('End');
  await grid.getByRole('gridcell', { name: 'T-050' }).waitFor();
  expect(await grid.getAttribute('aria-rowcount')).toBe('51');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('a');
  await content(page).getByText('50 accepted').waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: '50 records accepted' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await content(page).getByText('50 accepted').waitFor({ state: 'hidden' });
  await freezeAndExport(page, join(out, 'builtin'));
  const files = await readdir(join(out, 'builtin'), { recursive: true });
  expect(files.filter((name) => /\.(jsonl?|csv|parquet)$/.test(name))).toHaveLength(5);
  await goTo(page, '/datasets/support-tickets?tab=versions');
  await page.getByRole('button', { name: 'Delete support-tickets@1' }).click();
  await content(page).getByText('No version yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await content(page).getByText('support-tickets@1').first().waitFor();
});
