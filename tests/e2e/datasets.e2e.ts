import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset, DatasetRecord, DatasetValue } from '#shared/contracts/datasets.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { broken, picture } from './harness/pictures.ts';
import { inCsv, readBack } from './harness/read-back.ts';
import {
  askedFor,
  askedOf,
  isDraft,
  isRecord,
  isSamples,
  ticketModel,
  ticketSpec,
  WORDS,
} from './harness/tickets.ts';
import { goTo, workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', {
  viewport: { width: 1440, height: 900 },
  timezone: 'Europe/Rome',
  colorScheme: 'light',
  reducedMotion: 'reduce',
});

/** From this record on the server is silent until the app was killed: the run cannot end before. */
const HELD_FROM = 25;
const AT_ONCE = 4;

let held: PromiseWithResolvers<void>;
let out: string;
let server: ScriptedModels;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'adiuva-datasets-'));
  held = Promise.withResolvers();
  server = await startScriptedModels(async (request) => {
    if (isRecord(request) && askedFor(request.prompt) >= HELD_FROM) await held.promise;
    return ticketModel(request);
  });
});
afterEach(async () => {
  await server.close();
  await rm(out, { recursive: true, force: true });
});

const content = (page: Page) => page.locator('#content');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const grid = (page: Page) => page.getByRole('grid', { name: /^Records of / });
const datasetNow = (ref: string): Promise<Dataset> => workspace.call('datasets.get', { ref });

/** The records as they are now, in order. */
async function recordsNow(datasetId: string): Promise<readonly DatasetRecord[]> {
  const listed = await workspace.call<{ items: readonly DatasetRecord[] }>('datasets.records.list', {
    datasetId,
    limit: 100,
  });
  return listed.items;
}

const addModel = (): Promise<unknown> =>
  workspace.prepared((app) =>
    app.caller().models.add({
      kind: 'openai_compatible',
      name: 'Scripted',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
      maxConcurrent: AT_ONCE,
    }),
  );

/** Records by a sequence, and a check beside the schema: both put in where the draft is shown as a form. */
async function completeDraft(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'How id is made' }).click();
  await page.getByRole('option', { name: 'Sequence' }).click();
  await page.getByRole('textbox', { name: 'Before it' }).fill('T-');
  await page.getByLabel('Digits at least').fill('3');
  await button(page, 'Add a check').click();
  await page.getByRole('menuitem', { name: 'Range' }).click();
  const check = page.getByRole('group', { name: 'Range' });
  await check.getByRole('combobox', { name: 'Column' }).click();
  await page.getByRole('option', { name: 'sentiment' }).click();
  await check.getByLabel('Least').fill('-1');
}

/** By keyboard alone: two accepted, one rejected and taken back, one corrected, one rejected for good. */
async function review(page: Page): Promise<void> {
  await grid(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.getByText('Record accepted').waitFor();
  await page.keyboard.press('a');
  await content(page).getByText('2 accepted').waitFor();
  await page.keyboard.press('r');
  await content(page).getByText('1 rejected').waitFor();
  const told = page.getByRole('listitem').filter({ hasText: 'Record rejected' });
  await told.getByRole('button', { name: 'Undo' }).click();
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
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await content(page).getByText('1 rejected').waitFor();
}

type Exporting = { readonly name: string; readonly records: number; readonly isGuide?: boolean };

async function freezeAndExport(page: Page, { name, records, isGuide = false }: Exporting): Promise<string> {
  const folder = join(out, 'export');
  await button(page, 'Freeze version').click();
  const freeze = page.getByRole('dialog', { name: 'Freeze a version' });
  await freeze.getByLabel('Note').fill('For the first evaluation');
  if (isGuide) await picture(page, 'freeze');
  await freeze.getByRole('button', { name: 'Freeze version' }).click();
  await content(page).getByText(`${name}@1`).first().waitFor();
  await page.getByText('Version 1 is frozen').waitFor({ state: 'hidden' });
  if (isGuide) await picture(page, 'versions');
  await button(page, `Export ${name}@1`).click();
  const dialog = page.getByRole('dialog', { name: /^Export / });
  for (const format of [/^JSON One/, /^CSV/, /^Parquet/, /^Chat/])
    await dialog.getByRole('checkbox', { name: format }).click();
  await dialog.getByLabel('System message').fill('');
  await dialog.getByLabel('Prompt').fill('{{*}}');
  await dialog.getByLabel('Response').fill('{{priority}}');
  await dialog.getByRole('radio', { name: 'Folder' }).click();
  await dialog.getByLabel('Folder', { exact: true }).fill(folder);
  await dialog.getByLabel('Languages').fill('it, en');
  await dialog.getByText('Formats').scrollIntoViewIfNeeded();
  if (isGuide) await picture(page, 'export');
  expect(await broken(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Export' }).click();
  await page.getByText(`${records} records exported`).waitFor();
  return folder;
}

/** Every format holds what stands in the records that were not rejected, and nothing else. */
async function expectExported(folder: string, datasetId: string): Promise<void> {
  const kept = (await recordsNow(datasetId)).filter(({ review: word }) => word !== 'rejected');
  const rows = kept.map(({ value }) => value ?? {});
  const read = await readBack(folder);
  expect(read.names.map((name) => name.split('/').at(-1))).toContain('README.md');
  expect(read.json).toEqual(rows);
  expect(read.jsonl).toEqual(rows);
  expect(read.csv).toEqual(rows.map(inCsv));
  expect(read.parquet).toEqual(rows);
  expect(read.chat.map(({ messages }) => messages.map(({ role }) => role).join())).toEqual(
    rows.map(() => 'user,assistant'),
  );
  expect(
    read.chat.map(({ messages }): DatasetValue => JSON.parse(messages[0]?.content ?? '') as DatasetValue),
  ).toEqual(rows);
  expect(read.chat.map(({ messages }) => messages[1]?.content)).toEqual(
    rows.map((row) => String(row['priority'])),
  );
}

/** A draft that nobody confirmed waits in the list, beside the datasets. */
async function expectDraftWaits(page: Page): Promise<void> {
  const generator = { kind: 'builtin' } as const;
  const spec = ticketSpec({ name: 'first-tickets', title: 'First tickets', records: 200, generator });
  await workspace.call('datasets.create', { spec });
  await goTo(page, '/datasets/new');
  await page.getByLabel('What should the records be?').fill('12 replies to those tickets');
  await page.getByLabel('Title').fill('Replies to tickets');
  await button(page, 'Draft it').click();
  await page.getByRole('group', { name: 'Sample 3' }).waitFor();
  await goTo(page, '/datasets');
  await page.getByRole('link', { name: 'Draft: Replies to tickets' }).waitFor();
  await page.getByText('0 of 200 records').waitFor();
  await picture(page, 'list');
  expect(await broken(page)).toEqual([]);
}

test('50 tickets described, drafted by a model, confirmed, killed and resumed, checked, reviewed, frozen, exported', async () => {
  await addModel();
  const page = await workspace.open('/datasets/new');
  await page.getByLabel('What should the records be?').fill(WORDS);
  await picture(page, 'describe');
  await button(page, 'Draft it').click();
  await page.getByText('Drafted by scripted-model').waitFor();
  for (const number of [1, 2, 3]) await page.getByRole('group', { name: `Sample ${number}` }).waitFor();
  expect([server.requests.filter(isDraft).length, server.requests.filter(isSamples).length]).toEqual([1, 1]);
  expect(server.requests.some(isRecord)).toBe(false);
  await picture(page, 'draft');
  expect(await broken(page)).toEqual([]);
  await completeDraft(page);
  await page.getByRole('radio', { name: 'Text', exact: true }).click();
  const text = page.getByRole('textbox', { name: 'Definition as text' });
  await text.getByText('"support-tickets"').first().waitFor();
  await page.getByRole('radio', { name: 'Form', exact: true }).click();
  await page.getByText('Changes are kept').waitFor();
  await button(page, 'Make 50 records').click();

  await page.waitForURL(/\/datasets\/support-tickets/);
  await expect.poll(async () => (await datasetNow('support-tickets')).made).toBe(HELD_FROM);
  await page.getByRole('radio', { name: 'Records', exact: true }).click();
  await page
    .getByRole('group', { name: 'The run' })
    .getByText(/^25 of 50/)
    .waitFor();
  await picture(page, 'run');
  const { id } = await datasetNow('support-tickets');
  const finished = (await recordsNow(id)).map(({ number }) => number);
  await workspace.launched().app.kill();
  held.resolve();

  const resumed = await workspace.open('/datasets/support-tickets');
  await button(resumed, 'Understood').click();
  await content(resumed)
    .getByText(/· 50 records/)
    .waitFor();
  expect((await recordsNow(id)).map(({ number }) => number)).toEqual([...Array(50).keys()]);
  const asked = askedOf(server);
  expect(finished.map((number) => asked.get(number))).toEqual(finished.map(() => 1));
  // Asked for again was at most what was on its way when the app was ended.
  expect([...asked.values()].reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(50 + AT_ONCE);
  await content(resumed).getByText('10 with findings').waitFor();
  await resumed.getByRole('button', { name: 'More', exact: true }).click();
  await resumed.getByRole('menuitem', { name: 'Check again' }).click();
  await resumed.getByText('Checking every record again').waitFor();
  await resumed.getByRole('group', { name: 'The check' }).waitFor({ state: 'hidden' });
  expect(await broken(resumed)).toEqual([]);
  await button(resumed, 'Finding').click();
  await resumed.getByRole('option', { name: 'range sentiment' }).click();
  await expect.poll(() => grid(resumed).getAttribute('aria-rowcount')).toBe('11');
  await button(resumed, 'Clear filters').click();
  await expect.poll(() => grid(resumed).getAttribute('aria-rowcount')).toBe('51');
  await review(resumed);
  await resumed.keyboard.press('Enter');
  await resumed.getByRole('heading', { name: 'How it was made' }).waitFor();
  await picture(resumed, 'records');
  expect(await broken(resumed)).toEqual([]);
  await resumed.keyboard.press('Escape');

  await resumed.getByRole('radio', { name: 'Charts' }).click();
  await resumed.getByRole('heading', { name: 'sentiment' }).waitFor();
  await picture(resumed, 'charts');
  expect(await broken(resumed)).toEqual([]);
  await resumed.getByRole('button', { name: /range sentiment/ }).click();
  await expect.poll(() => grid(resumed).getAttribute('aria-rowcount')).toBe('11');
  await resumed.getByRole('radio', { name: 'Runs' }).click();
  await resumed.getByRole('columnheader', { name: 'Made by' }).waitFor();
  expect(await broken(resumed)).toEqual([]);

  const folder = await freezeAndExport(resumed, {
    name: 'support-tickets',
    records: 49,
    isGuide: true,
  });
  expect(await broken(resumed)).toEqual([]);
  await expectExported(folder, id);
  await expectDraftWaits(resumed);
});

test('the same without a model and offline, killed as it begins; what is chosen is taken back together', async () => {
  await workspace.prepared((app) => app.caller().network.setOffline({ isOffline: true }));
  const page = await workspace.open('/datasets/new');
  await page.getByLabel('What should the records be?').fill(WORDS);
  await page.getByText('No model is set up', { exact: false }).waitFor();
  await button(page, 'Draft it').click();
  await page.getByText('Read off your words', { exact: true }).waitFor();
  for (const number of [1, 2, 3]) await page.getByRole('group', { name: `Sample ${number}` }).waitFor();
  await page.getByText('Free: made on this computer.').waitFor();
  await button(page, 'Make 50 records').click();
  await page.waitForURL((url) => url.pathname.startsWith('/datasets/') && !url.pathname.endsWith('/new'));
  const name = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await workspace.launched().app.kill();

  const again = await workspace.open(`/datasets/${name}`);
  await content(again)
    .getByText(/· 50 records/)
    .waitFor();
  const { id } = await datasetNow(name);
  expect((await recordsNow(id)).map(({ number }) => number)).toEqual([...Array(50).keys()]);
  await grid(again).focus();
  await again.keyboard.press('End');
  await again.keyboard.press('Control+a');
  await again.keyboard.press('a');
  await content(again).getByText('50 accepted').waitFor();
  const told = again.getByRole('listitem').filter({ hasText: '50 records accepted' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await content(again).getByText('50 accepted').waitFor({ state: 'hidden' });
  await again.getByRole('button', { name: 'More', exact: true }).click();
  await again.getByRole('menuitem', { name: 'Check again' }).click();
  await again.getByText('Checking every record again').waitFor();
  await expectExported(await freezeAndExport(again, { name, records: 50 }), id);
  expect(server.requests).toEqual([]);
  await goTo(again, `/datasets/${name}?tab=versions`);
  await button(again, `Delete ${name}@1`).click();
  await content(again).getByText('No version yet').waitFor();
  await button(again, 'Undo').click();
  await content(again).getByText(`${name}@1`).first().waitFor();
});
