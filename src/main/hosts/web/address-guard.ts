import type { IncomingMessage } from 'node:http';

/**
 * Which names this server answers to. A page elsewhere can make a browser connect to a loopback port (by a form,
 * a script or a name that is rebound to 127.0.0.1), but it can't choose the `Host` and `Origin` it sends.
 */
export type AddressGuard = {
  /** Exact match against the list; every request needs it. */
  isKnownHost(request: IncomingMessage): boolean;
  /**
   * `same`: the header names the very address that the request came to; `absent`: none was sent, as for a plain
   * navigation; `foreign`: anything else, `null` included.
   */
  originOf(request: IncomingMessage): 'same' | 'absent' | 'foreign';
};

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export function createAddressGuard(port: number): AddressGuard {
  const hosts = new Set(NAMES.map((name) => `${name}:${port}`));
  // A browser leaves the default port out.
  if (port === 80) for (const name of NAMES) hosts.add(name);
  const isKnownHost = (request: IncomingMessage): boolean => hosts.has(request.headers.host ?? '');
  return {
    isKnownHost,
    originOf(request) {
      const { origin, host } = request.headers;
      const site = request.headers['sec-fetch-site'];
      // Browsers say who asked, also where they send no Origin. `none` is the address bar or a bookmark.
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign';
      if (origin === undefined) return 'absent';
      return isKnownHost(request) && origin === `http://${host ?? ''}` ? 'same' : 'foreign';
    },
  };
}
