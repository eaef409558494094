import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Adiuva } from '#main/compose.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';
import { squeezed, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

/** A machine with other work to do draws a change later. */
const PATIENT = { timeout: 10_000 };
let server: ScriptedModels;

beforeEach(async () => {
  server = await startScriptedModels([{ text: 'Hello from the server.', inputTokens: 120, outputTokens: 8 }]);
});
afterEach(async () => {
  await server.close();
});
const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

const own = (name: string) => ({
  kind: 'openai_compatible' as const,
  name,
  baseUrl: server.urls.openai,
  chatModel: 'scripted-model',
});
const providers = (page: Page): Locator => page.locator('[data-provider]');
const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('[data-sonner-toast]').filter({ hasText: text });

/** Asks the assistant and waits for the whole answer. */
async function ask(app: Adiuva, text: string): Promise<void> {
  const events = await app.caller().assistant.ask({ askId: crypto.randomUUID(), text });
  for await (const _event of events);
}

test('a provider is added with a model that it lists, keeps its key unseen, and is edited and removed', async () => {
  const page = await workspace.open('/settings?section=models');
  await page.getByRole('button', { name: 'Add a provider' }).first().click();
  await page.getByRole('button', { name: /^Compatible server/ }).click();
  const adding = page.getByRole('dialog', { name: 'Add a compatible server' });
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await adding.getByText('Enter an address that begins with http:// or https://.').waitFor();
  await adding.getByLabel('Address').fill('http://127.0.0.1:9/v1');
  await adding.getByRole('button', { name: 'Fetch its models' }).first().click();
  await adding.getByText(/refused the connection/).waitFor();
  await adding.getByLabel('Address').fill(server.urls.openai);
  await adding.getByLabel('Key', { exact: false }).first().fill('sk-not-to-be-seen');
  await adding.getByLabel('Model that answers').click();
  await page.getByRole('option', { name: 'scripted-model' }).click();
  expect(await violations(page)).toEqual([]);
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await adding.waitFor({ state: 'detached' });
  await providers(page).getByText('Stays on this computer').waitFor();
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-not-to-be-seen');

  await page.reload();
  await page.getByRole('button', { name: /^More for OpenAI-compatible/ }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const editing = page.getByRole('dialog', { name: /^Edit/ });
  await editing.getByPlaceholder('Kept; type to replace it').waitFor();
  expect(await page.content()).not.toContain('sk-not-to-be-seen');
  await editing.getByText('More settings').click();
  await editing.getByLabel('Name').fill('Studio server');
  await editing.getByRole('button', { name: 'Test' }).click();
  await editing.getByText('It works.').waitFor();
  await page.keyboard.press('Enter');
  await editing.getByRole('button', { name: 'Save' }).click();
  await editing.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'More for Studio server' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No model is set up').waitFor();
});

test('the order is changed by keys and by the pointer, and kept; one without a key comes back by the toast in its place', async () => {
  await workspace.prepared(async (app) => {
    for (const name of ['First', 'Second', 'Third']) await app.caller().models.add(own(name));
  });
  const page = await workspace.open('/settings?section=models');
  const names = (): Promise<string[]> =>
    providers(page).evaluateAll((rows) =>
      rows.map((row) => /First|Second|Third/.exec(row.textContent)?.[0] ?? ''),
    );
  await page.getByRole('button', { name: 'Move First, number 1' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('First is now number 2 of 3').waitFor();
  await expect.poll(names, PATIENT).toEqual(['Second', 'First', 'Third']);
  await page.getByRole('button', { name: 'Move First, number 2' }).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), PATIENT)
    .toBe('Move First, number 2');
  await page.keyboard.press('ArrowDown');
  await expect.poll(names, PATIENT).toEqual(['Second', 'Third', 'First']);
  await page.getByRole('switch', { name: 'Ask Third' }).click();
  await providers(page).filter({ hasText: 'Third' }).getByText('Switched off').waitFor();
  await page.reload();
  await providers(page).first().waitFor();
  await expect.poll(names, PATIENT).toEqual(['Second', 'Third', 'First']);

  const grip = page.getByRole('button', { name: /^Move Third/ });
  await grip.dragTo(providers(page).filter({ hasText: 'Second' }), { targetPosition: { x: 60, y: 4 } });
  await expect.poll(names, PATIENT).toEqual(['Third', 'Second', 'First']);
  await page.getByText('Third is now number 1 of 3').waitFor();
  await grip.dragTo(providers(page).filter({ hasText: 'First' }), { targetPosition: { x: 60, y: 4 } });
  await expect.poll(names, PATIENT).toEqual(['Second', 'Third', 'First']);

  await page.getByRole('button', { name: 'More for Second' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const removed = toast(page, 'Second is removed');
  await removed.waitFor();
  await expect.poll(names, PATIENT).toEqual(['Third', 'First']);
  await removed.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(names, PATIENT).toEqual(['Second', 'Third', 'First']);
});

test('budgets and prices are set, put back by the toast, and kept', async () => {
  const page = await workspace.open('/settings?section=models');
  await page.getByRole('button', { name: 'Add a budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a budget' });
  await dialog.getByLabel('Amount in USD').fill('a lot');
  await page.keyboard.press('Enter');
  await dialog.getByText('Enter an amount, such as 5 or 0.50.').waitFor();
  await dialog.getByLabel('Amount in USD').fill('0,50');
  await page.keyboard.press('Enter');
  await page.getByText('$0 of $0.50').waitFor();
  await page.getByRole('button', { name: 'Remove Each day' }).click();
  await page.getByText('No cap is set').waitFor();
  await toast(page, 'The cap is taken away').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('$0 of $0.50').waitFor();

  await page.getByRole('button', { name: 'Add a price' }).click();
  const price = page.getByRole('dialog', { name: 'Add a price' });
  await price.getByLabel('Input', { exact: true }).fill('2.5');
  await price.getByLabel('Output').fill('10');
  await price.getByLabel('Model').fill('house-model');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'house-model' });
  await row.getByText('$10').waitFor();
  await page.reload();
  await row.waitFor();
  await page.getByRole('button', { name: /that came with the app/ }).click();
  await page.getByLabel('Filter models').fill('sonnet-4-5');
  const shipped = page.getByRole('row').filter({ hasText: 'claude-sonnet-4-5' });
  await shipped.waitFor();
  expect(await shipped.textContent()).toMatch(/\$3.*\$0\.30.*\$15/);
});

test('what was asked stands in the usage and the traces, is exported and removed', async () => {
  await workspace.prepared(async (app) => {
    await app.caller().models.add({ ...own('Dead server'), baseUrl: 'http://127.0.0.1:9/v1' });
    await app.caller().models.add(own('Studio server'));
    await ask(app, 'What did I promise?');
  });
  const page = await workspace.open('/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('usage');
  await page.getByRole('option', { name: /^Usage/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
  const chart = page.getByRole('slider', { name: /by day/ });
  await page.getByRole('radio', { name: 'Calls' }).click();
  await chart.focus();
  await page.keyboard.press('End');
  expect(await chart.getAttribute('aria-valuetext')).toContain('scripted-model');
  await page.getByRole('radio', { name: 'Table' }).click();
  await page.getByRole('columnheader', { name: 'scripted-model' }).waitFor();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(await readFile(await csv.path(), 'utf8')).toContain('scripted-model');

  await page.getByRole('link', { name: 'See the trace of this call' }).first().click();
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button');
  // First the one that is dead, then the one that answered in its place.
  const dead = steps.filter({ hasText: 'Dead server' });
  await dead.first().waitFor();
  await dead.first().click();
  await page
    .getByRole('region', { name: /Dead server/ })
    .getByText('Failed', { exact: true })
    .waitFor();
  await page.getByText(/refused the connection/).waitFor();
  await steps.filter({ hasText: 'Studio server' }).last().click();
  await page
    .getByRole('region', { name: /Studio server/ })
    .getByText('Done', { exact: true })
    .waitFor();
  await page.getByText('What went in').waitFor();
  expect(await page.locator('#content pre').first().textContent()).toContain('What did I promise?');
  await page.getByRole('button', { name: 'Export OTLP' }).click();
  const [otlp] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Steps, times and figures' }).click(),
  ]);
  const exported = await readFile(await otlp.path(), 'utf8');
  expect(JSON.parse(exported)).toHaveProperty('resourceSpans');
  expect(exported).not.toContain('What did I promise?');
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  const rows = page.locator('#content [role="row"][data-key]');
  await rows.first().waitFor();
  await page.getByLabel('Find in traces').fill('nothing like this');
  await page.getByText('No trace matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await rows.first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No trace yet').waitFor();
});

test('a sentence model is taken from a folder, chosen, and read with in the background', async () => {
  const folder = join(workspace.dataDir, 'tiny');
  await writeTinyModel(folder);
  await workspace.prepared((app) =>
    app.caller().notes.create({ title: 'Harbour', body: 'The invoice is late.' }),
  );
  const page = await workspace.open('/settings?section=models');
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByRole('menuitem', { name: 'From a folder…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
  await dialog.getByLabel('Folder').fill(folder);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Use “tiny”' }).click();
  await toast(page, 'tiny is added').waitFor();
  await page.getByRole('button', { name: 'Use tiny' }).click();
  const chosen = toast(page, 'your texts are read again');
  await chosen.waitFor();
  // A toast goes by itself, but not from under the pointer: reading anew may take longer.
  await chosen.hover();
  await page.locator('li').filter({ hasText: 'tiny' }).getByText('In use').waitFor();
  await page.getByText(/^100%/).waitFor();
  await chosen.getByRole('button', { name: 'Undo' }).click();
  await page.locator('li').filter({ hasText: 'Built in' }).getByText('In use').waitFor();
  expect(await page.getByText('In use').count()).toBe(1);
});

test('models, usage and traces are sound in both themes, in a small window and with nothing in them', async () => {
  const page = await workspace.open('/usage');
  await page.getByText('No model was asked yet').waitFor();
  expect(await violations(page)).toEqual([]);
  await workspace.prepared(async (app) => {
    await app.caller().models.add({ ...own('Studio server'), embeddingModel: 'scripted-embedder' });
    await app.caller().models.add({ kind: 'openai', chatModel: 'gpt-5-mini', key: 'sk-test' });
    await app.caller().usage.setBudget({ period: 'day', principal: '', limitMicros: 500_000 });
    await ask(app, 'What is due this week?');
  });
  const filled = await workspace.open('/usage');
  for (const path of ['/settings?section=models', '/usage?show=calls', '/traces']) {
    await filled.goto(new URL(path, filled.url()).href);
    await filled.locator('#content h1').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await filled.emulateMedia({ colorScheme });
      expect(await violations(filled), `${path} ${colorScheme}`).toEqual([]);
    }
    await filled.setViewportSize({ width: 1024, height: 700 });
    expect(await squeezed(filled), path).toEqual([]);
    await filled.setViewportSize({ width: 1440, height: 900 });
  }
  await filled.locator('#content [role="row"][data-key]').first().click();
  await filled.getByRole('list', { name: 'Steps' }).waitFor();
  expect(await violations(filled)).toEqual([]);
});
