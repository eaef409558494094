import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('sample');

const open = (path: string): Promise<Page> => workspace.open(path, { reducedMotion: 'reduce' });
const rows = (page: Page): Locator => page.locator('#content [role="row"]');
const field = (page: Page): Locator => page.locator('[data-search-field]');

async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((rule) => `${colorScheme} ${rule}`));
  }
  return found;
}

test('words and operators find, narrow, warn, and say when there is nothing', async () => {
  const page = await open('/search');
  expect(await violationsInBothThemes(page)).toEqual([]);
  await field(page).fill('checkout');
  await rows(page).first().waitFor();
  const all = await rows(page).count();
  expect(await violationsInBothThemes(page)).toEqual([]);

  await field(page).fill('checkout type:note');
  await expect.poll(() => rows(page).count()).toBeLessThan(all);
  await page.reload();
  await rows(page).first().waitFor();
  expect(await field(page).inputValue()).toBe('checkout type:note');

  await field(page).fill('foo:bar client:Nobody');
  await page.getByText('There is no client of that name').waitFor();
  await page.getByText('One of the operators is not known').waitFor();
  await page.getByRole('button', { name: 'Search without client:Nobody' }).waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
});

test('the keyboard goes from the field to a result and opens it', async () => {
  const page = await open('/search?q=prototype');
  await rows(page).first().waitFor();
  await field(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/search');
  expect(new URL(page.url()).pathname).toMatch(/^\/(tasks|notes|projects|clients|timeline)/);
});

test('the palette finds while it is typed into, and opens what was found', async () => {
  const page = await open('/');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').fill('tidewater');
  await palette
    .getByRole('option', { name: /Tidewater Analytics/ })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname.startsWith('/clients/'));
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('a question finds the note that answers it in other words, says why, and opens it at the place', async () => {
  const page = await open('/search');
  await field(page).fill('when will the publisher pay me');
  const answer = rows(page).filter({ hasText: 'Invoicing a German publisher from Italy' });
  await answer.waitFor();
  expect(await answer.getByText('Same words, near in meaning').count()).toBe(1);
  expect(await answer.innerText()).toContain('What must be on the invoice for Nordlicht');
  expect(await violationsInBothThemes(page)).toEqual([]);

  await answer.dblclick();
  await page.waitForURL((url) => url.pathname.startsWith('/notes/') && url.search === '');
  await page.getByRole('heading', { name: 'What must be on the invoice for Nordlicht' }).waitFor();
  expect(await page.evaluate(() => CSS.highlights.has('note-place'))).toBe(true);
});

test('a made-up word is near nothing, and finding by meaning can be switched off', async () => {
  const page = await open('/search?q=zzqx+blorf');
  const coverage = page.getByRole('button', { name: 'By words and meaning' });
  await coverage.waitFor({ timeout: 60_000 });
  await page.getByText('Nothing found for “zzqx blorf”').waitFor();
  await field(page).fill('checkout');
  await rows(page).filter({ hasText: 'Near in meaning' }).first().waitFor();
  const all = await rows(page).count();

  await coverage.click();
  await page.getByText(/of your workspace can be found by meaning/).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('switch', { name: 'Find by meaning too' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => rows(page).count()).toBeLessThan(all);
  await page.reload();
  await rows(page).first().waitFor();
  expect(await rows(page).filter({ hasText: 'Near in meaning' }).count()).toBe(0);
});

test('a client that is picked stands in the line and narrows what is near as well', async () => {
  const page = await open('/search?q=invoice');
  const elsewhere = rows(page).filter({ hasText: 'Retainer invoice for Tidewater' });
  await elsewhere.waitFor();
  await page.getByRole('button', { name: 'Client', exact: true }).click();
  await page.getByRole('option', { name: 'Nordlicht Verlag' }).click();
  await expect.poll(() => field(page).inputValue()).toBe('invoice client:"Nordlicht Verlag"');
  await expect.poll(() => elsewhere.count()).toBe(0);
  await rows(page).filter({ hasText: 'Invoicing a German publisher from Italy' }).waitFor();
});

test('everything is read anew as a job, and what is there answers meanwhile', async () => {
  const page = await open('/search?q=checkout');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: /by words and meaning|by meaning/i }).click();
  await page.getByRole('button', { name: 'Read everything anew' }).click();
  await page.getByText('Everything is being read anew').waitFor();
  await page.getByText('100% of your workspace can be found by meaning').waitFor();
  expect(await rows(page).count()).toBeGreaterThan(0);
});

test('the palette adds what is near in meaning once the keys rest', async () => {
  const page = await open('/');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').fill('late payment');
  const near = palette.getByRole('group', { name: 'Near in meaning' }).getByRole('option');
  await near.first().waitFor();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/');
  expect(new URL(page.url()).pathname).toMatch(/^\/(tasks|notes|projects|clients|timeline)/);
});

test('a search is kept under a name, renamed, removed, and brought back', async () => {
  const page = await open('/search?q=is:overdue');
  await page.getByRole('button', { name: 'Save search' }).click();
  await page.getByLabel('Name of the search').fill('Late things');
  await page.keyboard.press('Enter');
  await page.getByText('Saved “Late things”').waitFor();

  await page.goto(new URL('/search', page.url()).href);
  await page.getByRole('button', { name: 'Rename “Late things”' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Too late');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Too late/ }).waitFor();
  await page.getByRole('button', { name: 'Remove “Too late”' }).click();
  await page.getByRole('button', { name: /^Too late/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: /^Too late/ }).click();
  await page.waitForURL((url) => url.searchParams.get('q') === 'is:overdue');
  expect(await field(page).inputValue()).toBe('is:overdue');
});

test('a filter of the tasks is kept, renamed and removed', async () => {
  const page = await open('/tasks?view=overdue');
  const menu = (name: string): Locator => page.getByRole('button', { name, exact: true });
  await menu('Saved filters').click();
  await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Behind');
  await page.keyboard.press('Enter');
  await menu('Behind').click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Far behind');
  await page.keyboard.press('Enter');
  await menu('Far behind').waitFor();
  await page.reload();
  await menu('Far behind').click();
  await page.getByRole('menuitem', { name: /Remove|Delete/ }).click();
  await menu('Saved filters').waitFor();
  expect(await menu('Far behind').count()).toBe(0);
});
