import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { propose } from '../support/proposing.ts';
import { pluginPrincipal } from '../support/plugin-principal.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

const rows = (page: Page): Locator => page.locator('#content [role="row"][data-key]');

async function soundInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
}

test('the log tells what was read, changed and refused, narrows down, is verified and exported', async () => {
  await workspace.prepared(async (app) => {
    const { actions } = app.workspace();
    const stranger = pluginPrincipal({ name: 'stranger' });
    await propose(app, [{ action: 'tasks.create', input: { title: 'Send the revised quote' } }]);
    for (let count = 0; count < 60; count += 1) await actions.invoke('tasks.list', {}, pluginPrincipal());
    await expect(actions.invoke('clients.list', {}, stranger)).rejects.toThrow('nobody has given it');
  });
  const page = await workspace.open('/activity');
  await rows(page).first().waitFor();
  await rows(page).filter({ hasText: 'Stranger' }).getByText('Refused').waitFor();
  await page.getByText('62 entries').waitFor();
  await soundInBothThemes(page);

  await page.getByRole('button', { name: 'Outcome' }).click();
  await page.keyboard.type('propo');
  await page.keyboard.press('Enter');
  await page.getByText('1 entry').waitFor();
  await rows(page).first().click();
  await page.getByRole('dialog').getByRole('link', { name: 'See the proposal' }).click();
  await page.getByRole('article').getByRole('heading', { name: 'Send the revised quote' }).waitFor();

  await page.goto(new URL('/activity?show=summary', page.url()).href);
  await page.getByRole('region', { name: 'Email scanner' }).getByText('60 times').waitFor();
  await page.getByRole('region', { name: 'Stranger' }).getByText('1 refused').waitFor();
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('62 entries checked: nothing was changed or removed.').waitFor();
  await soundInBothThemes(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  expect(csv.trim().split('\r\n')).toHaveLength(63);
});

test('jobs tell how they went and are tried again; the queue is held back; schedules are switched', async () => {
  await workspace.prepared(async (app) => {
    const { jobs, scheduler } = app.workspace();
    const plan = { steps: [{ id: 'look', action: 'tasks.get', input: { id: crypto.randomUUID() } }] };
    const input = { principal: { kind: 'user' }, plan };
    await jobs.wait(await jobs.enqueue({ type: 'plan', title: 'Weekly report', input }));
    await scheduler.put({
      owner: 'user',
      title: 'Morning look',
      jobType: 'plan',
      input: { ...input, plan: { steps: [{ id: 'look', action: 'tasks.list', input: {} }] } },
      cron: '0 7 * * 1-5',
      timeZone: 'Europe/Rome',
    });
  });
  const page = await workspace.open('/jobs?show=needs-you');
  const report = rows(page).filter({ hasText: 'Weekly report' });
  await report.getByText(/does not exist any more/).waitFor();
  await soundInBothThemes(page);
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page.getByText(/Nothing new begins/).waitFor();
  await report.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Nothing needs you').waitFor();
  await page.getByRole('radio', { name: 'Running' }).click();
  await report.getByText('Waiting for its turn').waitFor();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await report.waitFor({ state: 'detached' });

  await page.getByRole('radio', { name: 'Schedules' }).click();
  await page.getByText(/Monday to Friday at/).waitFor();
  await soundInBothThemes(page);
  const morningLook = page.getByRole('listitem').filter({ hasText: 'Morning look' });
  await morningLook.getByRole('button', { name: 'Run now' }).click();
  await page.getByText(/^Monday to Friday.*last/).waitFor();
  await page.getByRole('switch', { name: 'Morning look runs by the clock' }).click();
  await page.getByText('Switched off').waitFor();
  await page.getByRole('radio', { name: 'All' }).click();
  const morning = rows(page).filter({ hasText: 'Morning look' });
  await morning.filter({ hasText: 'Done' }).waitFor();
  expect(await morning.count()).toBe(1);
});

test('a plan that needs what became of a proposal says what it waits for, and goes on from the inbox', async () => {
  await workspace.prepared(async (app) => {
    await propose(app, []);
    const { jobs } = app.workspace();
    const steps = [
      { id: 'add', action: 'tasks.create', input: { title: 'Send the revised quote' } },
      { id: 'look', action: 'tasks.get', input: { id: { data_from_step: 'add', path: 'id' } } },
    ];
    const input = { principal: pluginPrincipal(), plan: { steps } };
    const id = await jobs.enqueue({ type: 'plan', title: 'Quote to Acme', input });
    await expect.poll(async () => (await jobs.get(id)).status).toBe('waiting');
  });
  const page = await workspace.open('/jobs?show=running');
  const plan = rows(page).filter({ hasText: 'Quote to Acme' });
  await plan.getByText('Waits for your decision in the inbox').waitFor();
  // It sleeps for as long as the person likes, so nothing is said to run.
  await page.getByRole('button', { name: 'Status: Saved on this computer' }).waitFor();
  await soundInBothThemes(page);
  await plan.getByRole('link', { name: 'Open the inbox' }).click();
  await page.getByRole('article').getByRole('heading', { name: 'Send the revised quote' }).waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.goto(new URL('/jobs', page.url()).href);
  await plan.filter({ hasText: 'Done' }).waitFor();
});
