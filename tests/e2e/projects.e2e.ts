import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');

const undo = (page: Page): Promise<void> => page.getByRole('button', { name: 'Undo' }).first().click();
const card = (page: Page, name: string) => page.locator('[data-project-card]').filter({ hasText: name });

describe('projects', () => {
  test('are made, filled and removed with what is in them, and come back whole', async () => {
    const page = await sample.open('/projects');
    await page.keyboard.press('n');
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog', { name: 'New project' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Lighthouse calendar');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Lighthouse calendar');

    await page.getByRole('button', { name: 'Add checkpoint' }).click();
    await page.getByRole('textbox', { name: 'Checkpoint' }).fill('Twelve photographs chosen');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Reached: “Twelve photographs chosen”' }).click();
    await page
      .getByRole('checkbox', { name: 'Reached: “Twelve photographs chosen”', checked: true })
      .waitFor();

    await page.getByRole('textbox', { name: 'Budget' }).fill('1.250,50');
    await page.keyboard.press('Enter');
    await page.locator('#content').getByText('€1,250.50').waitFor();

    await page.keyboard.press('Control+n');
    await page.getByRole('dialog', { name: 'Quick add' }).getByRole('textbox').fill('Ask the harbour office');
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ hasText: 'Ask the harbour office' }).waitFor();

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to trash' }).click();
    await card(page, 'Online shop relaunch').waitFor();
    expect(await card(page, 'Lighthouse calendar').count()).toBe(0);
    await undo(page);
    await card(page, 'Lighthouse calendar').getByText('0 of 1 done').waitFor();
    await page.reload();
    await card(page, 'Lighthouse calendar').getByText('0 of 1 done').waitFor();
  });

  test('are selected and changed together by keyboard', async () => {
    const page = await sample.open('/projects');
    const first = page.locator('[data-project-card] a').first();
    await first.focus();
    const name = await first.innerText();
    const count = await page.locator('[data-project-card]').count();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Archive' }).click();
    await page.getByText('Archived 2 projects').waitFor();
    expect(await card(page, name).count()).toBe(0);
    await undo(page);
    await card(page, name).waitFor();
    expect(await page.locator('[data-project-card]').count()).toBe(count);
  });
});

describe('clients', () => {
  test('keep whom to write to', async () => {
    const page = await sample.open('/clients');
    await page.getByRole('row').filter({ hasText: 'Nordlicht Verlag' }).click();
    await page.getByRole('button', { name: 'Add contact' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add contact' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Greta Sommer');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit Greta Sommer' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Edit Greta Sommer' }).click();
    expect(await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).inputValue()).toBe(
      'Greta Sommer',
    );
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('the pages of projects and clients have no accessibility violations', async () => {
    const page = await sample.open('/projects', { colorScheme });
    await card(page, 'Online shop relaunch').waitFor();
    expect(await violations(page)).toEqual([]);
    await card(page, 'Online shop relaunch').getByRole('link').click();
    await page
      .getByRole('checkbox', { name: /^Reached/ })
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL('/clients', page.url()).href);
    await page.getByRole('row').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('row').first().click();
    await page.getByRole('region', { name: 'Contacts' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
