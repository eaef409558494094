import { randomBytes } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createJobs, defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { forever } from '../support/job-engine.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

const PLAN = {
  principal: { kind: 'user' },
  plan: {
    steps: [
      { id: 'add', action: 'tasks.create', input: { title: 'Send the invoice' } },
      { id: 'look', action: 'tasks.list', input: {} },
    ],
  },
};

/** Processes that take the plan up and are lost in the middle of it, as by a power cut, one after the other. */
async function loseProcesses(count: number, work: (ctx: JobContext) => Promise<unknown>): Promise<void> {
  await workspace.prepared(async (app) => {
    const { store } = app.workspace() as unknown as { store: Parameters<typeof createJobs>[0]['store'] };
    // The app's own engine would take over what the others leave.
    await app.workspace().jobs.stop();
    const ids = createIdSource(Date.now, (size) => randomBytes(size));
    for (let process = 0; process < count; process += 1) {
      let hasBegun = (): void => undefined;
      const begun = new Promise<void>((resolve) => (hasBegun = resolve));
      const definition = defineJob({
        type: 'plan',
        input: z.unknown(),
        run: async (ctx) => {
          hasBegun();
          return work(ctx);
        },
      });
      const jobs = createJobs({
        store,
        ids,
        nowMs: Date.now,
        definitions: [definition as unknown as JobDefinition<never>],
        onError: () => undefined,
      });
      await jobs.start();
      if (process === 0) await jobs.enqueue({ type: 'plan', title: 'Month end', input: PLAN });
      await begun;
      // The step's own row has to be there before the process is.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
}

const rows = (page: Page): Locator => page.locator('#content [role="row"][data-key]');

test('an effect that may already have happened is asked about, with what is known of it', async () => {
  await loseProcesses(1, (ctx) =>
    ctx.step('add', forever, {
      effect: 'once',
      evidence: { actionId: 'tasks.create', title: 'Send the invoice' },
    }),
  );
  const page = await workspace.open('/jobs');
  await page.getByText('1 job asks for your decision.').waitFor();
  await page.getByRole('button', { name: 'See them' }).waitFor();
  // The corner says so on every page, and leads to it.
  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('button', { name: 'Status: 1 job needs you' }).click();
  const corner = page.getByRole('dialog', { name: 'Status' });
  expect(await violations(page)).toEqual([]);
  await corner.getByRole('link', { name: '1 job needs you' }).click();
  await rows(page).filter({ hasText: 'Month end' }).getByRole('button', { name: 'Decide' }).click();
  const dialog = page.getByRole('dialog', { name: 'This may already have happened' });
  await dialog.getByText('Send the invoice').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await dialog.getByRole('radio', { name: /Do it again/ }).click();
  await dialog.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByText('Nothing needs you').waitFor();
  await page.goto(new URL('/tasks', page.url()).href);
  await rows(page).filter({ hasText: 'Send the invoice' }).waitFor();
  expect(await rows(page).count()).toBe(1);
});

test('a job that takes the app down again and again is set aside until it is tried once more', async () => {
  await loseProcesses(5, forever);
  const page = await workspace.open('/jobs?show=needs-you');
  const job = rows(page).filter({ hasText: 'Month end' });
  await job.getByText('Set aside').waitFor();
  expect(await violations(page)).toEqual([]);
  await job.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Nothing needs you').waitFor();
  await page.goto(new URL('/tasks', page.url()).href);
  await rows(page).filter({ hasText: 'Send the invoice' }).waitFor();
});
