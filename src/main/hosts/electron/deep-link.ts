import { isItemKind } from '#shared/contracts/choices.ts';
import type { ItemKind } from '#shared/contracts/common.ts';

export const LINK_SCHEME = 'adiuva';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Where each kind of item opens. */
const PATHS: Readonly<Record<ItemKind, (id: string) => string>> = {
  task: (id) => `/tasks/${id}`,
  note: (id) => `/notes/${id}`,
  project: (id) => `/projects/${id}`,
  client: (id) => `/clients/${id}`,
  checkpoint: (id) => `/timeline?checkpoint=${id}`,
};

/**
 * The app's path for `adiuva://<kind>/<id>`, or undefined for anything else. Any page of the web can open
 * such a link, so it names an item and nothing more: no path, no query, no command.
 */
export function parseDeepLink(link: string): string | undefined {
  const url = URL.parse(link);
  if (url === null || url.protocol !== `${LINK_SCHEME}:`) return undefined;
  const id = url.pathname.slice(1);
  if (!isItemKind(url.host) || !UUID.test(id)) return undefined;
  return PATHS[url.host](id.toLowerCase());
}

/** The first deep link among a program's arguments. */
export function findDeepLink(argv: readonly string[]): string | undefined {
  return argv.map(parseDeepLink).find((path) => path !== undefined);
}
