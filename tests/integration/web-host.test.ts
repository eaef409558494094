import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { initTRPC } from '@trpc/server';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startWebHost, type WebHost } from '#main/hosts/web/index.ts';

/** A router of this test's own: what is tested is the way to it. */
const trpc = initTRPC.create();
let pings = 0;
const router = trpc.router({
  echo: trpc.procedure.input(z.string()).query(({ input }) => input),
  count: trpc.procedure.mutation(() => (pings += 1)),
  ticks: trpc.procedure.subscription(async function* ({ signal }) {
    for (let tick = 0; signal?.aborted !== true; tick += 1) {
      yield tick;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }),
});

const PAGE = '<!doctype html><title>Adiuva</title><div id="root"></div>';
const SCRIPT = `export const words = ${JSON.stringify('calm '.repeat(2_000))};`;

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
type Ask = { method?: string; path?: string; headers?: Record<string, string>; body?: string; host?: string };

let folder: string;
let host: WebHost;
let nowMs: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'assets', 'index-B1x9_aZq.js'), SCRIPT);
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  nowMs = Date.now();
  host = await startWebHost(
    { router, createContext: () => ({}) },
    { port: 0, rendererFolder: folder, nowMs: () => nowMs },
  );
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

function ask({
  method = 'GET',
  path = '/',
  headers = {},
  body,
  host: address = '127.0.0.1',
}: Ask): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(
    { host: address, port: host.port, method, path, headers, setHost: headers['Host'] === undefined },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

function codeOf(link: string): string {
  return new URL(link).hash.slice(1);
}

function swap(code: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask({
    method: 'POST',
    path: '/session',
    headers: { 'Content-Type': 'application/json', Origin: host.origin, ...headers },
    body: JSON.stringify({ code }),
  });
}

async function signIn(): Promise<string> {
  const answer = await swap(codeOf(host.issueLink()));
  expect(answer.status).toBe(204);
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** The status a WebSocket upgrade is answered with; 101 when it is let in. */
function upgrade(headers: Record<string, string>, path = '/trpc'): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
  socket.on('open', () => {
    socket.close();
    resolve(101);
  });
  socket.on('unexpected-response', (_request, response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  socket.on('error', (error) => (socket.readyState === WebSocket.CONNECTING ? undefined : reject(error)));
  return promise;
}

describe('who is let in', () => {
  test('the link carries a code of 128 bits after the #, which a browser never sends', () => {
    const link = new URL(host.issueLink());
    expect(link.origin).toBe(host.origin);
    expect(link.pathname).toBe('/open');
    expect(link.search).toBe('');
    expect(Buffer.from(codeOf(link.href), 'base64url')).toHaveLength(16);
  });

  test('a code is swapped once for a cookie that no script and no other site gets', async () => {
    const code = codeOf(host.issueLink());
    const first = await swap(code);
    expect(first.status).toBe(204);
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(code);
    expect((await swap(code)).status).toBe(401);
  });

  test('a code is good for 60 seconds', async () => {
    const inTime = codeOf(host.issueLink());
    nowMs += 59_999;
    expect((await swap(inTime)).status).toBe(204);
    const late = codeOf(host.issueLink());
    nowMs += 60_000;
    expect((await swap(late)).status).toBe(401);
  });

  test('nothing of the app is served without a session', async () => {
    for (const path of ['/', '/tasks', '/icon.svg', '/assets/index-B1x9_aZq.js', '/index.html']) {
      const answer = await ask({ path });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.body.toString()).not.toContain('root');
    }
    const wrong = await ask({ headers: { Cookie: `adiuva-${host.port}=${'A'.repeat(43)}` } });
    expect(wrong.status).toBe(401);
  });

  test('a page learns whether it has a session', async () => {
    expect((await ask({ path: '/session' })).status).toBe(401);
    expect((await ask({ path: '/session', headers: { Cookie: await signIn() } })).status).toBe(204);
  });

  test('an ended session is out at once, its connections too', async () => {
    const cookie = await signIn();
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/trpc`, {
      headers: { Cookie: cookie, Origin: host.origin },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(host.sessions()).toMatchObject([{ connections: 1 }]);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    host.endSession(host.sessions()[0]!.id);
    await closed;
    expect(host.sessions()).toEqual([]);
    expect((await ask({ headers: { Cookie: cookie } })).status).toBe(401);
  });

  test('a session nobody used for a week ends; one with a page open does not', async () => {
    const idle = await signIn();
    const used = await signIn();
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/trpc`, {
      headers: { Cookie: used, Origin: host.origin },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    nowMs += 7 * 24 * 3_600_000 + 1;
    expect((await ask({ headers: { Cookie: idle } })).status).toBe(401);
    expect((await ask({ headers: { Cookie: used } })).status).toBe(200);
    nowMs += 7 * 24 * 3_600_000 + 1;
    socket.terminate();
    await expect.poll(() => host.sessions()[0]?.connections).toBe(0);
    expect((await ask({ headers: { Cookie: used } })).status).toBe(200);
  });

  test('at most 16 browsers; the one unused longest goes', async () => {
    const first = await signIn();
    for (let more = 0; more < 16; more += 1) {
      nowMs += 1_000;
      await signIn();
    }
    expect(host.sessions()).toHaveLength(16);
    expect((await ask({ headers: { Cookie: first } })).status).toBe(401);
  });
});

describe('addresses', () => {
  test('only exact names of this machine are answered to', async () => {
    const { port } = host;
    for (const name of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect([name, (await ask({ path: '/health', headers: { Host: name } })).status]).toEqual([name, 200]);
    }
    const foreign = [
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.2:${port}`,
      `LOCALHOST.:${port}`,
      '',
    ];
    for (const name of foreign) {
      expect([name, (await ask({ path: '/health', headers: { Host: name } })).status]).toEqual([name, 403]);
    }
  });

  test('a foreign origin is refused on every method, also with the cookie', async () => {
    const Cookie = await signIn();
    const foreign = [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${host.port + 1}`,
      `https://127.0.0.1:${host.port}`,
      // Another of our own names: the page came from elsewhere than the request goes to.
      `http://localhost:${host.port}`,
      `${host.origin}/`,
      `${host.origin}.evil.example`,
    ];
    for (const Origin of foreign) {
      expect([Origin, (await ask({ headers: { Origin, Cookie } })).status]).toEqual([Origin, 403]);
      expect([Origin, (await swap(codeOf(host.issueLink()), { Origin })).status]).toEqual([Origin, 403]);
      expect([Origin, await upgrade({ Origin, Cookie })]).toEqual([Origin, 403]);
    }
  });

  test('a request that a browser marks as from another site is refused, a link to a page is not', async () => {
    const Cookie = await signIn();
    for (const site of ['cross-site', 'same-site']) {
      const marked = { Cookie, 'Sec-Fetch-Site': site };
      expect([site, (await ask({ headers: marked })).status]).toEqual([site, 403]);
      expect([site, (await ask({ headers: { ...marked, 'Sec-Fetch-Mode': 'navigate' } })).status]).toEqual([
        site,
        200,
      ]);
    }
  });

  test('a POST and an upgrade need the origin', async () => {
    const without = await ask({
      method: 'POST',
      path: '/session',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: codeOf(host.issueLink()) }),
    });
    expect(without.status).toBe(403);
    expect(await upgrade({ Cookie: await signIn() })).toBe(403);
  });

  test('listens on ::1 as well where the machine has it', async () => {
    const answer = await ask({ host: '::1', path: '/health' }).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (typeof answer === 'object') expect(answer.status).toBe(200);
    else expect(['EADDRNOTAVAIL', 'ECONNREFUSED', 'EAFNOSUPPORT']).toContain(answer);
  });

  test('a port that is taken is said plainly, and nothing is left listening', async () => {
    const second = startWebHost(
      { router, createContext: () => ({}) },
      { port: host.port, rendererFolder: folder },
    );
    await expect(second).rejects.toMatchObject({ code: 'host_unavailable' });
  });

  test('pages that are not built are said plainly', async () => {
    await rm(join(folder, 'index.html'));
    const second = startWebHost({ router, createContext: () => ({}) }, { port: 0, rendererFolder: folder });
    await expect(second).rejects.toMatchObject({ code: 'host_unavailable' });
  });
});

describe('what is refused', () => {
  test('methods that this host has no use for, CORS preflights among them', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await ask({ method, path: '/session' });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('bodies that are long, of another type or no JSON', async () => {
    const headers = { Origin: host.origin, 'Content-Type': 'application/json' };
    const post = (body: string, type?: string): Promise<Answer> =>
      ask({
        method: 'POST',
        path: '/session',
        headers: { ...headers, ...(type && { 'Content-Type': type }) },
        body,
      });
    expect((await post(JSON.stringify({ code: 'x'.repeat(5_000) }))).status).toBe(401);
    expect((await post('{')).status).toBe(401);
    expect((await post('{"code":["a"]}')).status).toBe(401);
    expect((await post(JSON.stringify({ code: codeOf(host.issueLink()) }), 'text/plain')).status).toBe(415);
  });

  test('addresses that reach for other files', async () => {
    await writeFile(join(folder, '..', 'adiuva-outside.txt'), 'outside');
    const Cookie = await signIn();
    const paths = [
      '/../adiuva-outside.txt',
      '/%2e%2e/adiuva-outside.txt',
      '/assets/..%2f..%2fadiuva-outside.txt',
    ];
    for (const path of [...paths, '/assets/%00.js', '/nothing.js']) {
      const answer = await ask({ path, headers: { Cookie } });
      expect([404, 400]).toContain(answer.status);
      expect(answer.body.toString()).not.toContain('outside');
    }
    expect((await ask({ path: '/%E0%A4%A', headers: { Cookie } })).status).toBe(400);
    await rm(join(folder, '..', 'adiuva-outside.txt'));
  });

  test('upgrades without a session or elsewhere than /trpc, and too many of them', async () => {
    const Origin = host.origin;
    expect(await upgrade({ Origin })).toBe(401);
    const Cookie = await signIn();
    expect(await upgrade({ Origin, Cookie }, '/other')).toBe(404);
    expect(await upgrade({ Origin, Cookie }, '/trpc?connectionParams=1')).toBe(101);
    const open = Array.from(
      { length: 24 },
      () => new WebSocket(`ws://127.0.0.1:${host.port}/trpc`, { headers: { Origin, Cookie } }),
    );
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('open', resolve))));
    expect(await upgrade({ Origin, Cookie })).toBe(503);
    for (const socket of open) socket.terminate();
  });

  test('a message longer than 16 MB ends its connection', async () => {
    const headers = { Origin: host.origin, Cookie: await signIn() };
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/trpc`, { headers });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.send('x'.repeat(16 * 1_024 * 1_024 + 1));
    expect(await closed).toBe(1_009);
  });
});

describe('the pages', () => {
  test('every answer carries the security headers, and pages a closed content policy', async () => {
    const Cookie = await signIn();
    for (const path of ['/', '/open', '/health', '/assets/index-B1x9_aZq.js', '/nothing.js']) {
      const { headers } = await ask({ path, headers: { Cookie } });
      expect([path, headers['x-content-type-options']]).toEqual([path, 'nosniff']);
      expect([path, headers['x-frame-options']]).toEqual([path, 'DENY']);
      expect([path, headers['referrer-policy']]).toEqual([path, 'no-referrer']);
      expect([path, headers['cross-origin-opener-policy']]).toEqual([path, 'same-origin']);
      expect([path, headers['cross-origin-resource-policy']]).toEqual([path, 'same-origin']);
    }
    const policy = String((await ask({ headers: { Cookie } })).headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
    const open = String((await ask({ path: '/open' })).headers['content-security-policy']);
    expect(open).not.toContain('unsafe');
  });

  test('every route of the app gets the page, and never a stale one', async () => {
    const Cookie = await signIn();
    const first = await ask({ path: '/tasks/0197', headers: { Cookie } });
    expect(first.status).toBe(200);
    expect(first.body.toString()).toBe(PAGE);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const again = await ask({ path: '/', headers: { Cookie, 'If-None-Match': String(first.headers.etag) } });
    expect(again.status).toBe(304);
    await writeFile(join(folder, 'index.html'), `${PAGE}<!-- built again -->`);
    await writeFile(join(folder, 'assets', 'index-Zz81_bbb.js'), 'export {};');
    expect((await ask({ headers: { Cookie } })).body.toString()).toContain('built again');
    expect((await ask({ path: '/assets/index-Zz81_bbb.js', headers: { Cookie } })).status).toBe(200);
  });

  test('files named by their content are kept for good and sent compressed', async () => {
    const Cookie = await signIn();
    const path = '/assets/index-B1x9_aZq.js';
    const get = (encoding: string): Promise<Answer> =>
      ask({ path, headers: { Cookie, 'Accept-Encoding': encoding } });
    const brotli = await get('gzip, deflate, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.headers['cache-control']).toContain('immutable');
    expect(brotli.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(brotliDecompressSync(brotli.body).toString()).toBe(SCRIPT);
    const gzip = await get('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
    const plain = await get('');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(SCRIPT);
    expect((await ask({ method: 'HEAD', path, headers: { Cookie } })).body).toHaveLength(0);
  });

  test('the connecting page speaks the language of the browser', async () => {
    const page = async (language: string): Promise<string> =>
      (await ask({ path: '/open', headers: { 'Accept-Language': language } })).body.toString();
    expect(await page('it-IT,it;q=0.9,en;q=0.8')).toContain('Apro Adiuva');
    expect(await page('de-DE,de')).toContain('Opening Adiuva');
  });
});

describe('the app behind it', () => {
  async function connect() {
    const headers = { Origin: host.origin, Cookie: await signIn() };
    class Browser extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers });
      }
    }
    const socket = createWSClient({
      url: `ws://127.0.0.1:${host.port}/trpc`,
      // The same class with the headers that a browser sends by itself.
      WebSocket: Browser as unknown as typeof globalThis.WebSocket,
      retryDelayMs: () => 20,
    });
    return { socket, client: createTRPCClient<typeof router>({ links: [wsLink({ client: socket })] }) };
  }

  test('answers queries, mutations and subscriptions over the WebSocket only', async () => {
    const { socket, client } = await connect();
    expect(await client.echo.query('ciao')).toBe('ciao');
    const before = pings;
    expect(await client.count.mutate()).toBe(before + 1);
    const seen: number[] = [];
    const three = Promise.withResolvers<void>();
    const subscription = client.ticks.subscribe(undefined, {
      onData: (tick) => {
        seen.push(tick);
        if (seen.length === 3) three.resolve();
      },
    });
    await three.promise;
    subscription.unsubscribe();
    expect(seen.slice(0, 3)).toEqual([0, 1, 2]);
    await socket.close();
    const Cookie = await signIn();
    expect((await ask({ path: '/trpc/count', headers: { Cookie } })).body.toString()).not.toContain('result');
    expect((await ask({ path: '/trpc', headers: { Cookie } })).status).toBe(426);
    expect(pings).toBe(before + 1);
  });

  test('stops in time with pages still connected', async () => {
    const { socket, client } = await connect();
    await client.echo.query('here');
    const startedAt = performance.now();
    await host.close();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await expect(ask({ path: '/health' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await socket.close();
  });
});
