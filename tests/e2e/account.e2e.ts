import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCloudProcess, type CloudProcess } from '../support/cloud-process.ts';
import { makeEmptyWorkspace, type EmptyWorkspace } from './harness/empty-workspace.ts';
import { squeezed, violations } from './harness/violations.ts';

const PASSWORD = 'a password for the server';
let cloud: CloudProcess;
let workspace: EmptyWorkspace;

// The server as well: who has signed up in a first try is known there.
beforeEach(async () => {
  [cloud, workspace] = await Promise.all([startCloudProcess(), makeEmptyWorkspace()]);
});
afterEach(async () => {
  await workspace[Symbol.asyncDispose]();
  await cloud.stop();
});

test('somebody signs up by keys, sees room and devices, and signs out', async () => {
  const page = await workspace.open('/settings?section=account');
  await page.getByText('No account', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create an account' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Create an account at a server' });
  await dialog.getByRole('button', { name: 'Create an account' }).click();
  await dialog.getByText('Choose at least 10 characters.').waitFor();
  expect(await violations(page)).toEqual([]);
  // The first field has the focus; the others follow by Tab.
  await dialog.getByLabel('Address of the server').focus();
  await page.keyboard.type(cloud.address);
  await page.keyboard.press('Tab');
  await page.keyboard.type('ada@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('without a limit').waitFor();
  await page.getByText('This device').waitFor();
  expect(await page.content()).not.toContain(PASSWORD);

  await page.reload();
  await page.getByText('This device').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await squeezed(page)).toEqual([]);

  await page.getByRole('button', { name: 'More for ada@example.org' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('No account', { exact: true }).waitFor();
});

test('a wrong password is told in the dialog, and offline is a state of the account', async () => {
  const page = await workspace.open('/settings?section=account');
  await page.getByRole('button', { name: 'Create an account' }).click();
  const fill = async (email: string, password: string) => {
    await page.getByLabel('Address of the server').fill(cloud.address);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  };
  await fill('grace@example.org', PASSWORD);
  await page.getByText('This device').waitFor();
  await page.getByRole('button', { name: 'More for grace@example.org' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('No account', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await fill('grace@example.org', 'not the password');
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  await fill('grace@example.org', PASSWORD);
  await page.getByRole('button', { name: 'More for grace@example.org' }).waitFor();
  await workspace.prepared((app) => app.caller().network.setOffline({ isOffline: true }));
  const again = await workspace.open('/settings?section=account', { colorScheme: 'dark' });
  await again.getByText('Offline is switched on: the server is not asked.').waitFor();
  expect(await violations(again)).toEqual([]);
});
