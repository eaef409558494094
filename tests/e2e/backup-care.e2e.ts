import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import {
  content,
  giveWordsBack,
  readWords,
  setUpAt,
  trouble,
  typeWords,
  WHOLE_MS,
  workMs,
} from './harness/backing-up.ts';
import { goTo, makeEmptyWorkspace, PASSPHRASE } from './harness/empty-workspace.ts';

let vault: string;

beforeEach(async () => {
  vault = await mkdtemp(join(tmpdir(), 'adiuva-vault-'));
});
afterEach(() => rm(vault, { recursive: true, force: true }));

/** Whether these words open the workspace of a folder that no app has open. */
async function isOpenedBy(dataDir: string, words: readonly string[]): Promise<boolean> {
  const app = createAdiuva({ host: 'test', keychain: null, dataDir });
  try {
    await app.caller().system.unlock({ recoveryPhrase: words.join(' ') });
    return true;
  } catch {
    return false;
  } finally {
    await app.close();
  }
}

async function openSettings(page: Page): Promise<void> {
  await goTo(page, '/backup?view=settings');
  await page.getByRole('heading', { name: 'Words', exact: true }).waitFor();
}

test(
  'words that leaked are replaced everywhere, and another device goes on with the new ones',
  async () => {
    await using laptop = await makeEmptyWorkspace();
    await using desk = await makeEmptyWorkspace();
    const former = await setUpAt(await laptop.open('/backup'), vault);
    const deskPage = await desk.open('/backup?setUp=true');
    await deskPage.getByLabel('Folder', { exact: true }).fill(vault);
    await deskPage.keyboard.press('Enter');
    await deskPage.getByText(/There is a backup here already/).waitFor();
    await typeWords(deskPage, former);
    await deskPage.getByLabel('Current passphrase').fill(PASSPHRASE);
    await deskPage.getByRole('button', { name: 'Set up and begin' }).click();
    await content(deskPage).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);

    const page = laptop.launched().page;
    await openSettings(page);
    await page.getByRole('button', { name: 'Replace words and keys…' }).click();
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show new words' }).click();
    const words = await readWords(page);
    await page.getByRole('button', { name: 'I have written them down' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The former words open this workspace too').waitFor();
    expect(await dialog.getByRole('switch').count()).toBe(0);
    await giveWordsBack(page, words);
    await dialog.getByLabel('Current passphrase').fill(PASSPHRASE);
    expect(await trouble(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Replace words and keys', exact: true }).click();
    await dialog.waitFor({ state: 'detached', ...workMs });
    await goTo(page, '/backup');
    await content(page)
      .getByRole('row', { name: /Everything sent anew · done/ })
      .waitFor(workMs);
    await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
    await goTo(page, '/backup?view=points');
    const points = page.getByRole('list', { name: 'Points in time' }).getByRole('listitem');
    await expect.poll(() => points.count()).toBe(1);
    await laptop.close();
    expect([await isOpenedBy(laptop.dataDir, former), await isOpenedBy(laptop.dataDir, words)]).toEqual([
      false,
      true,
    ]);

    await goTo(deskPage, '/backup');
    await deskPage.getByRole('button', { name: 'Back up now' }).click();
    await deskPage.getByRole('heading', { name: 'The backup needs you' }).waitFor(workMs);
    await deskPage.getByRole('button', { name: 'Type the new words…' }).click();
    await typeWords(deskPage, former);
    await deskPage.getByRole('button', { name: 'Go on with these words' }).click();
    await deskPage.getByRole('dialog').getByRole('alert').waitFor(workMs);
    expect(await trouble(deskPage)).toEqual([]);
    await typeWords(deskPage, words);
    await deskPage.getByRole('button', { name: 'Go on with these words' }).click();
    await deskPage.getByRole('dialog').waitFor({ state: 'detached', ...workMs });
    await content(deskPage).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
  },
  WHOLE_MS,
);

test(
  'two phrases can be kept, and become one later',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup?setUp=true');
    await page.getByLabel('Folder', { exact: true }).fill(vault);
    await page.keyboard.press('Enter');
    const words = await readWords(page);
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await giveWordsBack(page, words);
    await page.getByRole('switch', { name: /One phrase for both/ }).click();
    await page.getByLabel('Current passphrase').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Set up and begin' }).click();
    await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
    await openSettings(page);
    await page.getByRole('button', { name: 'Use the same words' }).click();
    const dialog = page.getByRole('dialog', { name: 'One phrase for both' });
    await typeWords(page, words);
    await dialog.getByLabel('Current passphrase').fill(PASSPHRASE);
    expect(await trouble(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Use the same words' }).click();
    await dialog.waitFor({ state: 'detached', ...workMs });
    await page.getByRole('button', { name: 'Use the same words' }).waitFor({ state: 'detached' });
    await workspace.close();
    expect(await isOpenedBy(workspace.dataDir, words)).toBe(true);
  },
  WHOLE_MS,
);

test(
  'other rules show what they would let go before they are saved, and what went is told',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const first = await workspace.open('/backup');
    await setUpAt(first, vault);
    await workspace.prepared(async (app) => {
      const { backup, jobs } = app.caller();
      for (let turn = 0; turn < 2; turn += 1) {
        const { jobId } = await backup.start();
        await vi.waitUntil(async () => (await jobs.get({ id: jobId })).status === 'done', workMs);
      }
    });
    const page = await workspace.open('/backup?view=settings');
    for (const rule of ['Days', 'Weeks', 'Months']) await page.getByLabel(rule).fill('0');
    await page.getByLabel('Newest').fill('1');
    await page.getByText('2 points in time would be let go').waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Newest').inputValue()).toBe('5');
    for (const rule of ['Days', 'Weeks', 'Months']) await page.getByLabel(rule).fill('0');
    await page.getByLabel('Newest').fill('1');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('2 points would go now.').waitFor(workMs);
    await page.getByRole('button', { name: 'Tidy up now' }).click();
    await page.getByText('2 points would go now.').waitFor({ state: 'detached', ...workMs });
    await page.getByRole('radio', { name: 'Overview' }).click();
    await content(page)
      .getByText(/2 points in time were let go\./)
      .waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
  },
  WHOLE_MS,
);

test(
  'a page that knows of a metered connection says so',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup');
    await setUpAt(page, vault);
    await page.addInitScript(() => {
      const connection = Object.assign(new EventTarget(), { type: 'cellular', saveData: false });
      Object.defineProperty(navigator, 'connection', { value: connection });
    });
    await openSettings(page);
    await page.getByText('This one is metered now.').waitFor();
    await page.evaluate(() => {
      const { connection } = navigator as unknown as { connection: EventTarget & { type: string } };
      connection.type = 'wifi';
      connection.dispatchEvent(new Event('change'));
    });
    await page.getByText('This one is not metered.').waitFor();
    expect(await page.getByText('This one is metered now.').count()).toBe(0);
  },
  WHOLE_MS,
);
