import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset, DatasetRecord } from '#shared/contracts/datasets.ts';
import type { Adiuva } from '#main/compose.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { broken, picture } from './harness/pictures.ts';
import { askedFor, askedOf, ticketAnswer, ticketSpec } from './harness/tickets.ts';
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
const runPanel = (page: Page) => page.getByRole('group', { name: 'The run' });
const grid = (page: Page) => page.getByRole('grid', { name: 'Records of Support tickets' });
const datasetNow = (): Promise<Dataset> => workspace.call('datasets.get', { ref: 'support-tickets' });

const addModel = (app: Adiuva) =>
  app.caller().models.add({
    kind: 'openai_compatible',
    name: 'Scripted',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    embeddingModel: 'scripted-embedder',
    maxConcurrent: 4,
  });

async function subjectOf(number: number): Promise<unknown> {
  const { id: datasetId } = await datasetNow();
  const record = await workspace.call<DatasetRecord>('datasets.records.get', { datasetId, number });
  return record.value?.['subject'];
}

test('failed records are retried alone, more are added, and one is made anew and taken back', async () => {
  const REFUSED = new Set([3, 7]);
  const state = { refuses: true, seed: '' };
  server.say((request) => {
    const isRefused = state.refuses && REFUSED.has(askedFor(request.prompt));
    return isRefused ? { text: 'I would rather not.' } : ticketAnswer(request, state.seed);
  });
  await workspace.prepared(async (app) => {
    await addModel(app);
    await app.caller().datasets.create({ spec: ticketSpec({ generator: { kind: 'model', retries: 0 } }) });
  });
  const page = await workspace.open('/datasets/support-tickets');
  await button(page, 'Generate 12 records').first().click();
  await content(page).getByText('2 failed').first().waitFor();
  await button(page, 'State').click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await expect.poll(() => grid(page).getAttribute('aria-rowcount')).toBe('3');
  await grid(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How it was made' }).waitFor();
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await button(page, 'Clear filters').click();
  state.refuses = false;
  await button(page, 'Retry 2 failed').first().click();
  await content(page).getByText('12 records').first().waitFor();
  await content(page).getByText('2 failed').first().waitFor({ state: 'hidden' });
  const asked = [...askedOf(server)].toSorted(([left], [right]) => left - right);
  expect(asked).toEqual(Array.from({ length: 12 }, (_, at) => [at, REFUSED.has(at) ? 2 : 1]));

  await button(page, 'Add more').click();
  const more = page.getByRole('dialog', { name: 'Add more records' });
  await more.getByLabel('How many').fill('0');
  await more.getByText('A whole number from 1 to 100,000.').waitFor();
  expect(await more.getByRole('button', { name: 'Generate' }).isDisabled()).toBe(true);
  await more.getByLabel('How many').fill('5');
  expect(await broken(page)).toEqual([]);
  await more.getByRole('button', { name: 'Generate' }).click();
  await content(page)
    .getByText(/· 17 records/)
    .waitFor();

  const former = await subjectOf(0);
  state.seed = ' once more';
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+G');
  await page.getByText('Making the record anew').waitFor();
  await content(page)
    .getByRole('gridcell', { name: /once more/ })
    .waitFor();
  expect(askedOf(server).get(0)).toBe(2);
  const told = page.getByRole('listitem').filter({ hasText: 'Making the record anew' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await content(page)
    .getByRole('gridcell', { name: /once more/ })
    .waitFor({ state: 'hidden' });
  expect(await subjectOf(0)).toBe(former);
  await page.getByRole('radio', { name: 'Runs' }).click();
  for (const kind of ['Generate', 'Retry', 'Regenerate'])
    await page.getByRole('cell', { name: kind, exact: true }).first().waitFor();
  expect(await broken(page)).toEqual([]);
});

test('a price is entered, a full budget pauses the run and says so, and a higher one lets it go on', async () => {
  server.say((request) => ({ ...ticketAnswer(request), inputTokens: 10, outputTokens: 500 }));
  // Ollama's own servers answer for models of such a name: the one kind that is asked on this machine and paid.
  const chatModel = 'made-model-cloud';
  await workspace.prepared(async (app) => {
    const api = app.caller();
    await api.models.add({ kind: 'ollama', baseUrl: server.urls.ollama, chatModel, maxConcurrent: 2 });
    const generator = { kind: 'model', budget: 0.04, maxOutputTokens: 500 } as const;
    await api.datasets.create({ spec: ticketSpec({ generator }) });
  });
  const page = await workspace.open('/settings?section=models');
  await button(page, 'Add a price').click();
  const price = page.getByRole('dialog', { name: 'Add a price' });
  await price.getByLabel('Input', { exact: true }).fill('0');
  await price.getByLabel('Output', { exact: true }).fill('10');
  await price.getByLabel('Model', { exact: true }).fill(chatModel);
  expect(await broken(page)).toEqual([]);
  await price.getByRole('button', { name: 'Save' }).click();
  await price.waitFor({ state: 'hidden' });

  await goTo(page, '/datasets/support-tickets');
  await button(page, 'Generate 12 records').first().click();
  await runPanel(page).getByText('Paused').waitFor();
  await runPanel(page)
    .getByText(/cap for one run/)
    .waitFor();
  const { made } = await datasetNow();
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(12);
  await picture(page, 'budget');
  expect(await broken(page)).toEqual([]);
  await runPanel(page).getByRole('button', { name: 'Change the cap' }).click();
  const cap = page.getByRole('dialog', { name: 'Cap on what it may cost' });
  await cap.getByLabel('US dollars').fill('much');
  await cap.getByText('An amount looks like 2.50.').waitFor();
  await cap.getByLabel('US dollars').fill('1');
  expect(await broken(page)).toEqual([]);
  await cap.getByRole('button', { name: 'Resume' }).click();
  await content(page)
    .getByText(/· 12 records/)
    .waitFor();
  await content(page).getByText('$0.06').first().waitFor();
  expect([...askedOf(server).values()]).toEqual(Array.from({ length: 12 }, () => 1));
});

test('a price is entered for a profile of datasets alone', async () => {
  await workspace.prepared((app) =>
    app
      .caller()
      .datasets.profiles.add({ name: 'Far lab', baseUrl: 'https://models.example.com', model: 'lab-1' }),
  );
  const page = await workspace.open('/settings?section=models');
  await button(page, 'Add a price').click();
  const price = page.getByRole('dialog', { name: 'Add a price' });
  await price.getByLabel('Input', { exact: true }).fill('0.5');
  await price.getByLabel('Output', { exact: true }).fill('2');
  await price.getByLabel('Model', { exact: true }).fill('lab-1');
  await price.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'Profile: Far lab' }).click();
  await price.getByRole('button', { name: 'Save' }).click();
  await price.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: 'lab-1' }).getByText('Far lab').waitFor();
  expect(await broken(page)).toEqual([]);
});

test('records that mean the same are made again once the definition says so', async () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  // The scripted embedder counts letters: each subject is of a letter of its own.
  server.say(({ prompt }) => {
    const number = askedFor(prompt);
    const isTwin = number === 5 && askedOf(server).get(5) === 1;
    const letter = letters[isTwin ? 2 : number] ?? 'z';
    const subject = `${letter.repeat(30)} ${isTwin ? letter : ''}`.trim();
    return { text: JSON.stringify({ id: '', subject, language: 'it', priority: 'low', sentiment: 0 }) };
  });
  await workspace.prepared(async (app) => {
    const { id } = await addModel(app);
    await app.caller().models.embeddings.addModel({ model: `${id}/scripted-embedder` });
    const generator = { kind: 'model', concurrency: 1 } as const;
    await app.caller().datasets.create({ spec: ticketSpec({ records: 8, generator }) });
  });
  const page = await workspace.open('/datasets/support-tickets?tab=definition');
  await page.getByLabel('Refuse records that are too alike').click();
  await page.getByRole('radio', { name: 'Meaning' }).click();
  const alike = page.getByRole('region', { name: 'Records too alike' });
  await alike.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('option', { name: 'subject' }).click();
  await page.keyboard.press('Escape');
  expect(await broken(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The definition is saved').waitFor();
  expect((await datasetNow()).spec.duplicates).toMatchObject({ by: 'meaning', columns: ['subject'] });
  await button(page, 'Generate 8 records').first().click();
  await content(page)
    .getByText(/· 8 records/)
    .waitFor();
  await page.getByRole('radio', { name: 'Runs' }).click();
  await page.getByText('1 too alike, made again').waitFor();
  expect(await subjectOf(5)).toBe('f'.repeat(30));
  expect(askedOf(server).get(5)).toBe(2);
});
