import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from '../../support/launch-app.ts';

const PASSPHRASE = 'a long enough passphrase';
const run = promisify(execFile);

export type SampleWorkspace = {
  /** The app on the loopback host, at this path, once the page has its heading. */
  open(path: string, options?: Partial<LaunchOptions>): Promise<Page>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A folder of its own, filled with the sample workspace by the command line. */
export async function makeSampleWorkspace(): Promise<SampleWorkspace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-sample-'));
  await ensureBuilt();
  await run(
    process.execPath,
    [join(ROOT, 'dist', 'main', 'cli.js'), '--data-dir', dataDir, 'init', '--sample', '--no-keychain'],
    { env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE } },
  );
  let launched: LaunchedApp | undefined;
  const close = async (): Promise<void> => {
    await launched?.close();
    launched = undefined;
  };
  return {
    async open(path, options = {}) {
      launched = await launchApp({ dataDir, target: 'web', passphrase: PASSPHRASE, ...options });
      const { page } = launched;
      await page.goto(new URL(path, page.url()).href);
      await page.locator('#content h1').waitFor();
      return page;
    },
    close,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
