import { isAppUrl } from './app-origin.ts';
import type { Session } from './electron-api.ts';

/** What a page may ask the system for: to write what the person copies, and to fill the screen. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

const isInside = (address: string): boolean => isAppUrl(address) || address.startsWith('blob:app://adiuva/');

/** Addresses that never leave this process. */
const isLocal = (address: string): boolean =>
  isInside(address) || address.startsWith('data:') || address.startsWith('devtools:');

/** Refuses every permission and device, every request to the network and every download of something else. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(GRANTED.has(permission) && isAppUrl(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => GRANTED.has(permission) && isAppUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isLocal(details.url) }));
  session.on('will-download', (event, item) => {
    if (!isInside(item.getURL())) event.preventDefault();
  });
}
