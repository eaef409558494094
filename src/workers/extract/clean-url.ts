/** Parameters that name a place on a site and nothing about the person. */
const PLACES = new Set([
  'id',
  'v',
  'p',
  'page',
  'tab',
  'view',
  'lang',
  'hl',
  'section',
  'issue',
  'pid',
  'topic',
]);
/** Long values, and long mixes of letters and digits, may be keys. */
const PLAIN_VALUE = /^[\p{L}\p{N}._-]{1,40}$/u;
const KEY_LIKE = /^(?=.*\d)(?=.*[a-z])[\w-]{20,}$/i;
const MAX_URL = 2_000;

/**
 * What of an address leaves the connector: web pages only, without the name and password, without the fragment, and
 * of the query only parameters known to name a place, with a short plain value. Search words, session and sign-in
 * tokens and tracking marks stay behind. `undefined` for what is no page of the web.
 */
export function cleanUrl(text: string): string | undefined {
  if (text.length > 16_000) return undefined;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const kept = [...url.searchParams].filter(
    ([name, value]) => PLACES.has(name.toLowerCase()) && PLAIN_VALUE.test(value) && !KEY_LIKE.test(value),
  );
  url.username = '';
  url.password = '';
  url.hash = '';
  url.search = kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : '';
  return url.href.length > MAX_URL ? undefined : url.href;
}

const MAX_TITLE = 500;

export function cleanTitle(title: unknown): string {
  if (typeof title !== 'string') return '';
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_TITLE).toWellFormed();
}
