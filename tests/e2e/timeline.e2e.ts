import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample');

/** A busy machine may take its time; what is waited for comes all the same. */
const SOON = { timeout: 10_000 };

const nameOf = (item: Locator): Promise<string | null> => item.getAttribute('aria-label');

/** A bar that is wholly in view and wide enough to be taken in the middle. */
async function findBar(page: Page): Promise<Locator> {
  await page.locator('[data-item]').first().waitFor();
  const id = await page.locator('[data-item]').evaluateAll((items) => {
    const usable = items.find((item) => {
      const box = item.getBoundingClientRect();
      const isInView = box.left > 560 && box.right < 1200 && box.top > 190 && box.bottom < 760;
      return isInView && box.width > 48 && item.querySelector('[data-edge]') !== null;
    });
    return usable?.getAttribute('data-item') ?? '';
  });
  expect(id).not.toBe('');
  return page.locator(`[data-item="${id}"]`);
}

async function drag(page: Page, from: { x: number; y: number }, byX: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + byX / 2, from.y, { steps: 4 });
  await page.mouse.move(from.x + byX, from.y, { steps: 4 });
}

describe('the timeline', () => {
  test('moves a task by pointer and by keys, one undo each, and keeps it', async () => {
    const page = await sample.open('/timeline');
    const bar = await findBar(page);
    const before = await nameOf(bar);
    const box = await bar.boundingBox();
    if (box === null) throw new Error('The bar is not on screen.');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };

    await drag(page, middle, 3 * 26);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(() => nameOf(bar), SOON).toBe(before);

    await drag(page, middle, 3 * 26);
    await page.mouse.up();
    await expect.poll(() => nameOf(bar), SOON).not.toBe(before);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => nameOf(bar), SOON).toBe(before);

    await bar.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => nameOf(bar), SOON).not.toBe(before);
    // A run of keys is written once it has ended; the toast of the drag may still be there until then.
    await page.getByRole('button', { name: 'Undo' }).first().waitFor();
    await page.waitForTimeout(2_000);
    const moved = await nameOf(bar);
    expect(moved).not.toBe(before);
    await page.reload();
    await page.locator('[data-item]').first().waitFor();
    await expect.poll(() => nameOf(bar), SOON).toBe(moved);
    await page.keyboard.press('Control+z');
    await expect.poll(() => nameOf(bar), SOON).toBe(before);
  });

  test('takes a task without a date from the tray to a day', async () => {
    const page = await sample.open('/timeline');
    await findBar(page);
    await page.keyboard.press('u');
    const tray = page.getByRole('complementary', { name: 'Tasks without a date' });
    await tray.locator('[data-undated]').first().waitFor();
    const count = await tray.locator('[data-undated]').count();
    const box = await tray.locator('[data-undated]').first().boundingBox();
    if (box === null) throw new Error('The tray is not on screen.');
    await page.mouse.move(box.x + 60, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(700, 420, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => tray.locator('[data-undated]').count(), SOON).toBe(count - 1);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => tray.locator('[data-undated]').count(), SOON).toBe(count);
  });

  test('zooms around the pointer and finds today again', async () => {
    const page = await sample.open('/timeline');
    const bar = await findBar(page);
    const width = async (): Promise<number> => (await bar.boundingBox())?.width ?? 0;
    const before = await width();
    await page.keyboard.press('+');
    await expect.poll(width, SOON).toBeGreaterThan(before * 1.4);
    await page.mouse.move(900, 400);
    await page.keyboard.down('Control');
    // How far one turn of the wheel goes depends on how many of its events a busy machine folds into one.
    const quarters = async (): Promise<number> => {
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(250);
      return page.getByText(/^Q[1-4] \d{4}$/).count();
    };
    await expect.poll(quarters, SOON).toBeGreaterThan(1);
    await page.keyboard.up('Control');
    await page.locator('[data-timeline-chart]').evaluate((chart) => chart.scrollTo({ left: 0 }));
    await page.keyboard.press('t');
    await page.locator('[data-item]').first().waitFor();
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('chart, tray and list have no accessibility violations', async () => {
    const page = await sample.open('/timeline', { colorScheme });
    await findBar(page);
    await page.keyboard.press('u');
    await page.locator('[data-undated]').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('v');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
