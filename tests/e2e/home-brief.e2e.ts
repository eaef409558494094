import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('sample');

const open = (path: string): Promise<Page> => workspace.open(path, { reducedMotion: 'reduce' });
const brief = (page: Page): Locator => page.getByRole('region', { name: 'The day in short' });

test('the day in short tells the day without a model, and leads to what it names', async () => {
  const page = await open('/');
  await brief(page).getByText('Put together from your workspace, without a language model.').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
  }
  const named = brief(page).getByRole('link').first();
  const title = await named.innerText();
  await named.click();
  await page.waitForURL((url) => url.pathname !== '/');
  await page.getByText(title).first().waitFor();
});

test('it is written again on request, and the hour at which it is written stays chosen', async () => {
  const page = await open('/');
  const menu = brief(page).getByRole('button', { name: 'More about the day in short' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Write it again' }).click();
  await brief(page).getByText('Put together from your workspace, without a language model.').waitFor();

  const whenAsked = page.getByRole('menuitemcheckbox', { name: 'Only when I ask' });
  const openTimes = async (): Promise<void> => {
    await menu.click();
    await page.getByRole('menuitem', { name: 'Written each day at' }).click();
    await whenAsked.waitFor();
  };
  await openTimes();
  await whenAsked.click();
  await whenAsked.waitFor({ state: 'detached' });
  await openTimes();
  await expect.poll(() => whenAsked.getAttribute('aria-checked')).toBe('true');
  await page.goto(new URL('/settings?section=workspace', page.url()).href);
  await page.getByLabel('The day in short').filter({ hasText: 'Only when I ask' }).waitFor();
});
