import { isAppUrl } from './app-origin.ts';
import type { ElectronApi, WebContents } from './electron-api.ts';

const MAX_ADDRESS_LENGTH = 2048;

/**
 * What may be handed to the system's own programs: an https or mailto address that parses, without a name and
 * password in it. Any other scheme could start a program with arguments from a note.
 */
export function parseOutsideUrl(address: string): string | undefined {
  if (address.length > MAX_ADDRESS_LENGTH) return undefined;
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'mailto:')) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

function openOutside(electron: ElectronApi, address: string): void {
  const url = parseOutsideUrl(address);
  if (url !== undefined) electron.shell.openExternal(url).catch(() => undefined);
}

/**
 * Keeps a page where it is: it can move inside the app's own origin and nowhere else, opens no window and no
 * webview. A link to the outside opens in the system's browser.
 */
export function guardContents(electron: ElectronApi, contents: WebContents): void {
  const refuseOutside = (event: {
    preventDefault(): void;
    readonly url: string;
    readonly isMainFrame: boolean;
  }): void => {
    // A frame inside a page has nothing to show here, not even a page of our own.
    if (event.isMainFrame && isAppUrl(event.url)) return;
    event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    refuseOutside(event);
    if (event.isMainFrame && !isAppUrl(event.url)) openOutside(electron, event.url);
  });
  contents.on('will-frame-navigate', refuseOutside);
  contents.on('will-redirect', refuseOutside);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(electron, url);
    return { action: 'deny' };
  });
}
