import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { ROOT } from '#tools/build/parts.ts';
import type { LaunchedApp, LaunchOptions } from '../launch-app.ts';
import { DEFAULT_VIEWPORT } from './browser.ts';

const BINARY: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Electron's own program, or undefined where its download could not be had. */
export function findElectronBinary(): string | undefined {
  const name = BINARY[process.platform] ?? 'electron';
  const folders = [
    process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    join(ROOT, 'node_modules', 'electron', 'dist'),
  ];
  return folders.flatMap((folder) => (folder ? [join(folder, name)] : [])).find((path) => existsSync(path));
}

/** Real Electron with the flags of production: the host sets them, and no test adds one. */
export async function launchElectron(options: LaunchOptions): Promise<LaunchedApp> {
  const executablePath = findElectronBinary();
  if (executablePath === undefined) throw new Error('There is no Electron binary on this machine.');
  const program = await _electron.launch({
    executablePath,
    args: [ROOT, '--data-dir', options.dataDir, ...(options.args ?? [])],
    env: { ...(process.env as Record<string, string>), ...options.env },
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    ...(options.timezone === undefined ? {} : { timezoneId: options.timezone }),
  });
  let text = '';
  const child = program.process();
  child.stdout?.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  const page = await program.firstWindow();
  await page.setViewportSize(options.viewport ?? DEFAULT_VIEWPORT);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    page,
    app: {
      target: 'electron',
      pid: child.pid ?? -1,
      output: () => text,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
    },
    close: () => program.close(),
  };
}
