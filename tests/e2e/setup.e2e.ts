import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { violations } from './harness/violations.ts';

const PASSPHRASE = 'quiet desk lamp 42';

let dataDir: string;
let vault: string;
const open: LaunchedApp[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-setup-'));
  vault = join(dataDir, '..', `vault-${Date.now()}`);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((launched) => launched.close()));
  await rm(dataDir, { recursive: true, force: true });
  await rm(vault, { recursive: true, force: true });
});

async function launch(passphrase?: string): Promise<Page> {
  const launched = await launchApp({
    dataDir,
    target: 'web',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    passphrase,
  });
  open.push(launched);
  return launched.page;
}

/** What is broken in either theme; empty where the page is sound. */
async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((rule) => `${colorScheme} ${rule}`));
  }
  return found;
}

/** From the welcome to the question of how to begin, as a person goes, with the keyboard where that is handy. */
async function setUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('New passphrase').fill(PASSPHRASE);
  await page.getByLabel('The same once more').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  const words = await list.locator('[translate=no]').allTextContents();
  expect(words).toHaveLength(12);
  await page.getByRole('button', { name: 'I have written them down' }).click();
  const fields = page.getByLabel(/^Word \d+$/);
  for (const field of await fields.all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /Start empty/ }).waitFor();
}

test('the first start ends in the sample workspace, and a wrong passphrase costs nothing', async () => {
  const page = await launch();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await setUp(page);
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.getByRole('radio', { name: /Sample workspace/ }).click();
  await page.getByRole('button', { name: 'Open my workspace' }).click();
  await page.locator('#content').waitFor();

  await page.goto(new URL('/settings?section=security', page.url()).href);
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await page.getByLabel('Passphrase').fill('not the right one');
  await page.keyboard.press('Enter');
  await page.getByText('The passphrase is not right.').waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.locator('#content').waitFor();
});

test('an import is tried, run, found again after a reload, and taken back', async () => {
  await mkdir(vault);
  for (let index = 0; index < 12; index += 1)
    await writeFile(
      join(vault, `Note ${index}.md`),
      `# Note ${index}\n\nSee [[Note ${(index + 1) % 12}]].\n`,
    );
  const page = await launch();
  await setUp(page);
  await page.getByRole('radio', { name: /Import what I have/ }).click();
  await page.getByRole('button', { name: 'Open my workspace' }).click();
  await page.getByRole('heading', { name: 'Import and export' }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);

  await page.locator('input[webkitdirectory]').setInputFiles(vault);
  await page.getByRole('button', { name: 'Try it first' }).click();
  await page.getByRole('button', { name: /To add\s*12/ }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: /Added\s*12/ }).waitFor();

  await page.reload();
  await page.getByRole('button', { name: /Added\s*12/ }).waitFor();
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await page.getByRole('heading', { name: 'The import was taken back' }).waitFor();

  await page.goto(new URL('/jobs', page.url()).href);
  const rows = page.getByRole('grid', { name: 'Jobs' }).getByRole('row');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(2);
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('Note 3.md').waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
});

test('what is deleted comes back from the trash, or goes for good when its number was confirmed', async () => {
  const page = await launch();
  await setUp(page);
  await page.getByRole('radio', { name: /Sample workspace/ }).click();
  await page.getByRole('button', { name: 'Open my workspace' }).click();
  await page.locator('#content').waitFor();
  await page.goto(new URL('/tasks', page.url()).href);
  const tasks = page.getByRole('grid').first().locator('[role=row][aria-selected]');
  await tasks.first().focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).waitFor();

  await page.goto(new URL('/trash', page.url()).href);
  const rows = page.getByRole('grid', { name: 'Trash' }).getByRole('row');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(3);
  expect(await violationsInBothThemes(page)).toEqual([]);
  await rows.first().focus();
  await page.keyboard.press('r');
  await expect.poll(() => rows.count()).toBe(2);
  await rows.first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 2 for good' }).click();
  await page.getByText('The trash is empty').waitFor();
  await page.reload();
  await page.getByText('The trash is empty').waitFor();
});

test('settings are kept, and their pages are sound in both themes', async () => {
  const page = await launch();
  await setUp(page);
  await page.getByRole('button', { name: 'Open my workspace' }).click();
  await page.locator('#content').waitFor();
  for (const section of ['appearance', 'workspace', 'security', 'data', 'shortcuts', 'about']) {
    await page.goto(new URL(`/settings?section=${section}`, page.url()).href);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect(await violationsInBothThemes(page), section).toEqual([]);
  }
  await page.goto(new URL('/settings?section=workspace', page.url()).href);
  await page.getByLabel('Your name').fill('Marta');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Your name').inputValue()).toBe('Marta');
  await page.goto(new URL('/settings?section=appearance', page.url()).href);
  await page.getByLabel('Language').click();
  await page.getByRole('option', { name: 'Italiano' }).click();
  await page.getByRole('heading', { name: 'Impostazioni' }).waitFor();
});
