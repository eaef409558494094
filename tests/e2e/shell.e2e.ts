import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');

type Slow = { readonly page: Page; letCome(): void };

/** Opens Home again, with this part of the program on a disk so slow that it comes only when it is let. */
async function openWithSlow(part: string): Promise<Slow> {
  const page = await sample.open('/');
  const { promise: isLet, resolve: letCome } = Promise.withResolvers<void>();
  await page.route(`**/assets/${part}-*.js`, async (route) => {
    await isLet;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await page.locator('#content h1').waitFor();
  return { page, letCome };
}

test('what is typed after Ctrl-K while the palette is still on its way is not lost', async () => {
  const { page, letCome } = await openWithSlow('command-palette');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Settinx', { delay: 10 });
  await page.keyboard.press('Backspace');
  await page.keyboard.type('gs');
  expect(await page.getByRole('combobox').count()).toBe(0);
  letCome();
  await page.getByRole('combobox').waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('[role="combobox"]'));
  expect(await page.getByRole('combobox').inputValue()).toBe('Settings');
  await page.getByRole('option', { name: 'Settings', exact: true }).waitFor();
});

test('a task typed blind after Ctrl-N is added by the Enter that follows', async () => {
  const { page, letCome } = await openWithSlow('quick-add-dialog');
  await page.keyboard.press('Control+n');
  await page.keyboard.type('Water the ferns today');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  letCome();
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
