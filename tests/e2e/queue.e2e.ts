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

type Account = { readonly endpoint: string; readonly email: string; readonly password: string };

/** Offline, with a backup that was asked for and a sign-out that the server has not been told of. */
async function missBoth(app: Adiuva): Promise<Account> {
  const api = app.caller();
  const endpoint = cloud.address;
  people += 1;
  const account = { endpoint, email: `ada-${people}@example.org`, password: 'a password for the server' };
  await api.cloud.signUp(account);
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
  return account;
}

test('what waits is seen, goes when offline is switched off, and says where it needs somebody', async () => {
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
});

test('the corner leads to what needs somebody, and once it can be sent a try sends it', async () => {
  await workspace.prepared(async (app) => {
    const account = await missBoth(app);
    const api = app.caller();
    await api.network.setOffline({ isOffline: false });
    await api.queue.retry({ isAwaited: true });
    await api.cloud.signIn(account);
  });
  const page = await workspace.open('/tasks');
  await page.getByRole('button', { name: 'Status: Backup needs you' }).click();
  await page.getByRole('link', { name: '1 thing could not be sent' }).click();
  await page.getByRole('button', { name: 'Try now: Backup' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Status: Backed up/ }).waitFor();
});

test('one of what waits is taken out, or all of it, after a question', async () => {
  await workspace.prepared(missBoth);
  const page = await workspace.open('/settings?section=network', { colorScheme: 'dark' });
  const { host } = new URL(cloud.address);
  await page.getByRole('button', { name: `Take out: Sign-out at ${host}` }).focus();
  await page.keyboard.press('Enter');
  const one = page.getByRole('alertdialog', { name: `Take out “Sign-out at ${host}”?` });
  expect(await violations(page)).toEqual([]);
  await one.getByRole('button', { name: 'Take out' }).click();
  await one.waitFor({ state: 'detached' });
  await page.getByText(`Sign-out at ${host}`).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Take out all' }).click();
  const all = page.getByRole('alertdialog', { name: 'Take out everything that waits?' });
  await all.getByRole('button', { name: 'Cancel' }).click();
  await all.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Take out: Backup' }).waitFor();
  await page.getByRole('button', { name: 'Take out all' }).click();
  await all.getByRole('button', { name: 'Take out all' }).click();
  await page.getByText('Nothing waits', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Take out all' }).count()).toBe(0);
});
