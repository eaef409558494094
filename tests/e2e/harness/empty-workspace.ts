import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from '../../support/launch-app.ts';
import { withWorkspace } from '../../support/proposing.ts';

/** What opens it. */
export const PASSPHRASE = 'a long enough passphrase';

export type EmptyWorkspace = {
  readonly dataDir: string;
  /** Works on the folder without a page; one that is open is closed first. */
  prepared<T>(work: (app: Adiuva) => Promise<T>): Promise<T>;
  /** The app on the loopback host, at this path, once the page has its heading. One that was open is closed first. */
  open(path: string, options?: Partial<LaunchOptions>): Promise<Page>;
  /** The app that is open now. */
  launched(): LaunchedApp;
  /** Quits the app; the folder stays. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A folder of its own with nothing in it but a passphrase, past the first start. */
export async function makeEmptyWorkspace(): Promise<EmptyWorkspace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-empty-'));
  const app = createAdiuva({ host: 'test', keychain: null, dataDir });
  await app.caller().system.setup({ passphrase: PASSPHRASE, useKeychain: false });
  await app.caller().system.finishOnboarding();
  await app.close();
  let running: LaunchedApp | undefined;
  const close = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  return {
    dataDir,
    async prepared(work) {
      await close();
      return withWorkspace({ dataDir, passphrase: PASSPHRASE }, work);
    },
    async open(path, options = {}) {
      await close();
      const usual = { dataDir, target: 'web', passphrase: PASSPHRASE, reducedMotion: 'reduce' } as const;
      running = await launchApp({ ...usual, ...options });
      await goTo(running.page, path);
      return running.page;
    },
    launched() {
      if (running === undefined) throw new Error('No app is open.');
      return running;
    },
    close,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Another page of the app that is open, loaded anew, once it has its heading. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  // In a narrow window a list with the heading may have made room for what is open beside it.
  await page.locator('#content h1').first().waitFor({ state: 'attached' });
}
