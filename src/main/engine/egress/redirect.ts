import type { HttpRequest, Opened } from './http-exchange.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends on to, as the next request (Fetch standard, HTTP-redirect fetch), or null. */
export function nextRequest(
  request: HttpRequest,
  answer: Pick<Opened, 'status' | 'headers'>,
): HttpRequest | null {
  const location = answer.headers.get('location');
  if (!REDIRECTS.has(answer.status) || location === null) return null;
  const url = new URL(location, request.url);
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) {
    // What proves who we are is for the origin that it was given to.
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name);
  }
  const becomesGet =
    (answer.status === 303 && request.method !== 'HEAD') ||
    ((answer.status === 301 || answer.status === 302) && request.method === 'POST');
  if (!becomesGet) return { url, method: request.method, headers, body: request.body };
  headers.delete('content-type');
  return { url, method: 'GET', headers, body: null };
}
