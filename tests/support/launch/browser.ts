import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import type { LaunchOptions } from '../launch-app.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DEFAULT_VIEWPORT = { width: 1440, height: 900 };

export type OpenBrowser = {
  readonly context: BrowserContext;
  /** Ends the context, and the browser where it is not shared. */
  close(): Promise<void>;
};

let isShared = false;
let shared: Promise<Browser> | undefined;

/** From here on one Chromium serves every `openBrowser` of this process; answers how to end it. */
export function shareBrowser(): () => Promise<void> {
  isShared = true;
  return async () => {
    isShared = false;
    const browser = await shared;
    shared = undefined;
    await browser?.close();
  };
}

async function browserToUse(): Promise<Browser> {
  if (!isShared) return launchBrowser();
  const former = await shared?.catch(() => undefined);
  if (former?.isConnected() === true) return former;
  shared = launchBrowser();
  return shared;
}

function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env['ADIUVA_CHROMIUM'], ...BROWSERS].find(
    (path) => path && existsSync(path),
  );
  if (executablePath === undefined)
    throw new Error('Chromium is missing. Install it with: apt-get install chromium');
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: true,
    // Chromium's own sandbox does not work as root, and a test machine often is.
    args: isRoot ? ['--no-sandbox'] : [],
  });
}

/** The system's Chromium with one context that looks as the options say. */
export async function openBrowser(options: LaunchOptions): Promise<OpenBrowser> {
  const browser = await browserToUse();
  const context = await browser.newContext({
    viewport: options.viewport ?? DEFAULT_VIEWPORT,
    colorScheme: options.colorScheme ?? 'light',
    locale: options.locale ?? 'en-GB',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    acceptDownloads: true,
    ...(options.timezone === undefined ? {} : { timezoneId: options.timezone }),
  });
  const close = async (): Promise<void> => {
    await context.close();
    if (!isShared) await browser.close();
  };
  return { context, close };
}
