import { expect, test } from 'vitest';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');

test('a client is made private beside its facts, is marked in the list and can be taken back', async () => {
  const page = await sample.open('/clients', { colorScheme: 'light' });
  const content = page.locator('#content');
  await content.getByText('Museo della Laguna').dblclick();
  const mark = content.getByRole('img', { name: 'Private' });
  const toggle = content.getByRole('switch', { name: 'Private' });
  await toggle.focus();
  await page.keyboard.press('Space');
  await mark.waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await mark.waitFor();
  await page.goto(new URL('/clients', page.url()).href);
  const marked = content.getByRole('row').filter({ hasText: 'Museo della Laguna' }).getByLabel('Private');
  await marked.waitFor();
  await page.keyboard.press('Control+z');
  await marked.waitFor({ state: 'detached' });
});

test('offline is switched by the palette, told in the corner and settings, and stays after a reload', async () => {
  const page = await sample.open('/settings?section=network', { colorScheme: 'dark' });
  const status = page.getByRole('button', { name: /^Status/ });
  await page.getByText('Nothing has left this computer').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('go offline');
  await page.getByRole('option', { name: /Go offline/ }).waitFor();
  await page.keyboard.press('Enter');
  await status.getByText('Offline is on').waitFor();
  await page.reload();
  await status.getByText('Offline is on').waitFor();
  expect(await page.locator('#content').getByRole('switch', { name: 'Offline' }).isChecked()).toBe(true);
  expect(await violations(page)).toEqual([]);
  await status.click();
  await page.getByRole('dialog', { name: 'Status' }).getByRole('switch', { name: 'Offline' }).click();
  await status.getByText('Saved on this computer').waitFor();
});
