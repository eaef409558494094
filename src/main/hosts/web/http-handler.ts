import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Log } from '#main/log/index.ts';
import type { AddressGuard } from './address-guard.ts';
import { CONNECT_SCRIPT, CONNECT_STYLE, connectPage, languageOf, type OwnPage } from './own-pages.ts';
import { appPolicy, OWN_PAGE_POLICY, setSecurityHeaders } from './security-headers.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { StaticFiles } from './static-files.ts';

export type HttpParts = {
  readonly guard: AddressGuard;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly files: StaticFiles;
  readonly log: Log | undefined;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly pathname: string;
};

const MAX_BODY_BYTES = 1_024;
const codeSchema = z.object({ code: z.string().min(1).max(64) });

/**
 * Answers plain requests: the app's files for a browser with a session, the page that makes one, and health.
 * Nothing here changes the workspace; that goes over the WebSocket alone.
 */
export function createHttpHandler(parts: HttpParts) {
  return function handle(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    response.on('finish', () =>
      parts.log?.debug('request', {
        method: request.method,
        status: response.statusCode,
        tookMs: Math.round(performance.now() - startedAt),
      }),
    );
    answer(parts, request, response).catch((error: unknown) => {
      parts.log?.error('request failed', {}, error);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Adiuva could not answer this. Your data is safe; try again.');
    });
  };
}

async function answer(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  setSecurityHeaders(response);
  const pathname = pathOf(request);
  const refusal = pathname === undefined ? 400 : refuse(parts, request);
  if (pathname === undefined || refusal !== undefined) {
    request.resume();
    sendText(response, refusal ?? 400, 'Refused.');
    return;
  }
  const exchange = { request, response, pathname };
  if (request.method === 'POST') await answerPost(parts, exchange);
  else await answerGet(parts, exchange);
}

/** Who may ask at all, and with what method; the same for every address. */
function refuse({ guard }: HttpParts, request: IncomingMessage): number | undefined {
  if (!guard.isKnownHost(request)) return 403;
  const origin = guard.originOf(request);
  if (request.method === 'POST') return origin === 'same' ? undefined : 403;
  if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
  // A link on another page may lead here; it shows a page and changes nothing.
  const isNavigation =
    request.headers['sec-fetch-mode'] === 'navigate' && request.headers.origin === undefined;
  return origin === 'foreign' && !isNavigation ? 403 : undefined;
}

async function answerGet(parts: HttpParts, exchange: Exchange): Promise<void> {
  const { request, response, pathname } = exchange;
  if (pathname === '/health') return sendHealth(response);
  if (pathname === '/open.js') return sendOwn(response, 200, CONNECT_SCRIPT);
  if (pathname === '/open.css') return sendOwn(response, 200, CONNECT_STYLE);
  if (pathname === '/trpc') return sendText(response, 426, 'This address speaks WebSocket only.');
  const session = parts.sessions.find(parts.cookie.read(request));
  if (pathname === '/session') {
    response.writeHead(session === undefined ? 401 : 204, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  const page = connectPage(languageOf(request.headers['accept-language']));
  if (pathname === '/open') return sendOwn(response, 200, page);
  if (session === undefined) return sendOwn(response, 401, page);
  await sendApp(parts, exchange);
}

async function sendApp({ files }: HttpParts, { request, response, pathname }: Exchange): Promise<void> {
  const file = files.find(pathname);
  if (file !== undefined) {
    await files.send(file, request, response);
    return;
  }
  // Every other address is a route of the app, except what looks like a file.
  if (/\.\w+$/.test(pathname)) {
    sendText(response, 404, 'There is no such file.');
    return;
  }
  response.setHeader('Content-Security-Policy', appPolicy(request.headers.host ?? ''));
  await files.send(await files.findPage(), request, response);
}

/** The only POST: the one-time code for a session's cookie. */
async function answerPost(parts: HttpParts, { request, response, pathname }: Exchange): Promise<void> {
  if (pathname !== '/session') {
    request.resume();
    return sendText(response, 404, 'There is no such address.');
  }
  if (request.headers['content-type']?.split(';')[0] !== 'application/json') {
    request.resume();
    return sendText(response, 415, 'JSON is expected.');
  }
  const input = codeSchema.safeParse(await readJson(request));
  const token = input.success ? parts.sessions.redeem(input.data.code) : undefined;
  parts.log?.info('session asked', { isOpened: token !== undefined });
  if (token === undefined) return sendText(response, 401, 'This link was used already or is too old.');
  response.setHeader('Set-Cookie', parts.cookie.make(token));
  response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // Not JSON: the schema refuses `undefined` as it refuses any other wrong shape.
    return undefined;
  }
}

function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '', 'http://adiuva').pathname);
  } catch {
    // An address that can't be read is refused.
    return undefined;
  }
}

function sendHealth(response: ServerResponse): void {
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end('{"status":"ok"}');
}

function sendOwn(response: ServerResponse, status: number, page: OwnPage): void {
  response.setHeader('Content-Security-Policy', OWN_PAGE_POLICY);
  response
    .writeHead(status, { 'Content-Type': page.mimeType, 'Cache-Control': 'no-store' })
    .end(response.req.method === 'HEAD' ? undefined : page.body);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  if (status === 405) response.setHeader('Allow', 'GET, HEAD, POST');
  response.setHeader('Content-Security-Policy', OWN_PAGE_POLICY);
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(response.req.method === 'HEAD' ? undefined : `${text}\n`);
}
