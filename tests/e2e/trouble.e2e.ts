import { execFile } from 'node:child_process';
import { cp, mkdtemp, open as openFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { driversUnderTest } from '../support/sqlite-drivers.ts';
import { MIGRATIONS, closeOpened, doorTo, requireReady } from '../support/store-door.ts';
import { violations } from './harness/violations.ts';

const PASSPHRASE = 'a long enough passphrase';
const PAGE_BYTES = 4096;
const run = promisify(execFile);

let prepared: string;
let folder: string;
let launched: LaunchedApp | undefined;

beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'adiuva-trouble-'));
  await ensureBuilt();
  await run(
    process.execPath,
    [join(ROOT, 'dist', 'main', 'cli.js'), '--data-dir', prepared, 'init', '--sample', '--no-keychain'],
    { env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE } },
  );
});
afterEach(async () => {
  await launched?.close();
  launched = undefined;
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await rm(prepared, { recursive: true, force: true });
});

async function copyOfWorkspace(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-trouble-'));
  await cp(prepared, folder, { recursive: true });
  return folder;
}

async function launch(): Promise<Page> {
  launched = await launchApp({ dataDir: folder, target: 'web', locale: 'en-GB', reducedMotion: 'reduce' });
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

/** One bit in each page of the last quarter: the newest rows lie there, and opening looks for the newest change. */
async function damage(path: string): Promise<void> {
  const file = await openFile(path, 'r+');
  try {
    const pages = Math.floor((await file.stat()).size / PAGE_BYTES);
    const byte = Buffer.alloc(1);
    for (let index = Math.floor(pages * 0.75); index < pages; index += 1) {
      await file.read(byte, 0, 1, index * PAGE_BYTES + 100);
      byte[0] = (byte[0] ?? 0) ^ 1;
      await file.write(byte, 0, 1, index * PAGE_BYTES + 100);
    }
  } finally {
    await file.close();
  }
}

test('a damaged workspace is repaired on its screen, which then tells what was saved', async () => {
  await damage(join(await copyOfWorkspace(), 'adiuva.db'));
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
  await page.getByRole('heading', { name: 'Your workspace was repaired' }).waitFor();
  await page.getByText(/kept in the data folder as adiuva\.damaged-.*\.db/).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);

  await page.goto(new URL('/projects', page.url()).href);
  await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
});

test('a workspace without its key file says so, and opens once the file is back', async () => {
  await copyOfWorkspace();
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
  await copyOfWorkspace();
  const [{ driver }] = await driversUnderTest();
  const future = { name: '9999_future', hash: 'x', statements: ['CREATE TABLE of_tomorrow (id TEXT)'] };
  await using door = doorTo(folder, driver, { migrations: [...MIGRATIONS, future], keychain: null });
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
