import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { squeezed, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');
let folder: string;

const MANIFEST = {
  name: 'task-counter',
  title: 'Task counter',
  description: 'Counts the tasks of today and says so.',
  version: '1.0.0',
  entryPoint: 'index.ts',
  permissions: [
    { type: 'read_workspace', resource: '*', reason: 'To count the tasks that are due today.' },
    { type: 'read_folder', reason: 'To show how a folder is chosen for a right.' },
  ],
  settings: {
    type: 'object',
    properties: {
      word: { type: 'string', title: 'Word to say', default: 'tasks', maxLength: 10 },
      most: { type: 'integer', title: 'Count at most', default: 5, minimum: 1, maximum: 50 },
    },
  },
};
const CODE = `import { definePlugin } from '#sdk';
export const plugin = definePlugin({
  async run(ctx) {
    const { total } = await ctx.workspace.listTasks({ preset: 'today', limit: 1 });
    ctx.log.info('counted the tasks', { total });
    await ctx.notify({ title: 'The tasks are counted', body: total + ' ' + ctx.settings.word });
    return { summary: 'Counted ' + ctx.settings.word + '.' };
  },
});
`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-plugin-'));
  await mkdir(join(folder, 'task-counter', 'Chosen'), { recursive: true });
  await writeFile(join(folder, 'task-counter', 'manifest.json'), JSON.stringify(MANIFEST));
  await writeFile(join(folder, 'task-counter', 'index.ts'), CODE);
  await writeFile(join(folder, 'task-counter', 'README.md'), '# Task counter\n\nCounts with `listTasks`.\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const view = (page: Page, name: string): Promise<void> => page.getByRole('radio', { name }).click();
const run = (page: Page): Promise<void> => page.getByRole('button', { name: 'Run now', exact: true }).click();

describe('a plugin', () => {
  test('is installed from a folder with nothing allowed, allowed, run, and refused once the right is taken back', async () => {
    const page = await sample.open('/plugins');
    await page.getByRole('button', { name: 'Install from file…' }).click();
    await page.getByRole('textbox', { name: /folder or archive/ }).fill(join(folder, 'task-counter'));
    await page.keyboard.press('Enter');

    const dialog = page.getByRole('dialog', { name: 'Install Task counter?' });
    const rights = dialog.getByRole('switch');
    await rights.first().waitFor();
    expect(await rights.evaluateAll((all) => all.map((one) => one.ariaChecked))).toEqual(['false', 'false']);
    // Switched on without saying what for, it cannot be installed; switched off again it can.
    await dialog.getByRole('switch', { name: 'Read a folder' }).click();
    expect(await dialog.getByRole('button', { name: 'Install', exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole('switch', { name: 'Read a folder' }).click();
    await dialog.getByRole('button', { name: 'Install without rights' }).click();

    await page.getByRole('heading', { name: /Task counter/, level: 1 }).waitFor();
    await page.getByText('Needs rights').waitFor();
    await run(page);
    await page.getByText('Refused', { exact: true }).first().waitFor();

    await view(page, 'Rights');
    await page.getByRole('button', { name: 'Allow… Read your workspace' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByRole('button', { name: 'Take back: The whole workspace' }).waitFor();
    await page.getByRole('button', { name: 'Allow… Read a folder' }).click();
    await page.getByRole('button', { name: 'Choose folder…' }).click();
    const chooser = page.getByRole('dialog', { name: 'Choose a folder' });
    await chooser.getByRole('textbox', { name: 'Folder' }).fill(join(folder, 'task-counter'));
    await page.keyboard.press('Enter');
    await chooser.getByRole('button', { name: 'Chosen', exact: true }).click();
    await chooser.getByRole('button', { name: 'Use “Chosen”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByText('Active', { exact: true }).waitFor();

    await run(page);
    await view(page, 'Overview');
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show the log of this run' }).first().click();
    await page.getByText('counted the tasks').waitFor();
    await page.getByRole('button', { name: '1 new notification' }).click();
    await page.getByText('The tasks are counted').waitFor();
    await page.keyboard.press('Escape');

    await view(page, 'Rights');
    await page
      .getByRole('region', { name: /What it read/ })
      .getByText(/The whole workspace|time/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Take back: The whole workspace' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Needs rights').waitFor();
    await run(page);
    await view(page, 'Overview');
    await page.getByRole('listitem').filter({ hasText: 'Refused' }).nth(1).waitFor();
    await page.reload();
    await page.getByRole('listitem').filter({ hasText: 'Refused' }).nth(1).waitFor();
  });

  test('keeps its settings and its schedule, refuses what does not fit, and is removed', async () => {
    await sample.cli('plugin', 'install', join(folder, 'task-counter'), '--grant', 'read_workspace');
    const page = await sample.open('/plugins/task-counter?view=settings');
    await page.getByRole('textbox', { name: 'Count at most' }).fill('0');
    await page.getByText('At least 1.').waitFor();
    await page.getByRole('textbox', { name: 'Count at most' }).fill('12');
    await page.getByRole('textbox', { name: 'Word to say' }).fill('errands');
    await page.keyboard.press('Enter');
    await page.getByText('The settings are saved').waitFor();
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Count at most' }).inputValue()).toBe('12');

    await view(page, 'Overview');
    await page.getByRole('button', { name: 'Change schedule' }).first().click();
    await page.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'On weekdays' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page
      .locator('#content')
      .getByText(/^Weekdays at/)
      .waitFor();

    await page.getByRole('button', { name: 'More for Task counter' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('heading', { name: 'Plugins', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Task counter' }).count()).toBe(0);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('plugins and connections break no rule of axe and squeeze nothing', async () => {
    const viewport = { width: 1024, height: 700 };
    const page = await sample.open('/plugins', { colorScheme, viewport });
    const install = page.getByRole('button', { name: 'Install… E-mail scanner' });
    await page.getByRole('region', { name: 'Ready to install' }).waitFor();
    expect([await violations(page), await squeezed(page)]).toEqual([[], []]);
    await install.click();
    await page.getByRole('dialog').getByRole('switch').first().click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('switch').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install without rights' }).click();
    await page.getByRole('heading', { name: /E-mail scanner/, level: 1 }).waitFor();
    for (const name of ['Overview', 'Rights', 'Settings', 'Log', 'About']) {
      await view(page, name);
      expect([name, await violations(page), await squeezed(page)]).toEqual([name, [], []]);
    }
    await page.goto(new URL('/settings?section=connections', page.url()).href);
    await page.getByRole('heading', { name: 'Browsers' }).waitFor();
    expect([await violations(page), await squeezed(page)]).toEqual([[], []]);
    await page.getByRole('button', { name: 'Add account' }).click();
    expect(await violations(page)).toEqual([]);
  });
});
