import { isAppPath } from '#shared/contracts/ipc.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'adiuva';
/** The one origin whose pages this program shows and listens to. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Compared by parts: for a scheme that it does not know, URL gives the origin "null". */
export function isAppUrl(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const { protocol, host, username, password } = url;
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}

export function toAppUrl(path: string): string {
  return `${APP_ORIGIN}${isAppPath(path) ? path : '/'}`;
}
