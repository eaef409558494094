import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Colours fade into a new theme level by level, so one quiet frame is not the end of it. */
async function quiet(): Promise<void> {
  await document.fonts.ready;
  for (let quietFrames = 0; quietFrames < 20;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const isLoading = document.querySelector('[aria-busy="true"], [data-slot="skeleton"]') !== null;
    quietFrames = !isLoading && document.getAnimations().length === 0 ? quietFrames + 1 : 0;
  }
}

/** Waits until nothing on the page moves or loads any more. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(quiet);
}

/** The rules of axe that are broken on the page once it has come to rest, with where; empty where it is sound. */
export async function violations(page: Page): Promise<string[]> {
  // A page that is still fading in has less contrast than it will have.
  await settled(page);
  // evaluate, not a script tag: the page's content policy allows none of ours.
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    // The script just run put it there.
    const axe = Reflect.get(window, 'axe') as typeof import('axe-core');
    const { violations: broken } = await axe.run(document);
    return broken.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
}

/** Texts that their neighbours have squeezed until nothing of them can be read, and a page wider than its window. */
export function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSqueezed = (element: Element): boolean => {
      const { textOverflow, display } = getComputedStyle(element);
      const isShown = display !== 'none' && element.getClientRects().length > 0;
      return isShown && textOverflow === 'ellipsis' && element.clientWidth < 24 && element.scrollWidth > 24;
    };
    const texts = [...document.querySelectorAll('#content *')].filter(isSqueezed);
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...texts.map((element) => `no room for “${element.textContent}”`),
      ...(scrollWidth > clientWidth ? ['the page is wider than the window'] : []),
    ];
  });
}
