import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { workspaceForEach } from './harness/workspace.ts';
import { squeezed, violations } from './harness/violations.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

const section = (page: Page): Locator => page.locator('#content');

test('what the assistant keeps in mind is seen, added, changed, forgotten and kept in mind again', async () => {
  await workspace.prepared(async (app) => {
    const { clients, memory } = app.caller();
    const { item } = await clients.create({ name: 'Nordlicht Verlag' });
    const scope = { clientId: item.id, projectId: null };
    await memory.set({ namespace: 'planner', key: 'Calls', value: 'Never before ten.', scope });
  });
  const page = await workspace.open('/settings?section=memory');
  await section(page).getByText('Never before ten.').waitFor();
  await section(page)
    .getByText(/^Nordlicht Verlag · For the planner · You/)
    .waitFor();
  await page.getByRole('button', { name: 'Add a fact' }).click();
  const adding = page.getByRole('dialog', { name: 'Add a fact' });
  await adding.getByLabel('About').fill('Working hours');
  await adding.getByLabel('What to keep in mind').fill('I don’t work on Fridays.');
  expect(await violations(page)).toEqual([]);
  await adding.getByRole('button', { name: 'Save' }).click();
  await section(page).getByText('I don’t work on Fridays.').waitFor();

  await page.getByRole('button', { name: 'Edit “Working hours”' }).click();
  await page.getByRole('dialog').getByLabel('What to keep in mind').fill('I don’t work on Mondays.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await section(page).getByText('I don’t work on Mondays.').waitFor();
  await page.reload();
  await section(page).getByText('I don’t work on Mondays.').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await squeezed(page)).toEqual([]);

  await page.getByRole('button', { name: 'Forget “Working hours”' }).click();
  await section(page).getByText('I don’t work on Mondays.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await section(page).getByText('I don’t work on Mondays.').waitFor();
  await page.getByRole('button', { name: 'Forget “Calls”' }).click();
  await page.getByRole('button', { name: 'Forget “Working hours”' }).click();
  await section(page).getByText('Nothing is kept in mind').waitFor();
});
