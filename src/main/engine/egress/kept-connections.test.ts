import { createServer, request, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createEgress, createOfflineSwitch, type EgressEntry, type Permit } from './index.ts';
import { KeptConnections } from './kept-connections.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const HOST = 'models.example';
const limits = { timeoutMs: 5_000, maxBytes: 100_000 };

const echo: RequestListener = (incoming, response) =>
  void incoming.on('data', () => {}).on('end', () => response.end('an answer'));

async function listen(server: Server) {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens at a port
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const permit: Permit = { feature: 'test', hosts: [], configured: [{ host: HOST, port }], keepsOpen: true };
  const ended = () => sockets.filter(({ closed }) => closed).length;
  return { port, permit, url: `http://${HOST}:${port}/`, opened: () => sockets.length, ended };
}

function serve(listener: RequestListener = echo) {
  const server = createServer(listener);
  // What it says of itself leaves a connection open for one second here.
  server.keepAliveTimeout = 2_000;
  return listen(server);
}

function makeEgress() {
  const ledger: EgressEntry[] = [];
  const lookups: string[] = [];
  const offline = createOfflineSwitch();
  const egress = createEgress({
    offline,
    ledger: { note: (entry) => ledger.push(entry) },
    resolver: async (host) => {
      lookups.push(host);
      return ['127.0.0.1'];
    },
  });
  const ask = async (url: string, permit: Permit, body = 'a question') =>
    (await egress.fetch(url, { method: 'POST', body }, permit, limits)).text();
  return { egress, ask, ledger, lookups, offline };
}

const bytesOf = (ledger: readonly EgressEntry[]) =>
  ledger.map(({ sentBytes, receivedBytes, outcome }) => [sentBytes, receivedBytes, outcome]);

describe('a connection that is kept', () => {
  test('carries one request after the other, streamed or not, and each has its row', async () => {
    const server = await serve();
    const { egress, ask, ledger, lookups } = makeEgress();
    expect(await ask(server.url, server.permit)).toBe('an answer');
    const stream = await egress.stream(server.url, { method: 'POST', body: 'more of it' }, server.permit, {
      firstByteMs: 1_000,
      idleMs: 1_000,
      maxBytes: 1_000,
    });
    expect(await stream.text()).toBe('an answer');
    let sent = 0;
    await egress.fetch(server.url, {}, server.permit, { ...limits, onSent: () => (sent += 1) });
    expect([server.opened(), lookups, sent]).toEqual([1, [HOST], 1]);
    expect(bytesOf(ledger)).toEqual([
      [10, 9, 'done'],
      [10, 9, 'done'],
      [0, 9, 'done'],
    ]);
  });

  test('closes when it is idle, and the next one is looked up and looked at anew', async () => {
    const server = await serve();
    const { ask, lookups } = makeEgress();
    await ask(server.url, server.permit);
    await expect.poll(server.ended, { timeout: 1_900 }).toBe(1);
    await ask(server.url, server.permit);
    expect([server.opened(), lookups.length]).toEqual([2, 2]);
  });

  test('is not opened by whoever has not asked for it', async () => {
    const server = await serve();
    const { ask, lookups } = makeEgress();
    const once = { ...server.permit, keepsOpen: false };
    for (const permit of [server.permit, once, once]) await ask(server.url, permit);
    expect([server.opened(), lookups.length]).toEqual([3, 3]);
  });

  test('is given to nobody who could not have opened it', async () => {
    const server = await serve();
    const { port, permit } = server;
    const kept = new KeptConnections();
    const going = { url: new URL(server.url), permit, trustedCertificate: null };
    const to = { host: HOST, port, address: '127.0.0.1', servername: HOST, isPublic: false };
    const { agent } = kept.open(going, to, new AbortController().signal);
    const answered = new Promise((resolve) => agent.once('free', resolve));
    request({ host: to.address, port, agent }, (response) => response.resume()).end();
    await answered;
    expect(kept.find(going)).toMatchObject({ to });
    expect(kept.find({ ...going, trustedCertificate: 'another' })).toBeUndefined();
    const others: Permit[] = [
      { ...permit, configured: [], hosts: 'any-public' },
      { ...permit, configured: [], hosts: [HOST] },
      { ...permit, configured: [] },
      { ...permit, isThisMachineOnly: true },
      { ...permit, keepsOpen: false },
    ];
    expect(others.map((one) => kept.find({ ...going, permit: one }))).toEqual(others.map(() => undefined));
  });
});

describe('ends', () => {
  test('the moment that offline is switched on, but for what stays on this machine', async () => {
    const server = await serve();
    const { ask, ledger, lookups, offline } = makeEgress();
    const { port } = server;
    const own = { ...server.permit, configured: [{ host: '127.0.0.1', port }], isThisMachineOnly: true };
    const here = `http://127.0.0.1:${port}/`;
    await ask(server.url, server.permit);
    await ask(here, own);
    offline.set(true);
    await expect.poll(server.ended).toBe(1);
    await expect(ask(server.url, server.permit)).rejects.toMatchObject({ code: 'offline' });
    await ask(here, own);
    expect([server.opened(), server.ended(), lookups.length]).toEqual([2, 1, 1]);
    offline.set(false);
    await ask(server.url, server.permit);
    expect([server.opened(), lookups.length]).toEqual([3, 2]);
    expect(ledger.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'refused', 'done', 'done']);
  });

  test('when it is let go: at once where it is idle, else with the answer that it waits for', async () => {
    let answer = () => {};
    const server = await serve((incoming, response) => {
      if (incoming.url !== '/slow') return echo(incoming, response);
      answer = () => response.end('late');
      return undefined;
    });
    const { egress, ask } = makeEgress();
    const slow = ask(`${server.url}slow`, server.permit);
    await expect.poll(server.opened).toBe(1);
    await ask(server.url, server.permit);
    egress.letGo();
    await expect.poll(server.ended).toBe(1);
    answer();
    expect(await slow).toBe('late');
    await expect.poll(server.ended).toBe(2);
    await ask(server.url, server.permit);
    expect(server.opened()).toBe(3);
  });

  test('at the other end while a request is on its way: that one is sent once more, over a new one', async () => {
    const server = await listen(
      createSocketServer((socket) => {
        let requests = 0;
        socket.on('data', () => {
          requests += 1;
          if (requests > 1) socket.destroy();
          else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
        });
      }),
    );
    const { ask, ledger } = makeEgress();
    expect([await ask(server.url, server.permit), await ask(server.url, server.permit)]).toEqual([
      'ok',
      'ok',
    ]);
    expect(server.opened()).toBe(2);
    // Nobody can say how much of the second one arrived the first time.
    expect(bytesOf(ledger)).toEqual([
      [10, 2, 'done'],
      [10, 0, 'failed'],
      [10, 2, 'done'],
    ]);
  });

  test('before it ever answered: that is told and not tried again', async () => {
    const server = await listen(createSocketServer((socket) => socket.on('data', () => socket.destroy())));
    const { ask } = makeEgress();
    await expect(ask(server.url, server.permit)).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.opened()).toBe(1);
  });
});
