import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createEgress, kindOfAddress, type EgressEntry, type Permit } from './index.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ host: string; port: number; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const { port } = address;
  return { host: '127.0.0.1', port, url: `http://127.0.0.1:${port}/` };
}

function makeEgress(resolver?: (host: string) => Promise<readonly string[]>) {
  const ledger: EgressEntry[] = [];
  const egress = createEgress({
    ledger: { note: (entry) => ledger.push(entry) },
    ...(resolver === undefined ? {} : { resolver }),
  });
  return { egress, ledger };
}

const anywhere: Permit = { feature: 'test', hosts: 'any-public', configured: [] };
const limits = { timeoutMs: 5_000, maxBytes: 100_000 };

describe('addresses', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['169.254.169.254', 'link_local'],
    ['100.64.0.1', 'shared'],
    ['0.0.0.0', 'reserved'],
    ['::1', 'loopback'],
    ['fd00:ec2::254', 'private'],
    ['fe80::1%eth0', 'link_local'],
    ['::ffff:127.0.0.1', 'reserved'],
    ['::ffff:8.8.8.8', 'reserved'],
    ['64:ff9b::7f00:1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:4700::1111', 'public'],
  ])('%s is %s', (address, kind) => {
    // Mapped addresses are refused whichever rule finds them first.
    if (kind === 'reserved') expect(kindOfAddress(address)).not.toBe('public');
    else expect(kindOfAddress(address)).toBe(kind);
  });
});

describe('a name', () => {
  test('with one face outside and one inside is refused and noted', async () => {
    const { egress, ledger } = makeEgress(async () => ['8.8.8.8', '127.0.0.1']);
    const asked = egress.resolve({ host: 'two-faced.example', port: 443 }, anywhere);
    await expect(asked).rejects.toMatchObject({ code: 'egress_refused' });
    expect(ledger).toMatchObject([{ host: 'two-faced.example', outcome: 'refused' }]);
  });

  test('that is on no list is not even looked up', async () => {
    let lookups = 0;
    const { egress } = makeEgress(async () => {
      lookups += 1;
      return ['8.8.8.8'];
    });
    const permit: Permit = { feature: 'test', hosts: ['good.example'], configured: [] };
    await expect(egress.resolve({ host: 'bad.example', port: 443 }, permit)).rejects.toMatchObject({
      code: 'egress_refused',
    });
    expect(lookups).toBe(0);
    const found = await egress.resolve({ host: 'GOOD.example.', port: 443 }, permit);
    expect(found).toMatchObject({ address: '8.8.8.8', servername: 'good.example', isPublic: true });
  });

  test('that was typed in may lie here, at its port and no other', async () => {
    const { egress } = makeEgress();
    const permit: Permit = { ...anywhere, configured: [{ host: '127.0.0.1', port: 143 }] };
    expect(await egress.resolve({ host: '127.0.0.1', port: 143 }, permit)).toMatchObject({ isPublic: false });
    await expect(egress.resolve({ host: '127.0.0.1', port: 144 }, permit)).rejects.toThrow('was refused');
  });
});

describe('a request', () => {
  test('may not be sent on to where it could not have gone itself', async () => {
    const hidden = await serve((_, response) => response.end('inside'));
    const door = await serve((_, response) => response.writeHead(302, { location: hidden.url }).end());
    const { egress } = makeEgress();
    const permit: Permit = { ...anywhere, configured: [door] };
    await expect(egress.fetch(door.url, {}, permit, limits)).rejects.toMatchObject({
      code: 'egress_refused',
    });
  });

  test('leaves its credentials behind when the origin changes', async () => {
    let seen: string | undefined = 'nothing asked';
    const second = await serve((request, response) => {
      seen = request.headers.authorization;
      response.end('there');
    });
    const first = await serve((_, response) => response.writeHead(307, { location: second.url }).end());
    const { egress, ledger } = makeEgress();
    const permit: Permit = { ...anywhere, configured: [first, second] };
    const headers = { authorization: 'Basic c2VjcmV0' };
    const response = await egress.fetch(first.url, { headers }, permit, limits);
    expect([await response.text(), response.url, seen]).toEqual(['there', second.url, undefined]);
    expect(ledger.map(({ port, outcome }) => [port, outcome])).toEqual([
      [first.port, 'done'],
      [second.port, 'done'],
    ]);
  });

  test('ends: at the fifth redirect, at its size after unpacking, at its time', async () => {
    const { egress } = makeEgress();
    const ring = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    const around = egress.fetch(ring.url, {}, { ...anywhere, configured: [ring] }, limits);
    await expect(around).rejects.toThrow('without end');
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const packed = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const unpacked = egress.fetch(packed.url, {}, { ...anywhere, configured: [packed] }, limits);
    await expect(unpacked).rejects.toMatchObject({ code: 'payload_too_large' });
    const silent = await serve(() => {});
    const short = { ...limits, timeoutMs: 200 };
    const waited = egress.fetch(silent.url, {}, { ...anywhere, configured: [silent] }, short);
    await expect(waited).rejects.toMatchObject({ code: expect.stringMatching(/unreachable|cancelled/) });
  });

  test('in the clear goes only to what was typed in', async () => {
    const { egress } = makeEgress(async () => ['8.8.8.8']);
    await expect(egress.fetch('http://plain.example/', {}, anywhere, limits)).rejects.toThrow('only https');
    await expect(egress.fetch('file:///etc/passwd', {}, anywhere, limits)).rejects.toMatchObject({
      code: 'egress_refused',
    });
  });
});
