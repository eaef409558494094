import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { fieldFocused } from './harness/field-focused.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const { open } = workspaceForEach('sample');
const rows = (page: Page): Locator => page.locator('#content [role="row"][data-key]');
const rowOf = (page: Page, title: string): Locator => rows(page).filter({ hasText: title });
const panelOf = (page: Page): Locator => page.locator('[data-side-panel]');

async function quickAdd(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+n');
  const dialog = page.getByRole('dialog', { name: 'Quick add' });
  await dialog.getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

async function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}

describe('the list of tasks', () => {
  test('is worked through with the keyboard alone, and what was done can be undone and stays', async () => {
    const page = await open('/tasks?q=fern');
    await quickAdd(page, 'Water the office fern tomorrow');
    const fern = rowOf(page, 'Water the office fern');
    await fern.waitFor();
    await page.locator('#content').focus();
    await page.keyboard.press('j');
    await expect.poll(() => hasFocus(fern)).toBe(true);

    await page.keyboard.press('p');
    await fieldFocused(page);
    await page.keyboard.type('urgent');
    await page.keyboard.press('Enter');
    await fern.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
    await expect.poll(() => hasFocus(fern)).toBe(true);

    await page.keyboard.press('e');
    await fieldFocused(page);
    await page.keyboard.type('Water both ferns');
    await page.keyboard.press('Enter');
    const renamed = rowOf(page, 'Water both ferns');
    await renamed.waitFor();
    await expect.poll(() => hasFocus(renamed)).toBe(true);

    await page.keyboard.press('Space');
    await renamed.getByRole('checkbox', { checked: true }).waitFor();
    await renamed.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await renamed.waitFor();

    await page.reload();
    await rowOf(page, 'Water both ferns').getByRole('button', { name: 'Priority: Urgent' }).waitFor();
  });

  test('keeps two-key shortcuts whole while a row has the focus', async () => {
    const page = await open('/tasks');
    await rows(page).first().focus();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/projects');
  });

  test('edits several tasks together and takes it back in one step', async () => {
    const page = await open('/tasks?view=week&group=none');
    await rows(page).first().focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
    const titles = await rows(page).and(page.locator('[aria-selected="true"]')).allInnerTexts();
    await page.keyboard.press('Delete');
    await page.getByText('Moved 3 tasks to the trash').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    expect(titles).toHaveLength(3);
    for (const title of titles)
      await rowOf(page, title.split('\n')[0] ?? '')
        .first()
        .waitFor();
  });

  test('is filtered through its address, and says so when nothing matches', async () => {
    const page = await open('/tasks');
    await page.getByLabel('Filter by title').fill('no task is called this');
    await page.getByText('No task matches').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toContain('no task is called this');
    await page.reload();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await rows(page).first().waitFor();
  });
});

describe('the panel of a task', () => {
  test('saves as it goes: steps, sub-tasks, repetition in words and comments are there after a reload', async () => {
    const page = await open('/tasks?q=yearly%20review');
    await quickAdd(page, 'Prepare the yearly review');
    await rowOf(page, 'Prepare the yearly review').click();
    const panel = panelOf(page);
    await panel.getByLabel('Description').fill('Numbers first: https://example.com/figures.');

    await panel.getByRole('button', { name: 'Add step' }).first().click();
    await page.keyboard.type('Collect');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Compare');

    await panel.getByRole('button', { name: 'Add sub-task' }).click();
    await page.keyboard.type('Ask for the figures');
    await page.keyboard.press('Enter');
    await panel.getByRole('row').filter({ hasText: 'Ask for the figures' }).waitFor();

    await panel.getByRole('button', { name: /^Repeats/ }).click();
    await page.keyboard.type('every 2 weeks on monday');
    await page.getByText('↩ every 2 weeks on Monday').waitFor();
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Repeats: Every 2 weeks on Monday' }).waitFor();
    await page.keyboard.press('Escape');

    await panel.getByLabel('Add a comment…').fill('Started with last year.');
    await page.keyboard.press('Control+Enter');
    await panel.getByRole('listitem').filter({ hasText: 'Started with last year.' }).waitFor();

    await page.reload();
    await panel.getByRole('link', { name: 'example.com/figures' }).waitFor();
    const steps = panel.getByLabel('Step', { exact: true });
    await expect
      .poll(() => steps.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)))
      .toEqual(['Collect', 'Compare']);
    await panel.getByText('Started with last year.').waitFor();
    await panel.getByRole('button', { name: 'Repeats: Every 2 weeks on Monday' }).waitFor();
    await panel.getByRole('row').filter({ hasText: 'Ask for the figures' }).click();
    await panel.getByRole('button', { name: 'Prepare the yearly review' }).waitFor();
  });

  test('keeps what is being typed when Escape is pressed, and closes with the next one', async () => {
    const page = await open('/tasks');
    await rows(page).first().click();
    const panel = panelOf(page);
    const field = panel.getByLabel('Description');
    await field.fill('Half a thought');
    await page.keyboard.press('Escape');
    await expect.poll(() => field.inputValue()).toBe('Half a thought');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).pathname).toBe('/tasks');
  });
});

describe('the daily desk', () => {
  test('adds a task from its line, opens it beside the desk and ticks it', async () => {
    const page = await open('/');
    await page.locator('#content').getByLabel('Quick add').fill('Call the bank today 15:00 !high');
    await page.keyboard.press('Enter');
    const call = rowOf(page, 'Call the bank');
    await call.waitFor();
    await call.click();
    await panelOf(page)
      .getByRole('button', { name: /^Due: Today/ })
      .waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await panelOf(page)
      .getByRole('checkbox', { name: /Call the bank/ })
      .click();
    await page.getByText('Completed “Call the bank”').waitFor();
    await call.waitFor({ state: 'detached' });
  });

  test('takes a suggestion over', async () => {
    const page = await open('/');
    const accept = page
      .locator('#content')
      .getByRole('button', { name: /^Approve “/ })
      .first();
    const name = await accept.getAttribute('aria-label');
    await accept.click();
    await page.getByText(/^Approved “/).waitFor();
    await expect.poll(() => page.getByRole('button', { name: name ?? '', exact: true }).count()).toBe(0);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('Home, the list, a picker and the panel have no accessibility violations', async () => {
    const page = await open('/', { colorScheme, reducedMotion: 'reduce' });
    await rows(page).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL('/tasks', page.url()).href);
    await rows(page).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await rows(page).first().focus();
    await page.keyboard.press('d');
    await page.getByRole('dialog', { name: 'Due' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await panelOf(page).getByLabel('Description').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
