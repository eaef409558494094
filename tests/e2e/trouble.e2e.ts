import { open as openFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { driversUnderTest } from '../support/sqlite-drivers.ts';
import { MIGRATIONS, closeOpened, doorTo, requireReady } from '../support/store-door.ts';
import { PASSPHRASE } from './harness/ready-folders.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const PAGE_BYTES = 4096;
/** Row by row into a new file. */
const WORK = { timeout: 60_000 };

const workspace = workspaceForEach('sample');
let launched: LaunchedApp | undefined;

afterEach(async () => {
  await launched?.close();
  launched = undefined;
});

/** Without the passphrase: the page is asked for it. */
async function launch(): Promise<Page> {
  const { dataDir } = workspace;
  launched = await launchApp({ dataDir, target: 'web', reducedMotion: 'reduce' });
  return launched.page;
}

async function unlock(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
}

async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((rule) => `${colorScheme} ${rule}`));
  }
  return found;
}

/** One bit in each page of the last two fifths: the newest rows lie there, and opening looks for the newest change. */
async function damage(path: string): Promise<void> {
  const file = await openFile(path, 'r+');
  try {
    const pages = Math.floor((await file.stat()).size / PAGE_BYTES);
    const byte = Buffer.alloc(1);
    for (let index = Math.floor(pages * 0.6); index < pages; index += 1) {
      await file.read(byte, 0, 1, index * PAGE_BYTES + 100);
      byte[0] = (byte[0] ?? 0) ^ 1;
      await file.write(byte, 0, 1, index * PAGE_BYTES + 100);
    }
  } finally {
    await file.close();
  }
}

test('a damaged workspace is repaired on its screen, which then tells what was saved', async () => {
  await damage(join(workspace.dataDir, 'adiuva.db'));
  const page = await launch();
  await unlock(page);
  await page.getByRole('heading', { name: 'The workspace file is damaged' }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  // No keychain holds this key, so none is offered.
  expect(await page.getByRole('button', { name: 'Use the keychain' }).count()).toBe(0);

  await page.getByLabel('Passphrase').fill('not the right one');
  await page.keyboard.press('Enter');
  await page.getByText('The passphrase is not right.').waitFor();
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your workspace was repaired' }).waitFor(WORK);
  await page.getByText(/kept in the data folder as adiuva\.damaged-.*\.db/).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);

  await page.goto(new URL('/projects', page.url()).href);
  await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
});

test('a workspace without its key file says so, and opens once the file is back', async () => {
  const folder = workspace.dataDir;
  for (const name of ['keyslots.json', 'keyslots.copy.json'])
    await rename(join(folder, name), join(folder, `${name}.moved`));
  const page = await launch();
  await page.getByRole('heading', { name: 'The key file is missing' }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await rename(join(folder, 'keyslots.json.moved'), join(folder, 'keyslots.json'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await unlock(page);
  await page.locator('#content').waitFor();
});

test('a workspace of a newer version is refused with both versions named', async () => {
  const [{ driver }] = await driversUnderTest();
  const future = { name: '9999_future', hash: 'x', statements: ['CREATE TABLE of_tomorrow (id TEXT)'] };
  await using door = doorTo(workspace.dataDir, driver, {
    migrations: [...MIGRATIONS, future],
    keychain: null,
  });
  await closeOpened(requireReady(await door.unlock({ kind: 'passphrase', passphrase: PASSPHRASE })));
  await door.close();

  const page = await launch();
  await unlock(page);
  await page.getByRole('heading', { name: 'This workspace was made by a newer Adiuva' }).waitFor();
  const known = MIGRATIONS.length;
  await page
    .getByText(`format ${known + 1}, and this version of Adiuva knows formats up to ${known}`)
    .waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  // Another look begins with the passphrase and ends at the same answer.
  await unlock(page);
  await page.getByRole('heading', { name: 'This workspace was made by a newer Adiuva' }).waitFor();
});
