import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCESS_KEY, BUCKET, SECRET_KEY, startBlobServer } from '../support/blob-server.ts';
import { startCloudProcess } from '../support/cloud-process.ts';
import { exportedFiles } from '../support/exported-files.ts';
import { flipLargest } from '../support/flip-largest.ts';
import { launchApp } from '../support/launch-app.ts';
import { runCommand } from '../support/run-cli.ts';
import { startWebdav } from '../support/webdav-server.ts';
import { changeWebdavPassword } from './harness/webdav-password.ts';
import { content, takeWordsAndBackUp, trouble, typeWords, WHOLE_MS, workMs } from './harness/backing-up.ts';
import { goTo, makeEmptyWorkspace, PASSPHRASE } from './harness/empty-workspace.ts';

const EMAIL = 'marta@example.org';
const PASSWORD = 'a password for the server';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-places-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (dataDir: string) => (args: readonly string[]) =>
  runCommand(['--data-dir', dataDir, ...args], { env: { ADIUVA_PASSPHRASE: PASSPHRASE } });

const opened = (dataDir: string, passphrase?: string) =>
  launchApp({ dataDir, target: 'web', reducedMotion: 'reduce', ...(passphrase ? { passphrase } : {}) });

async function backUpNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByRole('status').getByText('Backing up…').waitFor(workMs);
  await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
}

test(
  'a laptop backs up to a server, is destroyed, and comes back on another by its words, equal by export',
  async () => {
    const blobs = join(root, 'server');
    const cloud = await startCloudProcess({ ADIUVA_CLOUD_DATA: blobs });
    try {
      const laptop = join(root, 'laptop');
      expect((await at(laptop)(['init', '--sample', '--no-keychain'])).exitCode).toBe(0);
      const words = await backUpToServer(laptop, { address: cloud.address, blobs: join(blobs, 'blobs') });
      const before = await exportedFiles(at(laptop), join(root, 'before'));
      expect(before.size).toBeGreaterThan(50);
      await rm(laptop, { recursive: true });

      const desk = join(root, 'desk');
      await restoreFromServer(desk, { address: cloud.address, words });
      const after = await exportedFiles(at(desk), join(root, 'after'));
      expect(after).toEqual(before);
    } finally {
      await cloud.stop();
    }
  },
  WHOLE_MS,
);

/** Signs up on the way, backs up, proves a restore; what breaks at the server is found, named and mended. */
async function backUpToServer(
  dataDir: string,
  server: { readonly address: string; readonly blobs: string },
): Promise<string[]> {
  const { page, close } = await opened(dataDir, PASSPHRASE);
  try {
    await goTo(page, '/backup?setUp=true');
    await page.getByRole('radio', { name: /Adiuva server/ }).click();
    await page.getByLabel('Address of the server').fill(server.address);
    await page.keyboard.press('Enter');
    await page.getByText('Nobody is signed in at this server.').waitFor();
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create an account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill(EMAIL);
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    const words = await takeWordsAndBackUp(page);
    await page.getByRole('button', { name: 'Try out a restore now' }).click();
    await content(page)
      .getByText(/searches and files were the same/)
      .waitFor(workMs);
    const proven = content(page).getByRole('heading', { name: 'Restore last proven' }).locator('..');
    const when = await proven.locator('time').getAttribute('datetime');
    expect(Date.now() - Date.parse(when ?? '')).toBeLessThan(10 * 60_000);

    await flipLargest(server.blobs);
    await page.getByRole('button', { name: 'Read: Read all data' }).click();
    const found = content(page).getByRole('status').filter({ hasText: 'The last check found' });
    await found.waitFor(workMs);
    expect(await found.textContent()).toMatch(/g1\/packs\//);
    await backUpNow(page);
    await page.getByRole('button', { name: 'Read: Read all data' }).click();
    await content(page).getByText('All data was read and is whole.').waitFor(workMs);
    expect(await found.count()).toBe(0);
    return words;
  } finally {
    await close();
  }
}

async function restoreFromServer(
  dataDir: string,
  server: { readonly address: string; readonly words: readonly string[] },
): Promise<void> {
  const { page, close } = await opened(dataDir);
  try {
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    await page.getByRole('radio', { name: /Adiuva server/ }).click();
    await page.getByLabel('Address of the server').fill(server.address);
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    expect(await trouble(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await typeWords(page, server.words);
    await page.getByRole('button', { name: 'Open the backup' }).click();
    // What the server refuses is put right where the server is named; the words are kept.
    await page.getByText('The e-mail address or the password is wrong.').waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open the backup' }).click();
    await page.getByRole('radio').first().waitFor(workMs);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('Name of this computer').fill('Desk');
    await page.getByLabel('New passphrase').fill(PASSPHRASE);
    await page.getByLabel('The same once more').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await content(page).waitFor(workMs);
    await goTo(page, '/settings?section=account');
    await page.getByRole('button', { name: `More for ${EMAIL}` }).waitFor();
    await goTo(page, '/backup');
    await backUpNow(page);
    await page.getByRole('radio', { name: 'Points in time' }).click();
    await page.getByText('Desk').first().waitFor(workMs);
    await page
      .getByText(/backups? · last/)
      .first()
      .waitFor();
  } finally {
    await close();
  }
}

test(
  'a bucket is a place too; an older list there is for a person to accept, with what follows from it',
  async () => {
    const server = await startBlobServer();
    await using workspace = await makeEmptyWorkspace();
    try {
      const page = await workspace.open('/backup?setUp=true');
      await page.getByRole('radio', { name: /S3 bucket/ }).click();
      await page.getByLabel('Address of the service').fill(server.url);
      await page.getByLabel('Bucket', { exact: true }).fill(BUCKET);
      await page.getByLabel('Access key ID').fill(ACCESS_KEY);
      await page.getByLabel('Secret access key').fill('not the key');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'did not take' }).waitFor(workMs);
      expect(await trouble(page)).toEqual([]);
      await page.getByLabel('Secret access key').fill(SECRET_KEY);
      await page.keyboard.press('Enter');
      await takeWordsAndBackUp(page);
      await page.getByRole('button', { name: 'Done' }).click();
      const putBack = server.snapshot();
      await backUpNow(page);
      putBack();
      await page.getByRole('button', { name: 'Back up now' }).click();
      await page.getByRole('heading', { name: 'The backup needs you' }).waitFor(workMs);
      expect(await trouble(page)).toEqual([]);
      await page.getByRole('button', { name: 'Decide…' }).click();
      const dialog = page.getByRole('dialog', { name: 'The list is older than before' });
      await dialog.getByText(/can’t be restored any more/).waitFor();
      expect(await trouble(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
      await page.getByRole('button', { name: 'Decide…' }).click();
      await dialog.getByRole('radio', { name: /It is meant to be so/ }).click();
      await dialog.getByRole('button', { name: 'Go on with this list' }).click();
      await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
      await page.getByRole('radio', { name: 'Points in time' }).click();
      const points = page.getByRole('list', { name: 'Points in time' }).getByRole('listitem');
      await expect.poll(() => points.count()).toBe(2);
    } finally {
      await server.stop();
    }
  },
  WHOLE_MS,
);

test(
  'a WebDAV folder is a place too; when its password changes, the new one is asked for and tried',
  async () => {
    const server = await startWebdav();
    await using workspace = await makeEmptyWorkspace();
    try {
      const page = await workspace.open('/backup?setUp=true');
      await page.getByRole('radio', { name: /WebDAV/ }).click();
      await page.getByLabel('Address of the folder').fill(server.url);
      await page.getByLabel('User name').fill(server.user);
      await page.getByLabel('Password', { exact: true }).fill(server.password);
      await page.keyboard.press('Enter');
      await takeWordsAndBackUp(page);
      await page.getByRole('button', { name: 'Done' }).click();
      await changeWebdavPassword(server, 'another password');
      await page.getByRole('button', { name: 'Back up now' }).click();
      await page.getByRole('heading', { name: 'The backup needs you' }).waitFor(workMs);
      await page.getByRole('button', { name: 'Enter the new password…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Password', { exact: true }).fill('a wrong guess');
      await page.keyboard.press('Enter');
      await dialog.getByRole('status').waitFor(workMs);
      expect(await trouble(page)).toEqual([]);
      await dialog.getByLabel('Password', { exact: true }).fill('another password');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached', ...workMs });
      await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
      expect(await content(page).getByRole('button', { name: 'Enter the new password…' }).count()).toBe(0);
    } finally {
      await server.stop();
    }
  },
  WHOLE_MS,
);
