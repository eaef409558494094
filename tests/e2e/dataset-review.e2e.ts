import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset } from '#shared/contracts/datasets.ts';
import type { Adiuva } from '#main/compose.ts';
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

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const grid = (page: Page) => page.getByRole('grid', { name: 'Records of Support tickets' });
const datasetNow = (): Promise<Dataset> => workspace.call('datasets.get', { ref: 'support-tickets' });

/** Twelve tickets by the scripted model. */
async function made(app: Adiuva): Promise<string> {
  const { models, datasets, jobs } = app.caller();
  await models.add({
    kind: 'openai_compatible',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    maxConcurrent: 4,
  });
  const spec = ticketSpec({ generator: { kind: 'model' } });
  const { id: datasetId } = await datasets.create({ spec });
  const { jobId } = await datasets.runs.start({ datasetId });
  await expect.poll(async () => (await jobs.get({ id: jobId })).status).toBe('done');
  return datasetId;
}

test('two records side by side, and what differs between a version and the records as they are', async () => {
  await workspace.prepared(async (app) => {
    const datasetId = await made(app);
    const { records, versions } = app.caller().datasets;
    await versions.freeze({ datasetId, note: 'Before the review' });
    const record = await records.get({ datasetId, number: 1 });
    const value = { ...record.value, subject: 'The mailbox is full', priority: 'low' };
    await records.edit({ datasetId, number: 1, value });
    await records.review({ datasetId, review: 'rejected', numbers: [4] });
  });
  const page = await workspace.open('/datasets/support-tickets');
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await button(page, 'Compare').click();
  const pair = page.getByRole('dialog', { name: 'Two records side by side' });
  await pair.getByRole('columnheader', { name: 'Record 2' }).waitFor();
  await pair.getByRole('cell', { name: 'The mailbox is full' }).waitFor();
  const subject = pair.getByRole('row').filter({ hasText: 'subject' });
  await subject.getByText('differs').waitFor();
  await picture(page, 'side-by-side');
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await pair.waitFor({ state: 'hidden' });

  await goTo(page, '/datasets/support-tickets?tab=versions');
  await button(page, 'Compare').click();
  const diff = page.getByRole('dialog', { name: 'What differs' });
  for (const words of ['1 changed', '1 removed', '10 the same']) await diff.getByText(words).waitFor();
  await diff.getByText('The mailbox is full').waitFor();
  await picture(page, 'diff');
  expect(await broken(page)).toEqual([]);
  await diff.getByRole('combobox', { name: 'To' }).click();
  await page.getByRole('option', { name: 'support-tickets@1' }).click();
  await diff.getByText('The records are the same').waitFor();
});

test('a check is shown wherever its page is opened, says why it stopped, and goes on under a higher cap', async () => {
  const judge = { kind: 'judge', name: 'clear', rubric: 'Is it clear?', minScore: 3 } as const;
  // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
  const chatModel = 'made-model-cloud';
  const text = JSON.stringify({ reason: 'It says so.', score: 4 });
  const gate = Promise.withResolvers<void>();
  server.say(async () => {
    await gate.promise;
    return { text, outputTokens: 500, inputTokens: 9 };
  });
  await workspace.prepared(async (app) => {
    const { models, usage, datasets, jobs } = app.caller();
    await models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel, maxConcurrent: 2 });
    await usage.setPrice({ modelId: chatModel, inputMicros: 0, outputMicros: 10_000_000 });
    const spec = ticketSpec({ generator: { kind: 'builtin' } });
    const { id: datasetId } = await datasets.create({ spec });
    const { jobId } = await datasets.runs.start({ datasetId });
    await expect.poll(async () => (await jobs.get({ id: jobId })).status).toBe('done');
    const { spec: full } = await datasets.get({ ref: datasetId });
    await datasets.update({ id: datasetId, spec: { ...full, checks: [judge] } });
  });
  const page = await workspace.open('/datasets/support-tickets');
  const { id: datasetId } = await datasetNow();
  await workspace.call('datasets.records.check', { datasetId, judges: 'all', budget: 0.04 });
  const panel = page.getByRole('group', { name: 'The check' });
  await panel.getByText('Every record is being checked').waitFor();
  await page.reload();
  await panel.getByText('Every record is being checked').waitFor();
  gate.resolve();
  await panel.getByText('The check has stopped').waitFor();
  await page.reload();
  await panel.getByText(/cap for one run/).waitFor();
  expect(await broken(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Change the cap' }).click();
  const cap = page.getByRole('dialog', { name: 'Cap on what it may cost' });
  await cap.getByLabel('US dollars').fill('1');
  await cap.getByRole('button', { name: 'Resume' }).click();
  await panel.waitFor({ state: 'hidden' });
  await goTo(page, '/datasets/support-tickets?tab=charts');
  await page.getByText('mean 4 of 12 judged').waitFor();
  expect(await broken(page)).toEqual([]);
});
