import { join } from 'node:path';
import type { Browser } from '#shared/contracts/browser.ts';
import type { BrowserFamily } from '#shared/contracts/extract.ts';

/** A folder in which a browser keeps its profiles. */
export type BrowserPlace = {
  readonly browser: Browser;
  readonly family: BrowserFamily;
  /** How it is packed, where the same browser can be there twice. */
  readonly packed: 'snap' | 'flatpak' | 'xdg' | null;
  readonly root: string;
};

export type PlacesInput = { readonly homeDir: string; readonly platform: NodeJS.Platform };

type Row = readonly [browser: Browser, packed: BrowserPlace['packed'], path: string];

const LINUX: readonly Row[] = [
  ['chrome', null, '.config/google-chrome'],
  ['chrome', 'flatpak', '.var/app/com.google.Chrome/config/google-chrome'],
  ['chromium', null, '.config/chromium'],
  ['chromium', 'snap', 'snap/chromium/common/chromium'],
  ['chromium', 'flatpak', '.var/app/org.chromium.Chromium/config/chromium'],
  ['edge', null, '.config/microsoft-edge'],
  ['edge', 'flatpak', '.var/app/com.microsoft.Edge/config/microsoft-edge'],
  ['brave', null, '.config/BraveSoftware/Brave-Browser'],
  ['brave', 'flatpak', '.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser'],
  ['firefox', null, '.mozilla/firefox'],
  ['firefox', 'xdg', '.config/mozilla/firefox'],
  ['firefox', 'snap', 'snap/firefox/common/.mozilla/firefox'],
  ['firefox', 'flatpak', '.var/app/org.mozilla.firefox/.mozilla/firefox'],
];

const MAC: readonly Row[] = [
  ['chrome', null, 'Library/Application Support/Google/Chrome'],
  ['chromium', null, 'Library/Application Support/Chromium'],
  ['edge', null, 'Library/Application Support/Microsoft Edge'],
  ['brave', null, 'Library/Application Support/BraveSoftware/Brave-Browser'],
  ['firefox', null, 'Library/Application Support/Firefox'],
];

const WINDOWS: readonly Row[] = [
  ['chrome', null, 'AppData/Local/Google/Chrome/User Data'],
  ['chromium', null, 'AppData/Local/Chromium/User Data'],
  ['edge', null, 'AppData/Local/Microsoft/Edge/User Data'],
  ['brave', null, 'AppData/Local/BraveSoftware/Brave-Browser/User Data'],
  ['firefox', null, 'AppData/Roaming/Mozilla/Firefox'],
];

/** Where browsers keep their profiles on this system, whether they are there or not. */
export function browserPlaces({ homeDir, platform }: PlacesInput): readonly BrowserPlace[] {
  const rows = platform === 'win32' ? WINDOWS : platform === 'darwin' ? MAC : LINUX;
  return rows.map(([browser, packed, path]) => ({
    browser,
    packed,
    family: browser === 'firefox' ? 'firefox' : 'chromium',
    root: join(homeDir, ...path.split('/')),
  }));
}
