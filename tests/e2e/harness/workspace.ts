import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';
import type { Adiuva } from '#main/compose.ts';
import { ROOT } from '#tools/build/parts.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from '../../support/launch-app.ts';
import { withWorkspace } from '../../support/proposing.ts';
import { copyReadyFolder, PASSPHRASE, type FolderKind } from './ready-folders.ts';

const run = promisify(execFile);

export type Workspace = {
  readonly dataDir: string;
  /** Works on the folder without a page; one that is open is closed first. */
  prepared<T>(work: (app: Adiuva) => Promise<T>): Promise<T>;
  /** The command line on the folder, beside the page that is open; answers what it printed. */
  cli(...args: readonly string[]): Promise<string>;
  /** A procedure of the interface by the command line; answers what it answers. */
  call<T>(procedure: string, input: unknown): Promise<T>;
  /** The app on the loopback host, at this path, once the page has its heading. One that was open is closed first. */
  open(path: string, options?: Partial<LaunchOptions>): Promise<Page>;
  /** The app that is open now. */
  launched(): LaunchedApp;
  /** Quits the app; the folder stays. */
  close(): Promise<void>;
};

export type OwnWorkspace = Workspace & AsyncDisposable;

/** A folder that nothing else uses, and what is done with it. */
export async function makeWorkspace(kind: FolderKind, usual?: Partial<LaunchOptions>): Promise<OwnWorkspace> {
  const dataDir = await copyReadyFolder(kind);
  const cli = async (...args: readonly string[]): Promise<string> => {
    const program = join(ROOT, 'dist', 'main', 'cli.js');
    const env = { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE };
    return (await run(process.execPath, [program, '--data-dir', dataDir, ...args], { env })).stdout;
  };
  let running: LaunchedApp | undefined;
  const close = async (): Promise<void> => {
    const former = running;
    running = undefined;
    await former?.close();
  };
  return {
    dataDir,
    async prepared(work) {
      await close();
      return withWorkspace({ dataDir, passphrase: PASSPHRASE }, work);
    },
    cli,
    // What it answers is what the caller's contract says.
    call: async <T>(procedure: string, input: unknown) =>
      JSON.parse(await cli('--json', 'call', procedure, JSON.stringify(input))) as T,
    async open(path, options = {}) {
      await close();
      running = await launchApp({ dataDir, target: 'web', passphrase: PASSPHRASE, ...usual, ...options });
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

/** Every try of every test of the file finds a folder as it was when it was made, whatever a try before it did. */
export function workspaceForEach(kind: FolderKind, usual?: Partial<LaunchOptions>): Workspace {
  let own: OwnWorkspace | undefined;
  const now = (): OwnWorkspace => {
    if (own === undefined) throw new Error('There is a folder only while a test runs.');
    return own;
  };
  beforeEach(async () => {
    own = await makeWorkspace(kind, usual);
  });
  afterEach(async () => {
    await own?.[Symbol.asyncDispose]();
    own = undefined;
  });
  return {
    get dataDir() {
      return now().dataDir;
    },
    prepared: (work) => now().prepared(work),
    cli: (...args) => now().cli(...args),
    call: (procedure, input) => now().call(procedure, input),
    open: (path, options) => now().open(path, options),
    launched: () => now().launched(),
    close: () => now().close(),
  };
}

/** Another page of the app that is open, loaded anew, once it has its heading. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  // In a narrow window a list with the heading may have made room for what is open beside it.
  await page.locator('#content h1').first().waitFor({ state: 'attached' });
}
