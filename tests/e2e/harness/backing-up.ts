import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PASSPHRASE } from './empty-workspace.ts';
import { squeezed, violations } from './violations.ts';

/** Work on a vault goes on in jobs, and other tests may keep the machine busy. */
export const workMs = { timeout: 60_000 };
/** Each looks at many steps in both themes. */
export const WHOLE_MS = 300_000;

export const content = (page: Page): Locator => page.locator('#content');

/** What is broken in either theme; empty where the page is sound. */
export async function trouble(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((rule) => `${colorScheme} ${rule}`));
  }
  return [...found, ...(await squeezed(page))];
}

/** The twelve words that are shown, once they are. */
export async function readWords(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  const words = await list.locator('[translate=no]').allTextContents();
  expect(words).toHaveLength(12);
  return words;
}

async function numberOf(field: Locator): Promise<number> {
  const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
  return Number(/\d+/.exec(label)?.[0]);
}

/** The four words that are asked back, each by its first letters and a space, as one types them. */
export async function giveWordsBack(page: Page, words: readonly string[]): Promise<void> {
  const fields = page.getByLabel(/^Word \d+$/);
  expect(await fields.count()).toBe(4);
  for (const field of await fields.all()) {
    const word = words[(await numberOf(field)) - 1] ?? '';
    await field.focus();
    await page.keyboard.type(word.slice(0, 4));
    await page.keyboard.press('Space');
    // Three letters may be a word and the beginning of another; what was meant is typed out then.
    if ((await field.inputValue()) !== word) await field.fill(word);
  }
}

/** All twelve words, each into its field. */
export async function typeWords(page: Page, words: readonly string[]): Promise<void> {
  for (const [index, word] of words.entries()) {
    await page.getByLabel(`Word ${index + 1}`, { exact: true }).fill(word);
  }
}

/** From the words that are shown to the first backup; they become those of the workspace too. */
export async function takeWordsAndBackUp(page: Page): Promise<string[]> {
  const words = await readWords(page);
  await page.getByRole('button', { name: 'I have written them down' }).click();
  await giveWordsBack(page, words);
  await page.getByLabel('Current passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Set up and begin' }).click();
  await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
  return words;
}

/** The whole set-up, in a folder, with one phrase for backup and workspace. */
export async function setUpAt(page: Page, folder: string): Promise<string[]> {
  await page.getByRole('button', { name: 'Set up the backup' }).click();
  await page.getByLabel('Folder', { exact: true }).fill(folder);
  await page.keyboard.press('Enter');
  return takeWordsAndBackUp(page);
}
