import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright-core';
import { launchApp } from '../support/launch-app.ts';
import { BENCH_PASSPHRASE, largeDataDir } from './large-store.ts';
import { percentile, type Bench } from './report.ts';

const KEYS = ['i', 'n', 'v', 'o', 'i', 'c', 'e'];
const ROUNDS = 6;

/** What the browser loads before Home is painted, and how soon the palette answers a key, at 100,000 rows. */
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
      ];
    } finally {
      await launched.close();
    }
  },
};

/** Gzipped by us at the usual level, whatever the host chose to send. */
async function scriptsBeforeHome(page: Page): Promise<number> {
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const bodies = await Promise.all(scripts.map((response) => response.body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
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
