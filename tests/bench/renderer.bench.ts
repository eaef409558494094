import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { invariant } from '#shared/kernel/invariant.ts';
import { launchApp } from '../support/launch-app.ts';
import { BENCH_PASSPHRASE, largeDataDir } from './large-store.ts';
import { scrollFrames, type Frames } from './page-frames.ts';
import { percentile, type Bench, type Measurement } from './report.ts';

const KEYS = ['i', 'n', 'v', 'o', 'i', 'c', 'e'];
const ROUNDS = 6;
/** How far down the list of tasks is scrolled before a row is ticked. */
const DEEP_ROWS = 8_000;
const TASK_LIST = '#content .overflow-y-auto:has(> [role="grid"])';

/**
 * What the browser loads before Home is painted, how soon the palette answers a key, and how evenly long pages
 * scroll, at 100,000 rows. Frames are drawn without a graphics card here; the work of a frame is what is ours.
 */
export const bench: Bench = {
  name: 'renderer',
  async run() {
    const launched = await launchApp({
      dataDir: await largeDataDir(),
      target: 'web',
      passphrase: BENCH_PASSPHRASE,
      viewport: { width: 1440, height: 900 },
    });
    try {
      const { page } = launched;
      const scriptBytes = await scriptsBeforeHome(page);
      const painted = await paletteTimes(page);
      return [
        { name: 'JavaScript before first paint, gzipped', value: scriptBytes / 1000, unit: 'kB', bound: 350 },
        {
          name: 'palette, key pressed to result painted, p95',
          value: percentile(painted, 95),
          unit: 'ms',
          bound: 80,
          note: `median ${percentile(painted, 50).toFixed(0)} ms, ${painted.length} keys`,
        },
        ...(await timelineFrames(page)),
        ...(await longList(page)),
      ];
    } finally {
      await launched.close();
    }
  },
};

/**
 * Gzipped by us at the usual level, whatever the host chose to send. What comes once Home is drawn does not count,
 * nor what the page before it had still asked for.
 */
async function scriptsBeforeHome(page: Page): Promise<number> {
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelector('h1') === null) return;
      seen.disconnect();
      performance.mark('home-drawn');
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const scripts = await page.evaluate(() => {
    const drawn = performance.getEntriesByName('home-drawn')[0]?.startTime ?? Number.POSITIVE_INFINITY;
    return performance
      .getEntriesByType('resource')
      .filter((entry) => entry.startTime <= drawn && new URL(entry.name).pathname.endsWith('.js'))
      .map((entry) => entry.name);
  });
  invariant(scripts.length > 10, 'the page tells which scripts it has loaded');
  let bytes = 0;
  // One by one: the host takes few connections at a time.
  for (const script of scripts) bytes += gzipSync(await (await page.request.get(script)).body()).byteLength;
  return bytes;
}

async function paletteTimes(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    for (const key of KEYS) times.push(await keyToPaint(page, key));
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
  }
  // The first round loads the palette's own code.
  return times.slice(KEYS.length);
}

/** From the key event until the frame after the last change of the list that follows it. */
async function keyToPaint(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const list = document.querySelector('[cmdk-list]');
    const state = { pressedAt: 0, paintedAt: 0 };
    Object.assign(window, { paletteBench: state });
    const observer = new MutationObserver(() => {
      requestAnimationFrame(() => {
        state.paintedAt = performance.now();
      });
    });
    if (list)
      observer.observe(list, { childList: true, subtree: true, characterData: true, attributes: true });
    addEventListener(
      'keydown',
      () => {
        state.pressedAt = performance.now();
      },
      { once: true, capture: true },
    );
  });
  await page.keyboard.press(key);
  await page.waitForTimeout(350);
  return page.evaluate(() => {
    const { pressedAt, paintedAt } = (
      window as unknown as { paletteBench: { pressedAt: number; paintedAt: number } }
    ).paletteBench;
    return Math.max(0, paintedAt - pressedAt);
  });
}

function frameMeasurement(name: string, frames: Frames): Measurement {
  const note = `median ${frames.medianMs.toFixed(1)} ms, ${frames.workMs.toFixed(1)} ms of work a frame, ${frames.count} frames`;
  return { name, value: frames.p95Ms, unit: 'ms', note };
}

async function timelineFrames(page: Page): Promise<readonly Measurement[]> {
  await page.goto(new URL('/timeline', page.url()).href);
  await page.locator('[data-item]').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(1500);
  const chart = '[data-timeline-chart]';
  // The first way out and back brings in the code and the days around it.
  await scrollFrames(page, chart, { x: 0, y: 30 }, 60);
  const down = await scrollFrames(page, chart, { x: 0, y: 30 }, 180);
  const along = await scrollFrames(page, chart, { x: 24, y: 0 }, 180);
  return [
    frameMeasurement('timeline of 5,000 items, frame while scrolled down, p95', down),
    frameMeasurement('timeline of 5,000 items, frame while scrolled along, p95', along),
  ];
}

async function longList(page: Page): Promise<readonly Measurement[]> {
  let requests = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      requests += String(payload).split('"tasks.list"').length - 1;
    }),
  );
  await page.goto(new URL('/tasks', page.url()).href);
  await page.locator('[role="row"][data-key]').first().waitFor();
  await page.waitForTimeout(500);
  const fresh = await scrollFrames(page, TASK_LIST, { x: 0, y: 60 }, 180);
  await scrollDeep(page);
  const deep = await scrollFrames(page, TASK_LIST, { x: 0, y: 60 }, 180);
  requests = 0;
  await page.locator(`${TASK_LIST} [role="row"][data-key] [role="checkbox"]`).nth(10).click();
  await page.waitForTimeout(3000);
  return [
    frameMeasurement('tasks, frame while scrolled from the top, p95', fresh),
    frameMeasurement(`tasks, frame while scrolled at ${DEEP_ROWS} rows, p95`, deep),
    {
      name: `tasks, requests for the list after a tick at ${DEEP_ROWS} rows`,
      value: requests,
      unit: 'requests',
      bound: 4,
    },
  ];
}

async function scrollDeep(page: Page): Promise<void> {
  await page.evaluate(
    async ([selector, wanted]) => {
      const box = document.querySelector(selector);
      const count = (): number =>
        Number(box?.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') ?? wanted);
      while (box && count() < wanted) {
        box.scrollTop = box.scrollHeight;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      box?.scrollTo({ top: box.scrollHeight / 2, behavior: 'instant' });
    },
    [TASK_LIST, DEEP_ROWS] as const,
  );
  await page.waitForTimeout(1000);
}
