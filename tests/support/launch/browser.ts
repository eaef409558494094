import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import type { LaunchOptions } from '../launch-app.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DEFAULT_VIEWPORT = { width: 1440, height: 900 };

export type OpenBrowser = { readonly browser: Browser; readonly context: BrowserContext };

/** The system's Chromium with one context that looks as the options say. */
export async function openBrowser(options: LaunchOptions): Promise<OpenBrowser> {
  const executablePath = [process.env['ADIUVA_CHROMIUM'], ...BROWSERS].find(
    (path) => path && existsSync(path),
  );
  if (executablePath === undefined)
    throw new Error('Chromium is missing. Install it with: apt-get install chromium');
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // Chromium's own sandbox does not work as root, and a test machine often is.
    args: isRoot ? ['--no-sandbox'] : [],
  });
  const context = await browser.newContext({
    viewport: options.viewport ?? DEFAULT_VIEWPORT,
    colorScheme: options.colorScheme ?? 'light',
    locale: options.locale ?? 'en-GB',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    acceptDownloads: true,
    ...(options.timezone === undefined ? {} : { timezoneId: options.timezone }),
  });
  return { browser, context };
}
