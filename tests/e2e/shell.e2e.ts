import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');

const SLOW_MS = 1500;

/** Opens Home again, with this part of the program on a slow disk. */
async function openWithSlow(part: string): Promise<Page> {
  const page = await sample.open('/');
  await page.route(`**/assets/${part}-*.js`, async (route) => {
    await sleep(SLOW_MS);
    await route.continue();
  });
  await page.reload();
  await page.locator('#content h1').waitFor();
  return page;
}

test('what is typed after Ctrl-K while the palette is still on its way is not lost', async () => {
  const page = await openWithSlow('command-palette');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Settinx', { delay: 10 });
  await page.keyboard.press('Backspace');
  await page.keyboard.type('gs');
  expect(await page.getByRole('combobox').count()).toBe(0);
  await page.getByRole('combobox').waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('[role="combobox"]'));
  expect(await page.getByRole('combobox').inputValue()).toBe('Settings');
  await page.getByRole('option', { name: 'Settings', exact: true }).waitFor();
});

test('a task typed blind after Ctrl-N is added by the Enter that follows', async () => {
  const page = await openWithSlow('quick-add-dialog');
  await page.keyboard.press('Control+n');
  await page.keyboard.type('Water the ferns today');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.locator('#content [role="row"]', { hasText: 'Water the ferns' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the parts that lie over the page come by themselves once it is drawn', async () => {
  const page = await sample.open('/');
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /command-palette-.*\.js/.test(name)),
  );
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tim');
  await expect.poll(() => page.getByRole('combobox').inputValue(), { timeout: 10_000 }).toBe('tim');
});
