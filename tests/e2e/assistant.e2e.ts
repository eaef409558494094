import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from '../support/launch-app.ts';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';
import { violations } from './harness/violations.ts';

const PASSPHRASE = 'a long enough passphrase';

let dataDir: string;
let launched: LaunchedApp | undefined;
let server: ScriptedModels | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-assistant-'));
});
afterEach(async () => {
  await launched?.close();
  await server?.close();
  [launched, server] = [undefined, undefined];
  await rm(dataDir, { recursive: true, force: true });
});

/** A client, a project and a note that says what was promised; with a model where there is a script for it. */
async function prepare(script?: Script): Promise<{ readonly projectId: string }> {
  const app = createAdiuva({ host: 'test', keychain: null, dataDir });
  const api = app.caller();
  await api.system.setup({ passphrase: PASSPHRASE, useKeychain: false });
  await api.system.finishOnboarding();
  const { item: client } = await api.clients.create({ name: 'Acme' });
  const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
  const body = 'We promised Acme the wireframes by the end of November.';
  await api.notes.create({ title: 'Call with Ada', body, projectId: project.id });
  if (script) {
    server = await startScriptedModels(script);
    const baseUrl = server.urls.openai;
    const chatModel = 'scripted-model';
    await api.models.add({ kind: 'openai_compatible', name: 'Scripted', baseUrl, chatModel });
  }
  await api.search.reindex();
  await app.close();
  return { projectId: project.id };
}

async function open(path: string, options: Partial<LaunchOptions> = {}): Promise<Page> {
  const target = 'web';
  launched = await launchApp({
    dataDir,
    target,
    passphrase: PASSPHRASE,
    reducedMotion: 'reduce',
    ...options,
  });
  const { page } = launched;
  await page.goto(new URL(path, page.url()).href);
  await page.locator('#content h1').waitFor();
  return page;
}

async function ask(place: Locator, question: string): Promise<void> {
  const field = place.getByRole('textbox', { name: /^Ask about/ });
  await field.fill(question);
  await field.press('Enter');
}

const answers = (place: Locator): Locator => place.getByRole('article', { name: 'Adiuva' });
const failing = (status: number) => [{ status, errorMessage: 'no', retryAfter: '600' }];

test('without a model: Ctrl-J asks from any page, answers with sources that open, and gives the focus back', async () => {
  const { projectId } = await prepare();
  const page = await open(`/projects/${projectId}`, { colorScheme: 'dark' });
  await page.getByRole('link', { name: 'Inbox' }).focus();
  await page.keyboard.press('Control+j');
  const chat = page.getByRole('dialog', { name: 'Assistant' });
  await chat.getByRole('button', { name: 'What it may read: Website' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await ask(chat, 'When are the wireframes due?');
  await answers(chat).getByText('Found without a model').waitFor();
  await chat.getByText('the wireframes by the end of November').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowUp');
  expect(await chat.getByRole('textbox').inputValue()).toBe('When are the wireframes due?');
  await page.keyboard.press('Escape');
  await chat.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Inbox');
  await page.keyboard.press('Control+j');
  await page.reload();
  await chat
    .getByRole('link', { name: /^Source \d+: Call with Ada/ })
    .first()
    .click();
  await page.waitForURL(/\/notes\//);
  await chat.waitFor();
});

test('conversations are found, renamed, deleted and taken back on their page', async () => {
  await prepare();
  const page = await open('/chat', { colorScheme: 'light' });
  const content = page.locator('#content');
  await content.getByRole('button', { name: 'What is due this week?' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await ask(content, 'add task Send the quote due tomorrow');
  const step = content.getByRole('listitem', { name: 'Send the quote' });
  await step.getByRole('button', { name: 'Approve: Send the quote' }).click();
  await step.getByText('Approved').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await step.getByText('Approved').waitFor();
  const rows = content.getByRole('grid', { name: 'Conversations' }).getByRole('row');
  await rows.first().click();
  await page.keyboard.press('F2');
  await page.getByRole('dialog').getByLabel('Name').fill('The quote');
  await page.keyboard.press('Enter');
  await content.getByRole('heading', { name: 'The quote' }).waitFor();
  const search = content.getByRole('searchbox', { name: 'Search conversations' });
  await search.fill('elephants');
  await content.getByText('No conversation has these words').waitFor();
  await search.fill('quote');
  await rows.first().focus();
  await page.keyboard.press('Delete');
  await rows.first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await rows.filter({ hasText: 'The quote' }).waitFor();
});

test('with a model: the answer streams with its sources, says what ran, and can be stopped', async () => {
  await prepare(({ prompt }) => {
    const number = /"cite":"(\[\d+\])","title":"Call with Ada"/.exec(prompt)?.[1] ?? '';
    return prompt.includes('Tell me everything')
      ? { text: 'One two three four five six seven eight nine ten.', hangAfterPieces: 3 }
      : { text: `The **wireframes**, by the end of November ${number}.`, pieceDelayMs: 20 };
  });
  const page = await open('/chat', { colorScheme: 'dark' });
  const content = page.locator('#content');
  await ask(content, 'What did we promise Acme?');
  const [first, second] = [answers(content).first(), answers(content).nth(1)];
  await first.getByRole('link', { name: /^Source \d+: Call with Ada/ }).hover();
  await page.getByText('We promised Acme the wireframes').last().waitFor();
  await first.getByText(/^Looked in/).waitFor();
  await first.getByRole('button', { name: /scripted-model · on this computer/ }).click();
  await page.getByRole('link', { name: 'See the trace' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await ask(content, 'Tell me everything');
  await second.getByText('One').waitFor();
  await content.getByRole('button', { name: 'Stop' }).click();
  await second.getByText('Stopped. What you see came before that.').waitFor();
  await second.getByText('One').waitFor();
});

test('a plan waits for its step, also after a reload, and goes on when it is approved in the answer', async () => {
  await prepare([
    {
      text: 'First the project.',
      toolCalls: [
        { name: 'projects__create', input: { name: 'Launch' } },
        { name: 'wait_for_approval', input: {} },
      ],
    },
    { text: 'The project is there.' },
  ]);
  const page = await open('/chat', { colorScheme: 'light' });
  const content = page.locator('#content');
  await ask(content, 'Create a project Launch with its tasks');
  await content.getByText('It waits for you').waitFor();
  await page.reload();
  await content.getByText('It waits for you').waitFor();
  expect(await violations(page)).toEqual([]);
  await content.getByRole('button', { name: 'Approve: Launch' }).click();
  await content.getByText('The project is there.').waitFor();
  await content.getByRole('listitem', { name: 'Launch' }).getByText('Approved').waitFor();
});

test('what a provider refuses is told by its kind, with the step that helps', async () => {
  await prepare(failing(401));
  const page = await open('/chat', { colorScheme: 'dark' });
  const content = page.locator('#content');
  await ask(content, 'Hello there');
  await content.getByText('The provider did not accept the key').waitFor();
  await content.getByRole('link', { name: 'Check the key' }).waitFor();
  expect(await violations(page)).toEqual([]);
  // The provider is left alone until its key is changed: asking again says so at once.
  await content.getByRole('button', { name: 'Ask again' }).click();
  await answers(content).nth(1).getByRole('link', { name: 'Check the key' }).waitFor();
  await answers(content).nth(1).getByRole('link', { name: 'Check the key' }).click();
  await page
    .getByRole('heading', { level: 2, name: /models/i })
    .first()
    .waitFor();
});
