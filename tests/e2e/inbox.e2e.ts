import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Store } from '#main/db/store.ts';
import { grantAll, pluginPrincipal } from '../support/plugin-principal.ts';
import { propose, type Wish } from '../support/proposing.ts';
import { squeezed, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

async function proposed(wishes: readonly Wish[]): Promise<void> {
  await workspace.prepared((app) => propose(app, wishes));
}

const newTask = (title: string, more: object = {}): Wish => ({
  action: 'tasks.create',
  input: { title, dueDate: '2027-01-15', ...more },
});
const rows = (page: Page): Locator => page.locator('#content [role="row"][data-key]');
/** A second, as the poll waits by itself, is short for a page of a busy machine. */
async function listed(page: Page, count: number): Promise<void> {
  await expect.poll(() => rows(page).count(), { timeout: 20_000 }).toBe(count);
}
const rowOf = (page: Page, title: string): Locator => rows(page).filter({ hasText: title });
const detail = (page: Page): Locator => page.getByRole('article');
const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('[data-sonner-toast]').filter({ hasText: text });

test('a proposal is read, approved by key, stands among the tasks, and is put back by the toast', async () => {
  await proposed([newTask('Send the revised quote'), newTask('Check the proofs')]);
  const page = await workspace.open('/');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  await page.getByRole('link', { name: /^Inbox.*2 proposals wait/ }).waitFor();
  await listed(page, 2);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await detail(page).getByRole('heading', { name: 'Send the revised quote' }).waitFor();
  expect(await detail(page).textContent()).toMatch(/Due.*15 Jan 2027/s);
  await detail(page).getByText('Could you send us the revised quote by Friday?').waitFor();
  await detail(page).getByText('Asked for by mail').waitFor();

  await page.keyboard.press('a');
  await toast(page, 'Approved “Send the revised quote”').waitFor();
  await rowOf(page, 'Send the revised quote').waitFor({ state: 'detached' });
  await detail(page).getByRole('heading', { name: 'Check the proofs' }).waitFor();
  await page.getByRole('link', { name: /^Inbox.*1 proposal waits/ }).waitFor();

  await page.goto(new URL('/tasks?q=quote', page.url()).href);
  await rowOf(page, 'Send the revised quote').getByRole('checkbox').waitFor();
  await page.goto(new URL('/inbox?show=history', page.url()).href);
  await detail(page)
    .getByText(/^Approved/)
    .waitFor();
  await detail(page).getByRole('button', { name: 'Put back in the inbox' }).click();
  await page.getByRole('link', { name: /^Inbox.*2 proposals wait/ }).waitFor();
});

test('it is edited first, rejected with a reason, or decided where it stands; each can be taken back', async () => {
  await proposed([newTask('Cal Anna'), newTask('Reply to the newsletter'), newTask('Book a room')]);
  const page = await workspace.open('/inbox');
  await rowOf(page, 'Cal Anna').click();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Edit, then approve' });
  await dialog.getByLabel('Title').fill('');
  await dialog.getByRole('button', { name: 'Approve my version' }).click();
  await dialog.getByText(/does not fit/).waitFor();
  await dialog.getByLabel('Title').fill('Call Anna');
  await dialog.getByLabel('Estimate').fill('20');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await rowOf(page, 'Cal Anna').waitFor({ state: 'detached' });

  await rowOf(page, 'Reply to the newsletter').click();
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByLabel('Reason').fill('Advertising');
  await page.keyboard.press('Enter');
  const rejected = toast(page, 'Rejected “Reply to the newsletter”');
  await rejected.waitFor();
  await rejected.getByRole('button', { name: 'Undo' }).click();
  await rowOf(page, 'Reply to the newsletter').waitFor();

  await page.goto(new URL('/tasks', page.url()).href);
  await rowOf(page, 'Call Anna').getByText('20m').waitFor();
  const approve = page.getByRole('button', { name: 'Approve “Book a room”' });
  await approve.click();
  // Going away at once would race the request that was just made.
  await approve.waitFor({ state: 'detached' });
  await page.goto(new URL('/inbox', page.url()).href);
  await rowOf(page, 'Reply to the newsletter').waitFor();
  expect(await rows(page).count()).toBe(1);
});

test('several are decided at once, and one undo brings all of them back', async () => {
  await proposed([newTask('First'), newTask('Second'), newTask('Third')]);
  const page = await workspace.open('/inbox');
  await rows(page).first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('a');
  const approved = toast(page, 'Approved 3 proposals');
  await approved.waitFor();
  await page.getByText('Nothing waits for you').waitFor();
  await approved.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rows(page).count(), { timeout: 20_000 }).toBe(3);
});

test('a rule lets the next one through and is ended in the settings', async () => {
  await proposed([newTask('One that is asked about')]);
  const page = await workspace.open('/inbox');
  await detail(page).waitFor();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: 'Always allow' });
  await dialog.getByLabel('Where').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Always allow' }).click();
  await toast(page, 'From now on this happens without asking').waitFor();
  await page.getByText('Nothing waits for you').waitFor();

  await expect(proposed([newTask('One that is not')])).rejects.toThrow('ran at once');
  const again = await workspace.open('/settings?section=permissions');
  await again.getByText(/used 1 time/).waitFor();
  await again.getByRole('button', { name: 'Remove New task' }).click();
  await again.getByText('You are asked about every change').waitFor();
  await again.goto(new URL('/inbox?show=history', again.url()).href);
  await rowOf(again, 'One that is not').click();
  await detail(again)
    .getByText(/because one of your rules allows it/)
    .waitFor();
});

test('what was changed meanwhile is told in words and changes nothing', async () => {
  const taskId = await workspace.prepared(async (app) => {
    const { item } = await app.caller().tasks.create({ title: 'Invoice', dueDate: '2027-01-10' });
    await propose(app, [
      { action: 'tasks.update', input: { ids: [item.id], patch: { dueDate: '2027-02-01' } } },
    ]);
    await app.caller().tasks.update({ ids: [item.id], patch: { dueDate: '2027-01-12' } });
    return item.id;
  });
  const page = await workspace.open('/inbox');
  await detail(page).getByText('10 Jan 2027').waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await detail(page)
    .getByText(/changed after it was proposed/)
    .waitFor();
  await page.goto(new URL(`/tasks/${taskId}`, page.url()).href);
  const panel = page.locator('[data-side-panel]');
  await panel.getByText('12 Jan 2027').first().waitFor();
  expect(await panel.textContent()).not.toContain('1 Feb 2027');
});

test('the list narrows down by who asks, what it is about and how much is at risk', async () => {
  await workspace.prepared(async (app) => {
    const { item } = await app.caller().tasks.create({ title: 'Invoice', dueDate: '2027-01-10' });
    await propose(app, [newTask('Send the revised quote')]);
    const calendar = pluginPrincipal({ name: 'calendar-sync' });
    await grantAll(app.caller(), calendar, [
      { type: 'read_workspace', resource: '*' },
      { type: 'write_workspace', resource: '*' },
    ]);
    const { actions } = app.workspace();
    const later = { ids: [item.id], patch: { dueDate: '2027-02-01' } };
    await actions.invoke('tasks.update', later, calendar);
    await actions.invoke('notes.create', { title: 'Minutes', markdown: 'Agreed.' }, calendar);
  });
  const page = await workspace.open('/inbox');
  await listed(page, 3);
  const choose = async (filter: string, option: string): Promise<void> => {
    await page.getByRole('button', { name: filter, exact: true }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await choose('From', 'Calendar sync');
  await listed(page, 2);
  await choose('About', 'Task');
  await listed(page, 1);
  await detail(page).getByText('1 Feb 2027').waitFor();
  await choose('Risk', 'High');
  await page.getByText('No proposal matches').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await listed(page, 3);
  await choose('Risk', 'Medium');
  await listed(page, 1);
  await page.setViewportSize({ width: 1024, height: 700 });
  expect([await violations(page), await squeezed(page)]).toEqual([[], []]);
});

test('what nobody decided in time, and what something newer replaced, is told apart and can no longer be approved', async () => {
  await workspace.prepared(async (app) => {
    const { item } = await app.caller().tasks.create({ title: 'Invoice', dueDate: '2027-01-10' });
    const move = (dueDate: string): Wish => ({
      action: 'tasks.update',
      input: { ids: [item.id], patch: { dueDate } },
    });
    const [old = ''] = await propose(app, [newTask('Too late'), move('2027-02-01'), move('2027-03-01')]);
    const { store } = app.workspace() as unknown as { store: Store };
    await store.maintain([
      { sql: 'UPDATE proposals SET created_at = 1, expires_at = 2 WHERE id = ?', params: [old] },
    ]);
  });
  const page = await workspace.open('/inbox');
  await listed(page, 1);
  await detail(page).getByText('1 Mar 2027').waitFor();
  await page.getByRole('radio', { name: 'Decided' }).click();
  await rowOf(page, 'Too late').click();
  await detail(page)
    .getByText(/Nobody decided in time/)
    .waitFor();
  expect(await detail(page).getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Status', exact: true }).click();
  await page.getByRole('option', { name: 'Replaced' }).click();
  await listed(page, 1);
  await detail(page)
    .getByText(/is no longer asked/)
    .waitFor();
  await detail(page).getByText('1 Feb 2027').waitFor();
});

test('the inbox is sound in both themes, in a small window and with nothing in it', async () => {
  const page = await workspace.open('/inbox');
  await page.getByText('Nothing waits for you').waitFor();
  expect(await violations(page)).toEqual([]);
  await proposed([newTask('Send the revised quote', { tags: ['quote'] }), newTask('Check the proofs')]);
  const filled = await workspace.open('/inbox');
  await detail(filled).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await filled.emulateMedia({ colorScheme });
    expect(await violations(filled)).toEqual([]);
  }
  await filled.setViewportSize({ width: 1024, height: 700 });
  expect(await squeezed(filled)).toEqual([]);
});
