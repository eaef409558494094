import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BrowserWindow, ElectronApi } from './electron-api.ts';

const side = z.number().int().min(-100_000).max(100_000);
const windowStateSchema = z.object({
  x: side.optional(),
  y: side.optional(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  isMaximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

const DEFAULT: WindowState = { width: 1280, height: 840, isMaximised: false };
/** So much of the title bar must be on a screen that the window can be caught and moved. */
const GRIP_PX = 80;
const WAIT_MS = 500;

type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function isReachable(state: WindowState, screens: readonly Rectangle[]): boolean {
  const { x, y, width } = state;
  if (x === undefined || y === undefined) return true;
  return screens.some(
    (screen) =>
      x + width >= screen.x + GRIP_PX &&
      x <= screen.x + screen.width - GRIP_PX &&
      y >= screen.y &&
      y <= screen.y + screen.height - GRIP_PX,
  );
}

/** Where the window was, unless that cannot be read or lies on a screen that is gone. */
export function restoreWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  try {
    const state = windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (isReachable(state, screens)) return state;
    return { width: state.width, height: state.height, isMaximised: state.isMaximised };
  } catch {
    return DEFAULT;
  }
}

export function windowStateFile(dataDir: string): string {
  return join(dataDir, 'window-state.json');
}

/** Remembers place and size, half a second after the last change. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  async function save(): Promise<void> {
    if (window.isDestroyed() || window.isMinimized()) return;
    const state: WindowState = { ...window.getNormalBounds(), isMaximised: window.isMaximized() };
    // By a rename: a half-written file would forget the place.
    await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  const later = (): void => {
    clearTimeout(timer);
    // A place that cannot be written down is no reason to disturb anybody.
    timer = setTimeout(() => void save().catch(() => undefined), WAIT_MS);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    // The overloads of `on` name each event apart, and all of these listeners are alike.
    window.on(event as 'resize', later);
  }
  window.once('closed', () => clearTimeout(timer));
}

export function screenAreas(electron: ElectronApi): Rectangle[] {
  return electron.screen.getAllDisplays().map(({ workArea }) => workArea);
}
