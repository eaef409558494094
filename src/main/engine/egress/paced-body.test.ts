import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createEgress, type Permit } from './index.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Answers with how many bytes came; refuses at once what is sent to `/refused`. */
async function serve(): Promise<{ url: string; permit: Permit }> {
  const server = createServer((request, response) => {
    if (request.url === '/refused') return void response.writeHead(401).end('no');
    if (request.url === '/silent') return;
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
    });
    request.on('end', () => response.end(String(size)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const host = { host: '127.0.0.1', port: address.port };
  return {
    url: `http://127.0.0.1:${address.port}/`,
    permit: { feature: 'test', hosts: [], configured: [host] },
  };
}

const egress = createEgress({ ledger: { note: () => {} } });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a body goes at its pace, and the wait for it is not taken for silence', async () => {
  const { url, permit } = await serve();
  const asked: number[] = [];
  const pace = async (bytes: number) => {
    asked.push(bytes);
    await sleep(60);
  };
  const limits = { firstByteMs: 150, idleMs: 500, maxBytes: 1_000, pace };
  const init = { method: 'PUT', body: Buffer.alloc(300_000) };
  const response = await egress.stream(url, init, permit, limits);
  expect(await response.text()).toBe('300000');
  expect(asked).toEqual([65_536, 65_536, 65_536, 65_536, 37_856]);
});

test('what is refused on the way, stands still or is stopped ends', async () => {
  const { url, permit } = await serve();
  const limits = {
    firstByteMs: 300,
    idleMs: 300,
    maxBytes: 1_000,
    pace: () => sleep(5).then(() => undefined),
  };
  const init = { method: 'PUT', body: Buffer.alloc(200_000) };
  const refused = await egress.stream(`${url}refused`, init, permit, limits);
  expect([refused.status, await refused.text()]).toEqual([401, 'no']);
  await expect(egress.stream(`${url}silent`, init, permit, limits)).rejects.toMatchObject({
    code: 'unreachable',
  });
  const signal = AbortSignal.timeout(50);
  const never = { ...limits, firstByteMs: 5_000, signal, pace: () => sleep(20).then(() => undefined) };
  const large = { method: 'PUT', body: Buffer.alloc(2_000_000) };
  await expect(egress.stream(url, large, permit, never)).rejects.toMatchObject({ code: 'unreachable' });
});
