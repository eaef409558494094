import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset, DatasetRecord } from '#shared/contracts/datasets.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { broken, picture } from './harness/pictures.ts';
import { ticketAnswer, ticketSpec } from './harness/tickets.ts';
import { goTo, workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', {
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
});

let server: ScriptedModels;
beforeEach(async () => {
  server = await startScriptedModels(ticketAnswer);
});
afterEach(() => server.close());

const content = (page: Page) => page.locator('#content');
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const grid = (page: Page) => page.getByRole('grid', { name: 'Records of Support tickets' });
const told = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
const datasetNow = (ref = 'support-tickets'): Promise<Dataset> => workspace.call('datasets.get', { ref });

async function recordsNow(ref?: string): Promise<readonly DatasetRecord[]> {
  const { id: datasetId } = await datasetNow(ref);
  const { items } = await workspace.call<{ items: readonly DatasetRecord[] }>('datasets.records.list', {
    datasetId,
    limit: 100,
  });
  return items;
}

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** A dataset of some records that were made without a model. */
const withRecords = (records: number): Promise<unknown> =>
  workspace.prepared(async (app) => {
    const { datasets, jobs } = app.caller();
    const { id } = await datasets.create({ spec: ticketSpec({ records, generator: { kind: 'builtin' } }) });
    const { jobId } = await datasets.runs.start({ datasetId: id });
    await expect.poll(async () => (await jobs.get({ id: jobId })).status).toBe('done');
  });

const ROWS = `id,Topic,language,priority,sentiment
A-1,"The site is down, again",en,high,-2
A-2,=SUM(A1:A9) is what I see,en,low,1
A-3,Il sito non si apre,it,urgente,0
A-4,No,it,low,many
`;

test('a file with rows that do not fit is looked at, mapped, imported, taken back, and exported safe for spreadsheets', async () => {
  await withRecords(3);
  const file = join(workspace.dataDir, 'tickets.csv');
  await writeFile(file, ROWS);
  const page = await workspace.open('/datasets/support-tickets');
  await content(page)
    .getByText(/· 3 records/)
    .waitFor();
  await fromMenu(page, 'Import records…');
  const dialog = page.getByRole('dialog', { name: 'Import into Support tickets' });
  expect(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  expect(await broken(page)).toEqual([]);
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByText(/tickets\.csv/).waitFor();
  await dialog.getByText('4 rows do not fit').waitFor();
  await dialog.getByRole('combobox', { name: 'Topic becomes' }).click();
  await page.getByRole('option', { name: 'subject' }).click();
  await dialog.getByText('2 rows do not fit').waitFor();
  await picture(page, 'import');
  expect(await broken(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await content(page)
    .getByText(/· 7 records/)
    .waitFor();
  await content(page).getByText('2 with findings').waitFor();
  await told(page, 'Importing').getByRole('button', { name: 'Undo' }).click();
  await content(page)
    .getByText(/· 3 records/)
    .waitFor();

  await fromMenu(page, 'Import records…');
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByRole('combobox', { name: 'Topic becomes' }).click();
  await page.getByRole('option', { name: 'subject' }).click();
  await dialog.getByText('2 rows do not fit').waitFor();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await content(page)
    .getByText(/· 7 records/)
    .waitFor();

  await goTo(page, '/datasets');
  await button(page, 'More for Support tickets').click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const out = page.getByRole('dialog', { name: 'Export Support tickets' });
  await out.getByRole('checkbox', { name: /^JSON Lines/ }).click();
  expect(await out.getByRole('button', { name: 'Export' }).isDisabled()).toBe(true);
  await out.getByRole('checkbox', { name: /^CSV/ }).click();
  expect(await broken(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    out.getByRole('button', { name: 'Export' }).click(),
  ]);
  await page.getByText('7 records exported').waitFor();
  expect(download.suggestedFilename()).toBe('support-tickets.csv');
  const csv = await readFile(await download.path(), 'utf8');
  expect(csv).toContain(",'=SUM(A1:A9) is what I see,");
  expect(csv).not.toContain(',=SUM');
});

test('what models were asked becomes a dataset after it was looked at and agreed to', async () => {
  await workspace.prepared(async (app) => {
    const api = app.caller();
    await api.models.add({
      kind: 'openai_compatible',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
    });
    const { id } = await api.datasets.create({
      spec: ticketSpec({ records: 6, generator: { kind: 'model' } }),
    });
    const { jobId } = await api.datasets.runs.start({ datasetId: id });
    await expect.poll(async () => (await api.jobs.get({ id: jobId })).status).toBe('done');
    // Spans are written together, some time after their calls.
    await expect.poll(() => api.datasets.imports.traces({ withPrivate: true })).toMatchObject({ calls: 6 });
  });
  const page = await workspace.open('/datasets/support-tickets');
  await fromMenu(page, 'Collect from traces…');
  const dialog = page.getByRole('dialog', { name: 'Collect from traces' });
  await dialog.getByText(/^0 calls would go in; 6 may be private/).waitFor();
  await dialog.getByText('No whole prompt and answer is kept yet.').waitFor();
  expect(await broken(page)).toEqual([]);
  await dialog.getByRole('checkbox', { name: /^Also what may be private/ }).click();
  await dialog.getByText(/^6 calls would go in/).waitFor();
  await dialog
    .getByText(/Make record/)
    .first()
    .waitFor();
  const collect = dialog.getByRole('button', { name: 'Collect' });
  const consent = dialog.getByRole('checkbox', { name: /^I have looked/ });
  expect(await collect.isDisabled()).toBe(true);
  await consent.click();
  expect(await collect.isDisabled()).toBe(false);
  // What was agreed to is what was shown: what is chosen anew is agreed to anew.
  await dialog.getByRole('checkbox', { name: /^Also what may be private/ }).click();
  await dialog.getByText(/^0 calls would go in/).waitFor();
  await dialog.getByRole('checkbox', { name: /^Also what may be private/ }).click();
  await dialog.getByText(/^6 calls would go in/).waitFor();
  expect(await consent.isChecked()).toBe(false);
  // Nothing chosen is nothing, and not everything.
  const only = dialog.getByRole('group', { name: /From/ }).getByRole('checkbox');
  expect(await only.count()).toBe(1);
  await only.click();
  await dialog.getByText('Choose where from, and you see what would go in.').waitFor();
  await consent.click();
  expect(await collect.isDisabled()).toBe(true);
  await only.click();
  await dialog.getByText(/^6 calls would go in/).waitFor();
  expect(await consent.isChecked()).toBe(false);
  await consent.click();
  await picture(page, 'collect');
  expect(await broken(page)).toEqual([]);
  await collect.click();
  await page.waitForURL(/\/datasets\/collected/);
  await content(page)
    .getByText(/· 6 records/)
    .waitFor();
  expect((await datasetNow('collected')).isPrivate).toBe(true);
  const [first] = await recordsNow('collected');
  expect(first?.value).toMatchObject({ prompt: expect.stringContaining('Make record') });
});

test('a deleted dataset is found again in the trash, from the list and from the page of the trash', async () => {
  await withRecords(3);
  const page = await workspace.open('/datasets');
  await button(page, 'More for Support tickets').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('No dataset yet').waitFor();
  await page.reload();
  await button(page, 'Trash 1').click();
  await button(page, 'Restore “Support tickets”').waitFor();
  expect(await broken(page)).toEqual([]);
  await goTo(page, '/trash');
  await page.getByText('1 dataset is in the trash too.').waitFor();
  expect(await broken(page)).toEqual([]);
  await page.getByRole('link', { name: 'Show them among the datasets' }).click();
  await button(page, 'Restore “Support tickets”').click();
  await page.getByText('“Support tickets” is back').waitFor();
  await page.getByText('Nothing in the trash').waitFor();
  await button(page, 'Trash 0').click();
  await page.getByRole('link', { name: 'Support tickets' }).waitFor();
  expect(await recordsNow()).toHaveLength(3);
  await page.getByRole('link', { name: 'Support tickets' }).click();
  await grid(page).waitFor();
  await fromMenu(page, 'Delete dataset');
  await page.getByText('No dataset yet').waitFor();
  await told(page, 'is in the trash').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Support tickets' }).waitFor();
});
