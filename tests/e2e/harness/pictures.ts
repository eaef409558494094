import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '#tools/build/parts.ts';
import { settled, squeezed, violations } from './violations.ts';

/** The pictures of the guides are made anew only on demand: they show the day they were made on. */
const isKept = process.env['ADIUVA_SCREENSHOTS'] === '1';

/** What has the focus is let go, and the pointer leaves: a tooltip is no part of a page. */
async function letGo(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}

/** For the guide: `docs/datasets/<name>.png`, in the theme and size that the page has. */
export async function picture(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.mouse.move(0, 0);
  if (!isKept) return;
  const path = join(ROOT, 'docs', 'datasets', `${name}.png`);
  await page.screenshot({ path, caret: 'hide', animations: 'disabled' });
}

/** No rule of axe broken and no text squeezed away, in both themes; ends in the light one. */
export async function broken(page: Page): Promise<readonly string[]> {
  const all: string[] = [];
  await letGo(page);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    const found = [...(await violations(page)), ...(await squeezed(page))];
    all.push(...found.map((rule) => `${colorScheme}: ${rule}`));
  }
  return all;
}
