import type { Locator } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';
import { reindexed } from '../support/reindexed.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

let server: ScriptedModels | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});
const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

/** A client, a project and a note that says what was promised; with a model where there is a script for it. */
async function prepare(script?: Script): Promise<{ readonly projectId: string }> {
  if (script) server = await startScriptedModels(script);
  const baseUrl = server?.urls.openai;
  return workspace.prepared(async (app) => {
    const api = app.caller();
    const { item: client } = await api.clients.create({ name: 'Acme' });
    const { item: project } = await api.projects.create({ name: 'Website', clientId: client.id });
    const body = 'We promised Acme the wireframes by the end of November.';
    await api.notes.create({ title: 'Call with Ada', body, projectId: project.id });
    if (baseUrl !== undefined) {
      const chatModel = 'scripted-model';
      await api.models.add({ kind: 'openai_compatible', name: 'Scripted', baseUrl, chatModel });
    }
    await reindexed(api);
    return { projectId: project.id };
  });
}

async function ask(place: Locator, question: string): Promise<void> {
  const field = place.getByRole('textbox', { name: /^Ask about/ });
  await field.fill(question);
  await field.press('Enter');
}

const answers = (place: Locator): Locator => place.getByRole('article', { name: 'Adiuva' });

test('without a model: Ctrl-J asks from any page, answers with sources that open, and gives the focus back', async () => {
  const { projectId } = await prepare();
  const page = await workspace.open(`/projects/${projectId}`, { colorScheme: 'dark' });
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
  const page = await workspace.open('/chat', { colorScheme: 'light' });
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
  const page = await workspace.open('/chat', { colorScheme: 'dark' });
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
  const page = await workspace.open('/chat', { colorScheme: 'light' });
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
