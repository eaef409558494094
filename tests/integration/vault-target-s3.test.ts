import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { blobContract, collect } from '../support/blob-contract.ts';
import { startBlobServer, type BlobServer } from '../support/blob-server.ts';

let server: BlobServer;
beforeAll(async () => {
  server = await startBlobServer({ pageSize: 7 });
});
afterAll(() => server.stop());

describe('a bucket by its path keeps what every target promises', () => {
  blobContract(() => server.target());
});

describe('a bucket by its own host name too', () => {
  beforeAll(() => server.objects.clear());
  blobContract(() => server.target({ isPathStyle: false }));
});

describe('a bucket', () => {
  beforeEach(() => {
    server.objects.clear();
    server.clearFaults();
  });
  test('takes a large object in parts, and nothing where a part or a condition fails', async () => {
    const target = server.target();
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'large ');
    const { etag } = await target.put('g1/large', bytes, { ifMatch: null });
    expect((await target.get('g1/large')).bytes).toHaveLength(bytes.length);
    expect((await target.stat('g1/large'))?.etag).toBe(etag);
    const again = target.put('g1/large', bytes, { ifMatch: null });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    const absent = target.put('g1/absent', bytes, { ifMatch: etag });
    await expect(absent).rejects.toMatchObject({ code: 'conflict' });
    server.fault({ kind: 'status', status: 500, method: 'PUT', name: /other/, times: 1 });
    await expect(target.put('g1/other', bytes, {})).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.objects.has('g1/other')).toBe(false);
  });

  test('is told apart by what it answers, with the wait that it asked for', async () => {
    const target = server.target();
    const answers = [
      [429, '7', 'rate_limited', 7_000],
      [503, '1', 'unreachable', 1_000],
      [507, undefined, 'quota_exceeded', undefined],
      [401, undefined, 'sign_in_refused', undefined],
      [301, undefined, 'invalid_input', undefined],
    ] as const;
    for (const [status, retryAfter, code, retryAfterMs] of answers) {
      server.fault({ kind: 'status', status, times: 1, ...(retryAfter && { retryAfter }) });
      // A redirect is one only with an address.
      await expect(target.get('head')).rejects.toMatchObject({
        code,
        details: { ...(retryAfterMs && { retryAfterMs }) },
      });
    }
    server.fault({ kind: 'halfAnswer', method: 'GET', name: /cut/ });
    await target.put('g1/cut', Buffer.alloc(100_000), {});
    await expect(target.get('g1/cut')).rejects.toMatchObject({ code: 'unreachable' });
    server.clearFaults();
  });

  test('is followed where this machine has the wrong date', async () => {
    const days = 40 * 86_400_000;
    server.setClock(days);
    const target = server.target();
    await target.put('g1/later', Buffer.from('x'), {});
    expect(Math.abs((await target.now()) - Date.now() - days)).toBeLessThan(10_000);
    expect((await target.stat('g1/later'))?.modifiedAtMs).toBeGreaterThan(Date.now() + days - 10_000);
    server.setClock(0);
  });

  test('never sees the key, nor does the ledger see more than the host', async () => {
    const before = server.requests.length;
    await collect(server.target(), 'g1/');
    const seen = JSON.stringify([server.requests.slice(before), server.ledger]);
    expect(seen).not.toContain('a-secret');
    expect(server.ledger.at(-1)).toMatchObject({ feature: 'backup', host: '127.0.0.1', port: server.port });
  });
});
