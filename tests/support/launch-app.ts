import type { Page } from 'playwright-core';
import { ensureBuilt } from '#tools/build.ts';
import { findElectronBinary, launchElectron } from './launch/electron.ts';
import { launchStandIn } from './launch/stand-in.ts';
import { launchWeb } from './launch/web.ts';
import type { StandIn } from './electron-stand-in/controller.ts';

export const LAUNCH_TARGETS = ['web', 'stand-in', 'electron'] as const;
export type LaunchTarget = (typeof LAUNCH_TARGETS)[number];

export type LaunchOptions = {
  readonly dataDir: string;
  readonly target: LaunchTarget;
  /** The web host opens the store with it before it serves; the desktop shows its unlock screen all the same. */
  readonly passphrase?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  readonly timezone?: string;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** More arguments for the program, such as a deep link. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type RunningApp = {
  readonly target: LaunchTarget;
  /** The main process. */
  readonly pid: number;
  /** What the main process has printed so far. */
  output(): string;
  /** Ends the main process at once, as a crash or a power cut would. */
  kill(): Promise<void>;
  /** What a person does outside the page: menus, shortcuts, links. Under the stand-in only. */
  readonly standIn?: StandIn;
};

export type LaunchedApp = {
  readonly page: Page;
  readonly app: RunningApp;
  /** Quits as a person would, and waits until the main process has ended. */
  close(): Promise<void>;
};

/** Where this machine can open the app. Real Electron needs its binary, a display, and a user who is not root. */
export function availableTargets(): readonly LaunchTarget[] {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const isElectronUsable = findElectronBinary() !== undefined && hasDisplay && process.getuid?.() !== 0;
  return LAUNCH_TARGETS.filter((target) => target !== 'electron' || isElectronUsable);
}

/**
 * Opens the built app in a page that Playwright drives: as the loopback web host, under the stand-in for
 * Electron, or under Electron itself where a binary is present (it throws where none is). Prints which ran.
 */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  await ensureBuilt();
  const launch = { web: launchWeb, 'stand-in': launchStandIn, electron: launchElectron }[options.target];
  const launched = await launch(options);
  process.stderr.write(`app opened: ${options.target}, process ${launched.app.pid}\n`);
  return launched;
}
