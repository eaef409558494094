import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEgress, createOfflineSwitch } from '#main/engine/egress/index.ts';
import { checkTarget } from '#main/engine/vault/targets/check-target.ts';
import { createThrottle } from '#main/engine/vault/targets/throttle.ts';
import { createTransfer, type Upload, type UploadProgress } from '#main/engine/vault/targets/transfer.ts';
import { blobContract } from '../support/blob-contract.ts';
import { startBlobServer, type BlobServer } from '../support/blob-server.ts';

let server: BlobServer;
beforeAll(async () => {
  server = await startBlobServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clearFaults();
  server.objects.clear();
  server.requests.splice(0);
});

const quick = { retryBaseMs: 5 };
const puts = () => server.requests.filter(({ method }) => method === 'PUT').length;

function packs(count: number, sizeBytes = 10_000): readonly Upload[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `g1/packs/p${index}`,
    sizeBytes,
    read: () => Buffer.alloc(sizeBytes, index),
  }));
}

describe('a transfer keeps what every target promises', () => {
  blobContract(() => createTransfer(server.target(), quick));
});

describe('what fails on the way', () => {
  test.each(['cutBefore', 'cutAfter', 'status'] as const)('%s is tried again', async (kind) => {
    server.fault({ kind, status: 500, method: 'PUT', times: 2 });
    const sent = await createTransfer(server.target(), quick).send(packs(3));
    expect(sent).toEqual({ objects: 3, bytes: 30_000, objectsThere: 0, bytesThere: 0 });
    expect([server.objects.size, puts()]).toEqual([3, 5]);
    server.fault({ kind: 'halfAnswer', method: 'GET', times: 2 });
    const { bytes } = await createTransfer(server.target(), quick).get('g1/packs/p1');
    expect(bytes).toEqual(Buffer.alloc(10_000, 1));
  });

  test('and is told when it stays so, with what was tried', async () => {
    server.fault({ kind: 'status', status: 503 });
    const transfer = createTransfer(server.target(), quick);
    await expect(transfer.send(packs(1))).rejects.toMatchObject({ code: 'unreachable' });
    expect(puts()).toBe(4);
  });

  test.each([
    [507, 'quota_exceeded'],
    [401, 'sign_in_refused'],
  ] as const)('%s is asked once', async (status, code) => {
    server.fault({ kind: 'status', status });
    const sent = createTransfer(server.target(), { ...quick, parallel: 1 }).send(packs(5));
    await expect(sent).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });

  test('a wait that was asked for is kept, and one too long is handed on', async () => {
    server.fault({ kind: 'status', status: 429, retryAfter: '1', times: 1 });
    const transfer = createTransfer(server.target(), quick);
    const startedAt = performance.now();
    await transfer.put('g1/packs/a', Buffer.from('a'), {});
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    server.fault({ kind: 'status', status: 429, retryAfter: '3600', times: 1 });
    await expect(transfer.put('g1/packs/b', Buffer.from('b'), {})).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 3_600_000 },
    });
  });

  test('a change of the head whose answer was lost is known as ours; another’s is not', async () => {
    const transfer = createTransfer(server.target(), { retryBaseMs: 400 });
    server.fault({ kind: 'cutAfter', method: 'PUT', times: 1 });
    const { etag } = await transfer.put('head', Buffer.from('one'), { ifMatch: null });
    expect(server.objects.get('head')?.etag).toBe(etag);
    server.fault({ kind: 'cutBefore', method: 'PUT', times: 1 });
    const mine = transfer.put('head', Buffer.from('mine'), { ifMatch: etag });
    await expect.poll(puts).toBe(3);
    await server.target().put('head', Buffer.from('theirs'), { ifMatch: etag });
    await expect(mine).rejects.toMatchObject({ code: 'conflict' });
    expect(server.objects.get('head')?.bytes.toString()).toBe('theirs');
  });
});

describe('sending', () => {
  test('takes so many at a time and no more into memory', async () => {
    let inMemory = 0;
    let most = 0;
    const counted = packs(20).map((pack) => ({
      ...pack,
      read: () => {
        inMemory += 1;
        most = Math.max(most, inMemory);
        return pack.read();
      },
    }));
    const told: UploadProgress[] = [];
    await createTransfer(server.target(), { ...quick, parallel: 4 }).send(counted, {
      onSent: () => void (inMemory -= 1),
      onProgress: (progress) => told.push(progress),
    });
    expect(most).toBe(4);
    expect(told.map(({ objects }) => objects)).toEqual(packs(20).map((_, index) => index + 1));
  });

  test('goes on where it was stopped', async () => {
    const transfer = createTransfer(server.target(), quick);
    const controller = new AbortController();
    const stopped = transfer.send(packs(12), {
      signal: controller.signal,
      onProgress: ({ objects }) => objects === 5 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const there = await transfer.listThere('g1/packs/');
    expect(there.size).toBeGreaterThanOrEqual(5);
    expect(there.size).toBeLessThan(12);
    const before = puts();
    const sent = await transfer.send(packs(12), { there });
    expect(sent).toMatchObject({ objects: 12, objectsThere: there.size });
    expect(puts() - before).toBe(12 - there.size);
    expect(server.objects.size).toBe(12);
  });

  test('keeps below the rate, both ways, for all parts together', async () => {
    const throttle = createThrottle(() => 1_000_000);
    const transfer = createTransfer(server.target({ throttle }), quick);
    const seconds = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      return (performance.now() - startedAt) / 1000;
    };
    expect(await seconds(() => transfer.send(packs(6, 200_000)))).toBeGreaterThan(1.0);
    const names = packs(4).map(({ name }) => name);
    expect(await seconds(() => Promise.all(names.map((name) => transfer.get(name))))).toBeGreaterThan(0.6);
  });

  test('stops at once when the network is switched off', async () => {
    const offline = createOfflineSwitch();
    const egress = createEgress({ ledger: { note: () => {} }, offline });
    const throttle = createThrottle(() => 200_000);
    const transfer = createTransfer(server.target({ egress, throttle }), quick);
    const sending = transfer.send(packs(20, 200_000), { onProgress: () => offline.set(true) });
    await expect(sending).rejects.toMatchObject({ code: 'offline' });
    expect(server.objects.size).toBeLessThan(4);
  });
});

describe('a place is looked at before it is trusted', () => {
  test('a good one is, and is left as it was', async () => {
    await checkTarget(server.target());
    expect(server.objects.size).toBe(0);
  });

  test.each([
    ['ignoreConditions', 'overwrites'],
    ['flip', 'other bytes'],
    ['wrongEtag', 'Another device'],
  ] as const)('one that lies is not: %s', async (kind, why) => {
    server.fault({ kind });
    await expect(checkTarget(server.target())).rejects.toThrow(why);
  });

  test('one that keeps nothing is not', async () => {
    server.fault({ kind: 'lose', method: 'PUT' });
    await expect(checkTarget(server.target())).rejects.toMatchObject({ code: 'not_found' });
  });
});
