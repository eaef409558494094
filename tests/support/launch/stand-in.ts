import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '#tools/build/parts.ts';
import { Controller } from '../electron-stand-in/controller.ts';
import type { LaunchedApp, LaunchOptions } from '../launch-app.ts';
import { DEFAULT_VIEWPORT, openBrowser } from './browser.ts';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

const REGISTER = fileURLToPath(new URL('../electron-stand-in/register.ts', import.meta.url));

/** The program alone, without a browser to show its windows: as a second start, or to see how it ends. */
export function startStandInProgram(options: Omit<LaunchOptions, 'target'>): Program {
  const program = join(ROOT, 'dist', 'main', 'electron.js');
  const args = ['--import', REGISTER, program, '--data-dir', options.dataDir, ...(options.args ?? [])];
  const env = { ADIUVA_STAND_IN_LOCALE: options.locale ?? 'en-GB', ...options.env };
  return startProgram(args, { ipc: true, env });
}

/** The built main and preload bundles on the stand-in, their windows as pages of Debian's Chromium. */
export async function launchStandIn(options: LaunchOptions): Promise<LaunchedApp> {
  const browser = await openBrowser(options);
  const program = startStandInProgram(options);
  const controller = new Controller({
    context: browser.context,
    program,
    viewport: options.viewport ?? DEFAULT_VIEWPORT,
    colorScheme: options.colorScheme ?? 'light',
  });
  try {
    await controller.start();
    const page = await controller.mainPage;
    return {
      page,
      app: {
        target: 'stand-in',
        pid: program.pid,
        output: program.output,
        kill: async () => void (await program.stop('SIGKILL')),
        standIn: controller,
      },
      async close() {
        // The answer may never come: the program ends while it gives it.
        controller.ask('quit').catch(() => undefined);
        await program.ended();
        await browser.close();
      },
    };
  } catch (error) {
    await program.stop('SIGKILL');
    await browser.close();
    throw new Error(`The app did not open on the stand-in. It had printed:\n${program.output()}`, {
      cause: error,
    });
  }
}
