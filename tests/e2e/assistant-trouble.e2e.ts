import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScriptedModels, type Script, type ScriptedModels } from '../support/scripted-models.ts';
import { squeezed, violations } from './harness/violations.ts';
import { goTo, workspaceForEach } from './harness/workspace.ts';

/** A second, as a poll waits by itself, is short for a page of a machine with other work to do. */
const PATIENT = { timeout: 20_000 };
/** Ollama's own servers answer for models of such a name: asked on this machine, and yet away from it and paid. */
const PAID = 'dear-cloud';

/** What the server says is decided by the model that is asked. */
const script: Script = ({ model }) => {
  if (model === 'refuses-key') return { status: 401, errorMessage: 'Incorrect API key provided.' };
  if (model === 'asks-to-wait') return { status: 429, retryAfter: '600' };
  if (model === 'is-broken') return { status: 500 };
  if (model === 'is-unknown') return { status: 404 };
  return { text: 'By Friday.', inputTokens: 100, outputTokens: 20, pieceDelayMs: 5 };
};

let server: ScriptedModels;

beforeEach(async () => {
  server = await startScriptedModels(script);
});
afterEach(async () => {
  await server.close();
});
const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

/** One provider for each kind of trouble, asked only where it is chosen: what one does says nothing of the others. */
async function prepare(): Promise<void> {
  const compatible = { kind: 'openai_compatible', baseUrl: server.urls.openai } as const;
  await workspace.prepared(async (app) => {
    const { models, usage } = app.caller();
    await models.add({ ...compatible, name: 'Keyed', chatModel: 'refuses-key', key: 'k' });
    await models.add({ ...compatible, name: 'Busy', chatModel: 'asks-to-wait' });
    await models.add({ ...compatible, name: 'Broken', chatModel: 'is-broken' });
    await models.add({ ...compatible, name: 'Renamed', chatModel: 'is-unknown' });
    await models.add({ ...compatible, name: 'Gone', baseUrl: 'http://127.0.0.1:9/v1', chatModel: 'is-off' });
    await models.add({ kind: 'ollama', name: 'Paid', baseUrl: server.urls.ollama, chatModel: PAID });
    await usage.setPrice({ modelId: PAID, inputMicros: 2_000_000, outputMicros: 10_000_000 });
  });
}

const content = (page: Page): Locator => page.locator('#content');
const lastAnswer = (page: Page): Locator => content(page).getByRole('article', { name: 'Adiuva' }).last();

async function choose(page: Page, model: string): Promise<void> {
  await content(page)
    .getByRole('button', { name: /^Model: / })
    .click();
  await page.getByRole('menuitem', { name: model }).click();
  await content(page)
    .getByRole('button', { name: `Model: ${model}` })
    .waitFor();
}

async function ask(page: Page, question: string): Promise<void> {
  const count = await content(page).getByRole('article', { name: 'Adiuva' }).count();
  const field = content(page).getByRole('textbox', { name: /^Ask about/ });
  await field.fill(question);
  await field.press('Enter');
  await expect
    .poll(() => content(page).getByRole('article', { name: 'Adiuva' }).count(), PATIENT)
    .toBe(count + 1);
}

async function soundInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }
}

const TROUBLES = [
  { model: 'refuses-key', title: 'The provider did not accept the key', step: 'Check the key' },
  { model: 'asks-to-wait', title: 'The provider asks to wait', step: 'Add another model' },
  { model: 'is-broken', title: 'The provider has a fault of its own', step: 'Add another model' },
  { model: 'is-unknown', title: 'The provider does not know this model', step: 'Choose a model' },
  { model: 'is-off', title: 'The model can’t be reached', step: 'See the provider' },
] as const;

test('each trouble of a model has words and a next step of its own, and a wait is counted down', async () => {
  await prepare();
  const page = await workspace.open('/chat');
  for (const { model, title, step } of TROUBLES) {
    await choose(page, model);
    await ask(page, `What would ${model} say?`);
    await lastAnswer(page).getByText(title).waitFor({ timeout: 30_000 });
    await lastAnswer(page).getByRole('link', { name: step }).waitFor();
    await lastAnswer(page).getByRole('button', { name: 'Ask again' }).waitFor();
  }
  // A refused key is refused again: it is left alone until it is changed, and says so at once.
  await choose(page, 'refuses-key');
  const sent = server.requests.length;
  await ask(page, 'And now?');
  await lastAnswer(page).getByText('The provider did not accept the key').waitFor();
  await lastAnswer(page).getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => content(page).getByText('And now?').count(), PATIENT).toBe(2);
  await lastAnswer(page).getByRole('link', { name: 'Check the key' }).waitFor();
  expect(server.requests).toHaveLength(sent);
  const waiting = content(page).getByRole('article').filter({ hasText: 'The provider asks to wait' });
  const countdown = waiting.getByRole('timer');
  const first = await countdown.textContent();
  expect(first).toMatch(/It can be asked again in \d:\d\d\./);
  await expect.poll(() => countdown.textContent(), PATIENT).not.toBe(first);
  await waiting.getByText('In detail').click();
  await waiting.getByText(/Busy: it takes no more requests for now/).waitFor();
  await soundInBothThemes(page);

  // A model that is chosen and then switched off.
  await choose(page, 'is-off');
  await goTo(page, '/settings?section=models');
  await page.getByRole('switch', { name: 'Ask Gone' }).click();
  await page.locator('[data-provider]').filter({ hasText: 'Gone' }).getByText('Switched off').waitFor();
  await page.goBack();
  await lastAnswer(page).waitFor();
  await ask(page, 'Are you there?');
  await lastAnswer(page).getByText('The model can’t be asked').waitFor();
  await lastAnswer(page).getByRole('link', { name: 'Set up a model' }).click();
  await page.getByRole('button', { name: 'Add a provider' }).first().waitFor();
});

test('offline nothing goes out; online the answer says what left and what it cost; a cap of the assistant stops the next', async () => {
  await prepare();
  const page = await workspace.open('/settings?section=network');
  await page.getByText('Nothing has left this computer').waitFor();
  await page.getByRole('switch', { name: 'Offline' }).click();
  await goTo(page, '/chat');
  await choose(page, PAID);
  await ask(page, 'When is the quote due?');
  await lastAnswer(page).getByText('Adiuva is offline').waitFor();
  expect(server.requests).toEqual([]);
  await lastAnswer(page).getByRole('button', { name: 'Go online' }).click();
  await lastAnswer(page).getByRole('button', { name: 'Go online' }).waitFor({ state: 'detached' });
  await lastAnswer(page).getByRole('button', { name: 'Ask again' }).click();
  await lastAnswer(page).getByText('By Friday.').waitFor();
  await lastAnswer(page)
    .getByRole('button', { name: /dear-cloud · left this computer · .*\$0\.00/ })
    .waitFor();
  const conversation = page.url();

  await goTo(page, '/settings?section=network');
  await page
    .getByRole('row')
    .filter({ hasText: `127.0.0.1:${server.port}` })
    .waitFor();
  await soundInBothThemes(page);

  await goTo(page, '/usage');
  await page.getByRole('button', { name: 'Add a budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a budget' });
  await dialog.getByLabel('Amount in USD').fill('0.001');
  await dialog.getByLabel('Who').click();
  await page.getByRole('option', { name: /^Assistant/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const cap = page.getByRole('listitem').filter({ hasText: 'Assistant, each day' });
  await cap.getByText('used up').waitFor();
  await page.goto(conversation);
  await lastAnswer(page).waitFor();
  const sent = server.requests.length;
  await ask(page, 'And the invoice?');
  await lastAnswer(page).getByText('The budget is used up').waitFor();
  await lastAnswer(page)
    .getByText(/The budget of the day is \$0\.001, of which \$0\.00/)
    .waitFor();
  expect(server.requests).toHaveLength(sent);
  await lastAnswer(page).getByRole('link', { name: 'See the budget' }).click();
  await cap.waitFor();
});

test('in Italian, at 200 % zoom in both sizes of window, no control of the chat page is lost', async () => {
  await prepare();
  const page = await workspace.open('/chat', { locale: 'it-IT', viewport: { width: 720, height: 450 } });
  const field = content(page).getByRole('textbox', { name: /^Chiedi/ });
  await field.fill('Quando scade il preventivo?');
  await field.press('Enter');
  await content(page)
    .getByText('Il fornitore non ha accettato la chiave')
    .first()
    .waitFor({ timeout: 30_000 });
  for (const size of [
    { width: 720, height: 450 },
    { width: 512, height: 350 },
  ]) {
    await page.setViewportSize(size);
    expect(await squeezed(page), String(size.width)).toEqual([]);
    const controls = [
      field,
      content(page).getByRole('button', { name: 'Chiedi', exact: true }),
      content(page).getByText('Tutto lo spazio di lavoro'),
      content(page).getByRole('button', { name: /^Modello: / }),
      content(page).getByRole('button', { name: 'Conversazioni' }),
      content(page).getByRole('button', { name: 'Azioni della conversazione' }),
    ];
    for (const control of controls) {
      const box = await control.boundingBox();
      expect(box, String(control)).not.toBeNull();
      const { x = -1, y = -1, width = 0, height = 0 } = box ?? {};
      expect(x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height, String(control)).toBe(
        true,
      );
    }
    expect(await violations(page)).toEqual([]);
  }
  await goTo(page, '/settings?section=models');
  await page.getByRole('button', { name: 'Altro per Gone' }).click();
  await page.getByRole('menuitem', { name: 'Prova' }).click();
  await page
    .getByText('127.0.0.1:9 ha rifiutato la connessione. Controlla l’indirizzo e la porta', { exact: false })
    .waitFor();
});
