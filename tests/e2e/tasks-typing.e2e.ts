import type { CDPSession, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { goTo, workspaceForEach } from './harness/workspace.ts';

/** A machine this many times slower draws an answer some keys late. */
const SLOWER = 6;
/** Each run types at another moment of the saves that go on meanwhile. */
const RUNS = Number(process.env['ADIUVA_TYPING_RUNS'] ?? '2');
const RUN_MS = 90_000;

const workspace = workspaceForEach('sample');

const panelOf = (page: Page): Locator => page.locator('[data-side-panel]');

async function setSlower(session: CDPSession, rate: number): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

type Stored = {
  readonly description: string;
  readonly checklist: readonly { readonly text: string }[];
  readonly subtasks: readonly { readonly title: string }[];
  readonly comments: readonly { readonly body: string }[];
};

/** What the store has, however the page shows it. */
async function stored(page: Page) {
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const task = await workspace.call<Stored>('tasks.get', { id });
  return {
    description: task.description,
    steps: task.checklist.map(({ text }) => text),
    subtasks: task.subtasks.map(({ title }) => title),
    comments: task.comments.map(({ body }) => body),
  };
}

async function begin(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+n');
  const dialog = page.getByRole('dialog', { name: 'Quick add' });
  await dialog.getByRole('textbox').fill(title);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByLabel('Filter by title').fill(title);
  await page.locator('#content [role="row"][data-key]').filter({ hasText: title }).click();
  await panelOf(page).getByRole('button', { name: 'Add step' }).waitFor();
}

const stepsOf = (page: Page): Promise<string[]> =>
  panelOf(page)
    .getByLabel('Step', { exact: true })
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

async function typeAll(page: Page, run: number): Promise<void> {
  const panel = panelOf(page);
  const { keyboard } = page;
  // Somewhat faster or slower each time: a save goes out 0.8 s after the last key.
  const delay = (run * 13) % 100;
  await panel.getByLabel('Description').fill(`Numbers ${run}.`);
  await panel.getByRole('button', { name: 'Add step' }).first().click();
  for (const step of ['Get', 'Mix', 'Cut']) {
    await keyboard.type(`${step} ${run}`, { delay });
    await keyboard.press('Enter');
  }
  await keyboard.type(`End ${run}`, { delay });
  await panel.getByRole('button', { name: 'Add sub-task' }).first().click();
  for (const title of ['Ada', 'Grace', 'Joan']) {
    await keyboard.type(`${title} ${run}`);
    await keyboard.press('Enter');
  }
  const comment = panel.getByLabel('Add a comment…');
  await comment.focus();
  await keyboard.type(`Begun ${run}`);
  await keyboard.press('Control+Enter');
  await keyboard.type(`Then ${run}`);
}

test(
  'a fast typist on a slow machine loses no step, no sub-task and no comment',
  async () => {
    const page = await workspace.open('/tasks', { reducedMotion: 'reduce' });
    const session = await page.context().newCDPSession(page);
    for (let run = 1; run <= RUNS; run += 1) {
      if (run > 1) await goTo(page, '/tasks');
      await begin(page, `Yearly review ${run}`);
      await setSlower(session, SLOWER);
      await typeAll(page, run);
      await setSlower(session, 1);
      const numbered = (texts: readonly string[]): string[] => texts.map((text) => `${text} ${run}`);
      const steps = numbered(['Get', 'Mix', 'Cut', 'End']);
      // It saves as it goes: nothing is pressed, left or loaded anew.
      await expect
        .poll(() => stored(page))
        .toEqual({
          description: `Numbers ${run}.`,
          steps,
          subtasks: numbered(['Ada', 'Grace', 'Joan']),
          comments: numbered(['Begun']),
        });
      expect(await stepsOf(page)).toEqual(steps);
      expect(await panelOf(page).getByLabel('Add a comment…').inputValue()).toBe(`Then ${run}`);
      process.stderr.write(`typed and kept: ${run} of ${RUNS}\n`);
    }
  },
  RUNS * RUN_MS,
);
