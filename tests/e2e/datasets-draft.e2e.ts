import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import {
  startScriptedModels,
  type ScriptedModels,
  type ScriptedRequest,
} from '../support/scripted-models.ts';
import { squeezed, violations } from './harness/violations.ts';
import { goTo, workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });
const WORDS = '50 support tickets for a web hosting company with name, email, message and priority';
const DRAFT = {
  name: 'hosting-tickets',
  title: 'Hosting tickets',
  instructions: 'Write as customers do.',
  schema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      subject: { type: 'string', minLength: 1 },
      priority: { type: 'string', enum: ['low', 'high'] },
    },
    required: ['subject', 'priority', 'nothing'],
  },
  facets: [{ name: 'language', values: [{ value: 'it' }, { value: 'en' }] }],
};
const record = (number: number) => ({
  subject: `Ticket ${number} about ${['a domain', 'an invoice', 'a mailbox'][number % 3]} ${number * 7919}`,
  priority: number % 2 === 0 ? 'low' : 'high',
});

function answer({ prompt }: ScriptedRequest) {
  if (prompt.includes('Make 3 records at once'))
    return { text: JSON.stringify({ records: [0, 1, 2].map(record) }) };
  const [, number] = /Make record (\d+)/.exec(prompt) ?? [];
  return { text: JSON.stringify(number === undefined ? DRAFT : record(Number(number))) };
}

let server: ScriptedModels;
beforeEach(async () => {
  server = await startScriptedModels(answer);
});
afterEach(() => server.close());

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const view = (page: Page, name: string): Promise<void> =>
  page.getByRole('radio', { name, exact: true }).click();
const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('[data-sonner-toast]').filter({ hasText: text });
const withModel = (): Promise<unknown> =>
  workspace.prepared((app) =>
    app.caller().models.add({
      kind: 'openai_compatible',
      name: 'Scripted',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
    }),
  );
const draftNow = async (page: Page): Promise<DatasetDraft> => {
  const id = new URL(page.url()).searchParams.get('draft')?.replaceAll('"', '');
  return workspace.call<DatasetDraft>('datasets.drafts.get', { id });
};

test('without a model a description outlives a reload, becomes a draft, is changed by form and text, and is kept', async () => {
  const page = await workspace.open('/datasets');
  await page.getByText('No dataset yet').waitFor();
  await page.getByRole('link', { name: 'Describe a dataset' }).click();
  await page.getByRole('radio', { name: /^This computer/ }).click();
  await page.getByText('Nothing leaves this computer.').waitFor();
  await button(page, 'Draft it').click();
  await page.getByText('Describe the data, or begin with a file or a schema.').waitFor();
  const words = page.getByLabel('What should the records be?');
  await words.fill(WORDS);
  await expect
    .poll(() => workspace.call<{ description?: string } | null>('datasets.drafts.form', null))
    .toMatchObject({ description: WORDS });
  await page.reload();
  await expect.poll(() => words.inputValue()).toBe(WORDS);
  await words.press('Control+Enter');

  await page.getByRole('group', { name: 'Sample 3' }).waitFor();
  await page.getByText('Read off your words').waitFor();
  await page.getByText('Free: made on this computer.').waitFor();
  const first = page.getByLabel('Name of the column').first();
  expect(await first.inputValue()).toBe('subject');
  await first.fill('customer');
  await first.press('Enter');
  await page.getByRole('combobox', { name: 'How customer is made' }).click();
  await page.getByRole('option', { name: 'Sequence' }).click();
  await page.getByRole('textbox', { name: 'Before it' }).fill('C-');
  await page.getByRole('group', { name: 'Sample 1' }).getByText('C-1', { exact: true }).waitFor();
  await button(page, 'Add a kind of variety').click();
  await button(page, 'Add a value').click();
  await page.getByRole('slider', { name: 'Share of new value', exact: true }).press('ArrowRight');
  await expect
    .poll(async () => (await draftNow(page)).spec.facets[0]?.values.map(({ weight }) => weight))
    .toEqual([51, 49]);

  await view(page, 'Text');
  const text = page.getByRole('textbox', { name: 'Definition as text' });
  await text.getByText('"customer"').first().waitFor();
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.insertText('  "recrods": 7,\n');
  await button(page, 'Line 2').waitFor();
  expect(await button(page, /^Make 50 records/).isDisabled()).toBe(true);
  await page.keyboard.press('Control+z');
  await button(page, 'Line 2').waitFor({ state: 'detached' });
  await view(page, 'Form');
  await page.getByLabel('How many records').fill('3');
  await button(page, 'Make 3 records').waitFor();
  await button(page, 'Save, make later').click();

  await toast(page, 'is ready').waitFor();
  await goTo(page, '/datasets');
  await page.getByText('0 of 3 records').waitFor();
  const title = await page.locator('#content li a').first().textContent();
  await button(page, `More for ${title}`).click();
  await page.getByRole('menuitem', { name: 'Generate records' }).click();
  await page.getByText('3 records', { exact: false }).first().waitFor();
  await page.locator('#content li').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('No dataset yet').waitFor();
  await toast(page, 'is in the trash').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: title ?? '' }).waitFor();
});

test('a model drafts, what was plainly wrong is told, a change from elsewhere is told, and it is made as it was shown', async () => {
  await withModel();
  const page = await workspace.open('/datasets/new');
  await page.getByText(/which runs on this computer/).waitFor();
  await page.getByLabel('What should the records be?').fill(WORDS);
  await page.getByLabel('How many records').fill('4');
  server.say([{ status: 500, errorMessage: 'out of order' }]);
  await button(page, 'Draft it').click();
  await page
    .getByRole('status')
    .filter({ hasText: /Scripted|answer|server/i })
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await page.getByLabel('What should the records be?').inputValue()).toBe(WORDS);
  server.say(answer);
  await button(page, 'Draft it').click();

  await page.getByText('Drafted by scripted-model').waitFor();
  await page
    .getByRole('group', { name: 'Sample 2' })
    .getByText(/an invoice/)
    .waitFor();
  await page.getByText(/^Put right in what was drafted/).click();
  await page
    .getByText(/nothing/)
    .first()
    .waitFor();
  await page.getByText(/tokens in and/).waitFor();
  const { id, spec } = await draftNow(page);
  await workspace.call('datasets.drafts.edit', { id, spec: { ...spec, title: 'Changed elsewhere' } });
  await page.getByText('This draft was changed elsewhere.', { exact: false }).waitFor();
  expect(await button(page, 'Make 4 records').isDisabled()).toBe(true);
  await button(page, 'Show it as it is now').click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Changed elsewhere');
  await button(page, 'Draft again').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Draft again' }).click();
  await page.getByText('drafted again once').waitFor();
  await page.getByRole('group', { name: 'Sample 2' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/datasets\/hosting-tickets/);
  await expect
    .poll(() => workspace.call<Dataset>('datasets.get', { ref: 'hosting-tickets' }), { timeout: 30_000 })
    .toMatchObject({ made: 4, failed: 0 });
});

test('a file of examples, a schema and a dataset.yaml are starts too; errors of the text stand at their lines', async () => {
  const page = await workspace.open('/datasets/new?start=file');
  await page.getByRole('radio', { name: /^This computer/ }).click();
  const file = join(workspace.dataDir, 'shops.csv');
  await writeFile(file, 'city,visitors\nTurin,12\nGenoa,30\n');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('shops.csv').waitFor();
  await button(page, 'Draft it').click();
  await page.getByText('Read off your examples').waitFor();
  await page.getByRole('combobox', { name: 'Type of visitors' }).getByText('Whole number').waitFor();
  await button(page, 'Discard').click();
  await page.getByText('No dataset yet').waitFor();

  await page.getByRole('link', { name: /^A schema or dataset.yaml/ }).click();
  const text = page.getByRole('textbox', { name: 'Schema or definition' });
  await text.focus();
  await page.keyboard.insertText('name: shops\ntitle: Shops\nrecords: many\nschema: { type: object }\n');
  await button(page, 'Draft it').click();
  await page.getByText('This is neither a JSON Schema nor a dataset.yaml.', { exact: false }).waitFor();
  await page.getByRole('list', { name: 'What is wrong' }).getByText('records').waitFor();
  await page.keyboard.press('Control+a');
  await text.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('{ "type": "object", "properties": { "city": { "type": "string" } } }');
  await page.getByRole('radio', { name: /^This computer/ }).click();
  await button(page, 'Draft it').click();
  await page.getByText('From your schema').waitFor();
  expect((await draftNow(page)).spec.schema).toMatchObject({ properties: { city: { type: 'string' } } });
});

test('a definition is changed as yaml with its errors at their lines, and saving says what it means for the records', async () => {
  await workspace.prepared(async (app) => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    await app.caller().datasets.create({ spec: { name: 'shops', title: 'Shops', records: 3, schema } });
  });
  const page = await workspace.open('/datasets/shops?tab=definition');
  await view(page, 'Text');
  const text = page.getByRole('textbox', { name: 'Definition as text' });
  await text.getByText('shops').first().waitFor();
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\nchecks: [{ kind: length, column: town, min: 1 }]\n');
  const line = button(page, /^Line \d+$/).first();
  await line.waitFor();
  await text.focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.insertText('\nchecks: [{ kind: length, column: city, min: 2 }]\n');
  await page.getByText('There are no records yet.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await toast(page, 'The definition is saved').waitFor();
  expect((await workspace.call<Dataset>('datasets.get', { ref: 'shops' })).spec.checks).toEqual([
    { kind: 'length', column: 'city', min: 2 },
  ]);
  await view(page, 'Form');
  await page.getByRole('group', { name: 'Length' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('a profile is added, asked for its models, changed, and comes back by the toast', async () => {
  const page = await workspace.open('/settings?section=models');
  await button(page, 'Add a profile').click();
  const adding = page.getByRole('dialog', { name: 'Add a profile' });
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await adding.getByText('A profile needs a name.').waitFor();
  await adding.getByLabel('Name').fill('Lab');
  await adding.getByLabel('Address').fill(server.origin);
  await adding.getByRole('textbox', { name: 'Parameters' }).fill('{"top_p": 0.9}');
  expect(await violations(page)).toEqual([]);
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await adding.waitFor({ state: 'detached' });
  const list = page.getByRole('list', { name: 'Profiles for datasets' });
  await list.getByText('No model chosen').waitFor();
  await button(page, 'More for Lab').click();
  await page.getByRole('menuitem', { name: 'Test' }).click();
  await page.getByText(/It answers and lists \d+ model/).waitFor();
  await button(page, 'More for Lab').click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const editing = page.getByRole('dialog', { name: 'Edit Lab' });
  await editing.getByRole('button', { name: 'Fetch its models' }).click();
  await editing.getByLabel('Model', { exact: true }).click();
  await page.getByRole('option', { name: 'scripted-model' }).click();
  await editing.getByRole('button', { name: 'Save' }).click();
  await list.getByText('scripted-model').waitFor();
  await button(page, 'More for Lab').click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await list.waitFor({ state: 'detached' });
  await toast(page, 'is removed').getByRole('button', { name: 'Undo' }).click();
  await list.getByText('scripted-model').waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('the list, the description and the draft break no rule of axe and squeeze no text', async () => {
    const page = await workspace.open('/datasets', { colorScheme });
    await page.getByText('No dataset yet').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: /^A sample/ }).click();
    await expect
      .poll(() => page.getByLabel('What should the records be?').inputValue())
      .toContain('200 customers');
    expect([...(await violations(page)), ...(await squeezed(page))]).toEqual([]);
    await button(page, 'Draft it').click();
    await page.getByRole('group', { name: 'Sample 3' }).waitFor();
    await button(page, 'More of email').click();
    await button(page, 'Add a kind of variety').click();
    expect([...(await violations(page)), ...(await squeezed(page))]).toEqual([]);
    await view(page, 'Text');
    await page.getByRole('textbox', { name: 'Definition as text' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('Changes are kept').waitFor();
    await goTo(page, '/datasets');
    await page.getByRole('link', { name: /^Draft:/ }).click();
    await button(page, 'Save, make later').click();
    await toast(page, 'is ready').waitFor();
    await goTo(page, '/datasets');
    await page.getByText('0 of 200 records').waitFor();
    await page.setViewportSize({ width: 1024, height: 700 });
    expect([...(await violations(page)), ...(await squeezed(page))]).toEqual([]);
  });
});
