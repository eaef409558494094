import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createEgress, createOfflineSwitch, type EgressEntry, type Permit } from './index.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(listener: RequestListener) {
  let connections = 0;
  const server = createServer(listener);
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const { port } = address;
  const permit: Permit = {
    feature: 'test',
    hosts: [],
    configured: [{ host: '127.0.0.1', port }],
    traceId: 'trace',
  };
  return { permit, url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

function makeEgress(resolver?: (host: string) => Promise<readonly string[]>) {
  const ledger: EgressEntry[] = [];
  const offline = createOfflineSwitch();
  const egress = createEgress({
    offline,
    ledger: { note: (entry) => ledger.push(entry) },
    ...(resolver === undefined ? {} : { resolver }),
  });
  return { egress, ledger, offline };
}

const limits = { firstByteMs: 5_000, idleMs: 5_000, maxBytes: 100_000 };

async function textOf(chunk: Promise<ReadableStreamReadResult<Uint8Array>>): Promise<string> {
  return Buffer.from((await chunk).value ?? []).toString();
}

function readerOf(response: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (response.body === null) throw new Error('no body');
  return response.body.getReader();
}

test('each piece is there before the next one is sent', async () => {
  let answer: ServerResponse | undefined;
  const server = await serve((_, response) => {
    answer = response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('one');
  });
  const { egress, ledger } = makeEgress();
  const response = await egress.stream(server.url, {}, server.permit, limits);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = readerOf(response);
  expect(await textOf(reader.read())).toBe('one');
  expect(ledger).toEqual([]);
  answer?.end('second');
  expect(await textOf(reader.read())).toBe('second');
  expect((await reader.read()).done).toBe(true);
  expect(ledger).toMatchObject([
    { feature: 'test', sentBytes: 0, receivedBytes: 9, outcome: 'done', traceId: 'trace', runId: null },
  ]);
});

test('the ledger has the bytes of both bodies as the server counted them, packed or cut off', async () => {
  const seen: { received: number; sent: number }[] = [];
  const packed = gzipSync(Buffer.alloc(20_000, 'word '));
  const server = await serve((request, response) => {
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => {
      const isCut = request.url === '/cut';
      const body = isCut ? Buffer.from('some of') : packed;
      seen.push({ received, sent: body.length });
      response.writeHead(200, isCut ? {} : { 'content-encoding': 'gzip' });
      response.write(body, () => (isCut ? setTimeout(() => response.destroy(), 30) : response.end()));
    });
  });
  const { egress, ledger } = makeEgress();
  const init = { method: 'POST', body: 'perché no? '.repeat(3_000) };
  const whole = await egress.stream(server.url, init, server.permit, limits);
  expect((await whole.arrayBuffer()).byteLength).toBe(20_000);
  const cut = await egress.stream(`${server.url}cut`, init, server.permit, limits);
  await expect(cut.text()).rejects.toMatchObject({ code: 'unreachable' });
  const small = await egress
    .fetch(server.url, init, server.permit, { timeoutMs: 5_000, maxBytes: 19_999 })
    .catch((error: unknown) => error);
  expect(small).toMatchObject({ code: 'payload_too_large' });
  expect(seen).toHaveLength(3);
  expect(
    ledger.map(({ sentBytes, receivedBytes }) => ({ received: sentBytes, sent: receivedBytes })),
  ).toEqual(seen);
  expect(ledger.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'failed']);
});

test('nothing counts as sent where no connection was made', async () => {
  const { egress, ledger } = makeEgress();
  const gone = await serve(() => {});
  await open.pop()?.();
  const asked = egress.stream(gone.url, { method: 'POST', body: 'secret' }, gone.permit, limits);
  await expect(asked).rejects.toMatchObject({ code: 'unreachable' });
  expect(ledger).toMatchObject([{ sentBytes: 0, receivedBytes: 0, outcome: 'failed' }]);
});

test('waits so long for the first byte, so long for the next, and takes so much', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/silent') return;
    response.writeHead(200);
    if (request.url === '/head') response.flushHeaders();
    else response.write('x'.repeat(request.url === '/large' ? 2_000 : 10));
  });
  const { egress, ledger } = makeEgress();
  const tight = { firstByteMs: 150, idleMs: 100, maxBytes: 1_000 };
  const ask = (path: string) => egress.stream(`${server.url}${path}`, {}, server.permit, tight);
  await expect(ask('silent')).rejects.toThrow('did not answer in time');
  await expect((await ask('head')).text()).rejects.toThrow('stopped in the middle');
  await expect((await ask('large')).text()).rejects.toMatchObject({ code: 'payload_too_large' });
  const slow = readerOf(await ask('slow'));
  await slow.read();
  // A reader that takes its time is not the server's silence.
  await sleep(200);
  await expect(slow.read()).rejects.toMatchObject({ code: 'unreachable' });
  expect(ledger.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'failed']);
});

test('leaving the body, or a signal, ends the connection', async () => {
  const ended: string[] = [];
  const server = await serve((request, response) => {
    response.writeHead(200).write('first');
    request.on('close', () => ended.push(request.url ?? ''));
  });
  const { egress, ledger } = makeEgress();
  const left = readerOf(await egress.stream(`${server.url}left`, {}, server.permit, limits));
  await left.read();
  await left.cancel();
  const controller = new AbortController();
  const stopped = readerOf(
    await egress.stream(`${server.url}stopped`, { signal: controller.signal }, server.permit, limits),
  );
  await stopped.read();
  setTimeout(() => controller.abort(), 20);
  await expect(stopped.read()).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => ended).toEqual(['/left', '/stopped']);
  expect(ledger.map(({ outcome, receivedBytes }) => [outcome, receivedBytes])).toEqual([
    ['done', 5],
    ['failed', 5],
  ]);
});

test('what stays on this machine outlives the switch, and reaches nothing else', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/away')
      return void response.writeHead(307, { location: `http://10.0.0.7:${request.socket.localPort}/` }).end();
    response.writeHead(200).write('first');
    request.on('data', () => undefined).on('end', () => setTimeout(() => response.end(' last'), 30));
  });
  let lookups = 0;
  const { egress, ledger, offline } = makeEgress(async () => {
    lookups += 1;
    return ['127.0.0.1'];
  });
  const { port } = new URL(server.url);
  const configured = ['127.0.0.1', 'localhost', '10.0.0.7', 'here.example', '0.0.0.0'].map((host) => ({
    host,
    port: Number(port),
  }));
  const here: Permit = { feature: 'test', hosts: [], configured, isThisMachineOnly: true };
  const open = await egress.stream(`http://localhost:${port}/`, {}, here, limits);
  offline.set(true);
  expect(await open.text()).toBe('first last');
  expect(await (await egress.stream(server.url, {}, here, limits)).text()).toBe('first last');
  for (const url of ['http://10.0.0.7', 'http://here.example', 'http://0.0.0.0']) {
    const asked = egress.stream(`${url}:${port}/`, {}, here, limits);
    await expect(asked).rejects.toMatchObject({ code: 'egress_refused' });
  }
  await expect(egress.stream(`${server.url}away`, {}, here, limits)).rejects.toMatchObject({
    code: 'egress_refused',
  });
  expect([lookups, server.connections()]).toEqual([0, 3]);
  expect(ledger.filter(({ outcome }) => outcome === 'refused')).toHaveLength(4);
});

test('the switch ends what is open, and lets no name be looked up until it is off again', async () => {
  const server = await serve((_, response) => void response.writeHead(200).write('first'));
  let lookups = 0;
  const { egress, ledger, offline } = makeEgress(async () => {
    lookups += 1;
    return ['8.8.8.8'];
  });
  const reader = readerOf(await egress.stream(server.url, {}, server.permit, limits));
  await reader.read();
  const ended = egress.ended();
  offline.set(true);
  expect(ended.aborted).toBe(true);
  await expect(reader.read()).rejects.toMatchObject({ code: 'offline' });
  const anywhere: Permit = { feature: 'test', hosts: 'any-public', configured: [] };
  for (const asked of [
    () => egress.resolve({ host: 'name.example', port: 993 }, anywhere),
    () => egress.fetch('https://name.example/', {}, anywhere, { timeoutMs: 1_000, maxBytes: 10 }),
    () => egress.stream(server.url, {}, server.permit, limits),
  ]) {
    await expect(asked()).rejects.toMatchObject({ code: 'offline' });
  }
  expect([lookups, server.connections()]).toEqual([0, 1]);
  expect(ledger.map(({ outcome }) => outcome)).toEqual(['failed', 'refused', 'refused', 'refused']);
  offline.set(false);
  expect(egress.ended().aborted).toBe(false);
  const again = await egress.stream(server.url, {}, server.permit, limits);
  expect(await textOf(readerOf(again).read())).toBe('first');
});
