import { join } from 'node:path';
import { ROOT } from '#tools/build/parts.ts';
import type { LaunchedApp, LaunchOptions } from '../launch-app.ts';
import { openBrowser } from './browser.ts';
import { startProgram } from './program.ts';

/** The link with the one-time code. */
const LINK = /https?:\/\/[\w.:[\]]+\/open#[\w-]+/;

/** `adiuva web` as its own process, and the browser let in by the link that it prints. */
export async function launchWeb(options: LaunchOptions): Promise<LaunchedApp> {
  const env: Record<string, string> = { ...options.env };
  if (options.passphrase !== undefined) env['ADIUVA_PASSPHRASE'] = options.passphrase;
  const program = startProgram(
    [
      join(ROOT, 'dist', 'main', 'cli.js'),
      '--data-dir',
      options.dataDir,
      'web',
      '--port',
      '0',
      ...(options.args ?? []),
    ],
    { env },
  );
  const browser = openBrowser(options);
  try {
    // Both take their time before they are ready; neither waits for the other.
    const [[link], window] = await Promise.all([program.waitFor(LINK), browser]);
    const page = await window.context.newPage();
    await page.goto(link);
    // The page at the link swaps the code for a cookie and goes on by itself; a test often goes elsewhere at once.
    await page.waitForURL((url) => url.pathname !== '/open', { waitUntil: 'commit' });
    return {
      page,
      app: {
        target: 'web',
        pid: program.pid,
        output: program.output,
        kill: async () => void (await program.stop('SIGKILL')),
      },
      async close() {
        await window.close();
        await program.stop();
      },
    };
  } catch (error) {
    await program.stop('SIGKILL');
    await browser.then(
      (window) => window.close(),
      () => undefined,
    );
    throw error;
  }
}
