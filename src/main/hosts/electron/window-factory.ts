import { toAppUrl } from './app-origin.ts';
import type { BrowserWindow, BrowserWindowConstructorOptions, ElectronApi } from './electron-api.ts';
import { requireSafe, safeWebPreferences } from './web-preferences.ts';

export type WindowFactory = {
  /** A window that shows a path of the app. Throws when an option would make it unsafe. */
  open(path: string, options?: BrowserWindowConstructorOptions): BrowserWindow;
  /** Whether this window's contents were made here. */
  isOurs(contents: { readonly id: number }): boolean;
};

/** The one place where windows are made. */
export function createWindowFactory(electron: ElectronApi, preload: string): WindowFactory {
  const ours = new Set<number>();

  function open(path: string, options: BrowserWindowConstructorOptions = {}): BrowserWindow {
    const webPreferences = {
      ...safeWebPreferences(preload, electron.app.isPackaged),
      ...options.webPreferences,
    };
    requireSafe(webPreferences, preload);
    const window = new electron.BrowserWindow({ show: false, ...options, webPreferences });
    const { id } = window.webContents;
    ours.add(id);
    window.once('closed', () => ours.delete(id));
    // It fails when the window is closed meanwhile, and a page that cannot be read shows that itself.
    window.loadURL(toAppUrl(path)).catch(() => undefined);
    return window;
  }

  return { open, isOurs: ({ id }) => ours.has(id) };
}
