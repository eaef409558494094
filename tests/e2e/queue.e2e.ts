import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Adiuva } from '#main/compose.ts';
import { startCloudProcess, type CloudProcess } from '../support/cloud-process.ts';
import { makeEmptyWorkspace, type EmptyWorkspace } from './harness/empty-workspace.ts';
import { squeezed, violations } from './harness/violations.ts';

let cloud: CloudProcess;
let workspace: EmptyWorkspace;

beforeAll(async () => {
  cloud = await startCloudProcess();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  workspace = await makeEmptyWorkspace();
});
afterEach(() => workspace[Symbol.asyncDispose]());

let people = 0;

/** Offline, with a backup that was asked for and a sign-out that the server has not been told of. */
async function missBoth(app: Adiuva): Promise<void> {
  const api = app.caller();
  const endpoint = cloud.address;
  people += 1;
  await api.cloud.signUp({
    endpoint,
    email: `ada-${people}@example.org`,
    password: 'a password for the server',
  });
  const { phrase, confirmIndexes } = await api.backup.newPhrase();
  const all = phrase.split(' ');
  const words = confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
  await api.backup.setUp({
    place: { kind: 'adiuva', url: endpoint },
    deviceName: 'Desk',
    phrase: { kind: 'new', words },
  });
  await api.backup.updateSettings({ rhythm: 'manual', drills: false });
  await api.network.setOffline({ isOffline: true });
  await api.jobs.wait({ id: (await api.backup.start()).jobId });
  await api.cloud.signOut({ endpoint });
}

test('what waits is seen, goes when offline is switched off, and what needs somebody is told in the corner', async () => {
  await workspace.prepared(missBoth);
  const page = await workspace.open('/settings?section=network');
  const rows = page.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem');
  await rows.nth(1).waitFor();
  const { host } = new URL(cloud.address);
  expect(await rows.count()).toBe(2);
  await rows.filter({ hasText: `Sign-out at ${host}` }).waitFor();
  await rows.filter({ hasText: 'Backup' }).getByText('Goes when offline is switched off').waitFor();
  // Offline nothing can be tried.
  expect(await page.getByRole('button', { name: /^Try/ }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page)).toEqual([]);

  await page.getByRole('switch', { name: 'Offline' }).focus();
  await page.keyboard.press('Space');
  // The server takes the sign-out; it takes no backup of somebody who is signed out.
  await rows.filter({ hasText: 'Sign-out' }).waitFor({ state: 'detached' });
  await rows.filter({ hasText: 'Backup' }).getByText('Needs you', { exact: true }).waitFor();
  await rows.getByText('sign in first').waitFor();
  await page.getByRole('button', { name: 'Status: Backup needs you' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await squeezed(page)).toEqual([]);

  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('button', { name: 'Status: Backup needs you' }).click();
  await page.getByRole('link', { name: '1 thing could not be sent' }).click();
  await page.getByRole('button', { name: 'Try now: Backup' }).click();
  await rows.getByText('Needs you', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Take out: Backup' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Take out “Backup”?' });
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Take out' }).click();
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('all that waits is taken out at once, after a question', async () => {
  await workspace.prepared(missBoth);
  const page = await workspace.open('/settings?section=network', { colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Take out all' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Take out everything that waits?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Backup', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Take out all' }).click();
  await dialog.getByRole('button', { name: 'Take out all' }).click();
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Take out all' }).count()).toBe(0);
});
