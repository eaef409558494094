import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  contentDigest,
  objectPath,
  sha256Of,
  signUp,
  type TestCloud,
  type TestDevice,
} from '../support/cloud.ts';
import { DATABASES, prepare, type CloudFixture } from './databases.ts';

const BACKUP = '/api/v1/backup';
const DAY_MS = 24 * 60 * 60_000;
const NEW = { 'if-none-match': '*' };

describe.each(DATABASES)('objects, with the %s database', (database) => {
  let fixture: CloudFixture;
  let cloud: TestCloud;
  let device: TestDevice;

  beforeAll(async () => {
    fixture = await prepare(database);
    cloud = await fixture.start({ quotaBytes: { free: 0, pro: 5500, power: 50_000, team: null } });
  });
  beforeEach(async () => {
    device = await signUp(cloud);
  });
  afterAll(() => fixture.end());

  const codeOf = ({ json }: { json: { error?: { code?: string } } }) => json.error?.code;
  const listNames = async (query = '') => {
    const { json } = await device.ask('GET', `${BACKUP}/vaults/default/objects${query}`);
    return json.objects.map(({ name }: { name: string }) => name);
  };
  const usage = async (of = device) => (await of.ask('GET', `${BACKUP}/usage`)).json;

  test('what was put is got back, in whole and in part', async () => {
    const bytes = randomBytes(300_000);
    const put = await device.put('g1/packs/whole', bytes, NEW);
    expect(put.status).toBe(201);
    expect(put.json).toMatchObject({ name: 'g1/packs/whole', sizeBytes: 300_000, sha256: sha256Of(bytes) });
    expect(put.headers.get('etag')).toBe(put.json.etag);

    const got = await device.ask('GET', objectPath('g1/packs/whole'));
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got.headers.get('etag')).toBe(put.json.etag);
    expect(got.headers.get('repr-digest')).toBe(contentDigest(bytes));
    expect(Number(got.headers.get('x-adiuva-modified-ms'))).toBe(put.json.modifiedAtMs);

    const range = async (header: string) =>
      device.ask('GET', objectPath('g1/packs/whole'), { headers: { range: header } });
    const part = await range('bytes=1000-1999');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/300000']);
    expect(part.bytes.equals(bytes.subarray(1000, 2000))).toBe(true);
    expect((await range('bytes=299990-')).bytes.equals(bytes.subarray(299_990))).toBe(true);
    expect((await range('bytes=299990-400000')).bytes).toHaveLength(10);
    expect(codeOf(await range('bytes=300000-'))).toBe('range_not_satisfiable');
    expect(codeOf(await range('bytes=1-2,5-6'))).toBe('invalid_input');

    const head = await device.ask('HEAD', objectPath('g1/packs/whole'));
    expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, '300000', 0]);
    expect((await device.ask('HEAD', objectPath('g1/packs/none'))).status).toBe(404);
    const empty = await device.put('g1/packs/empty', new Uint8Array(0), NEW);
    expect(empty.json).toMatchObject({ sizeBytes: 0, sha256: sha256Of(new Uint8Array(0)) });
    expect((await device.ask('GET', objectPath('g1/packs/empty'))).bytes).toHaveLength(0);
  });

  test('what is not whole is not kept', async () => {
    const before = await cloud.listBlobs();
    const bytes = randomBytes(50_000);
    const put = (headers: Record<string, string>) => device.put('g1/packs/not-whole', bytes, headers);
    expect(codeOf(await put({ 'content-digest': contentDigest(randomBytes(3)) }))).toBe('digest_mismatch');
    expect(codeOf(await put({ 'content-digest': 'md5=:AAAA:' }))).toBe('invalid_input');
    expect(await cutShort(cloud, device, bytes)).toBe('cut');
    expect((await device.ask('HEAD', objectPath('g1/packs/not-whole'))).status).toBe(404);
    // The server hears of a cut line a moment later.
    await expect.poll(() => cloud.listBlobs().then((ids) => ids.length)).toBe(before.length);
  });

  test('a body has to say how long it is, and may not be too long', async () => {
    const chunked = await sendRaw(cloud, device, {
      headers: { 'transfer-encoding': 'chunked' },
      chunks: [Buffer.from('a few bytes')],
    });
    expect(chunked).toBe('411');
    const huge = await sendRaw(cloud, device, { headers: { 'content-length': String(40 * 1024 * 1024) } });
    expect(huge).toBe('413');
  });

  test.each([
    '../up',
    'a//b',
    '/a',
    'a/',
    '.hidden',
    'a/../b',
    'a b',
    'a%2Fb',
    'a/b/c/d/e/f/g',
    'ä',
    'x'.repeat(201),
  ])('the name %s is refused', async (name) => {
    const body = Buffer.from('a few bytes');
    const headers = { 'content-length': String(body.length) };
    const path = encodeURI(`/api/v1/backup/vaults/default/objects/${name}`);
    expect(await sendRaw(cloud, device, { headers, path, chunks: [body] })).toBe('400');
  });

  test('of many who write the same new object at once, one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => device.put('g1/packs/raced', randomBytes(1000), NEW)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((left, right) => left - right);
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 412)]);
    const winner = answers.find(({ status }) => status === 201);
    const { headers, bytes } = await device.ask('GET', objectPath('g1/packs/raced'));
    expect([headers.get('etag'), sha256Of(bytes)]).toEqual([winner?.json.etag, winner?.json.sha256]);
  });

  test('the head moves by compare-and-swap only', async () => {
    const first = await device.put('head', randomBytes(100));
    expect([first.status, codeOf(first)]).toEqual([428, 'precondition_required']);
    expect(codeOf(await device.put('vault.json', randomBytes(100)))).toBe('precondition_required');
    expect(codeOf(await device.put('head', randomBytes(100), { 'if-match': '"none"' }))).toBe(
      'precondition_failed',
    );
    let { etag } = (await device.put('head', randomBytes(100), NEW)).json;
    let moves = 0;
    // Eight devices that each add one: none is lost.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (;;) {
          const present = await device.ask('GET', objectPath('head'));
          const next = await device.put('head', randomBytes(100), {
            'if-match': present.headers.get('etag') ?? '',
          });
          if (next.status === 200) {
            moves += 1;
            etag = next.json.etag;
            return;
          }
          expect(codeOf(next)).toBe('precondition_failed');
        }
      }),
    );
    expect(moves).toBe(8);
    const { json } = await device.ask('GET', `${BACKUP}/vaults/default/history?limit=5`);
    expect(json.entries).toHaveLength(5);
    const { json: rest } = await device.ask(
      'GET',
      `${BACKUP}/vaults/default/history?limit=5&cursor=${json.nextCursor}`,
    );
    expect(rest.entries).toHaveLength(4);
    expect(rest.nextCursor).toBeNull();
    const etags = [...json.entries, ...rest.entries].map(({ headEtag }) => headEtag);
    expect(new Set(etags).size).toBe(9);
    expect(etags).toContain(etag);
    expect(json.entries[0]).toMatchObject({ deviceId: device.id, deviceName: 'Laptop', headSizeBytes: 100 });
  });

  test('a write whose answer was lost can be sent again as it was', async () => {
    const bytes = randomBytes(1000);
    const headers = { ...NEW, 'idempotency-key': 'key-of-this-write' };
    const first = await device.put('g1/packs/again', bytes, headers);
    const again = await device.put('g1/packs/again', bytes, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
    // Other bytes are another write.
    expect((await device.put('g1/packs/again', randomBytes(1000), headers)).status).toBe(412);
  });

  test('lists go by name, by prefix and page by page', async () => {
    for (const name of ['list/b', 'list/a', 'list/B', 'list/a.b', 'lisu', 'list/a/b']) {
      await device.put(name, randomBytes(10), NEW);
    }
    const sorted = ['list/B', 'list/a', 'list/a.b', 'list/a/b', 'list/b'];
    expect(await listNames('?prefix=list/')).toEqual(sorted);
    expect(await listNames('?prefix=list/a')).toEqual(['list/a', 'list/a.b', 'list/a/b']);
    expect(await listNames('?prefix=list/_')).toEqual([]);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = `?prefix=list/&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { json } = await device.ask('GET', `${BACKUP}/vaults/default/objects${query}`);
      seen.push(...json.objects.map(({ name }: { name: string }) => name));
      cursor = json.nextCursor;
    }
    expect(seen).toEqual(sorted);
    expect(codeOf(await device.ask('GET', `${BACKUP}/vaults/default/objects?cursor=xyz`))).toBe(
      'invalid_input',
    );
    const { json } = await device.ask('GET', `${BACKUP}/vaults`);
    expect(json.vaults).toMatchObject([{ name: 'default' }]);
    expect(json.vaults[0].objectCount).toBe((await listNames()).length);
  });

  test('a deleted object is kept for seven days and can be taken back', async () => {
    const person = await signUp(cloud);
    const bytes = randomBytes(1000);
    const { etag } = (await person.put('g1/packs/gone', bytes, NEW)).json;
    const remove = (headers = {}) => person.ask('DELETE', objectPath('g1/packs/gone'), { headers });
    expect((await remove({ 'if-match': '"another"' })).status).toBe(412);
    expect((await remove({ 'if-match': etag })).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect(await usage(person)).toMatchObject({ usedBytes: 0, deletedBytes: 1000 });
    const deleted = await person.ask('GET', `${BACKUP}/vaults/default/deleted`);
    const [entry] = deleted.json.objects;
    expect(entry).toMatchObject({ name: 'g1/packs/gone', purgeAtMs: entry.deletedAtMs + 7 * DAY_MS });
    const restore = (id: string) => person.ask('POST', `${BACKUP}/vaults/default/deleted/${id}/restore`);
    const restored = await restore(entry.id);
    expect(restored.status).toBe(200);
    expect(restored.json.etag).not.toBe(etag);
    expect((await person.ask('GET', objectPath('g1/packs/gone'))).bytes.equals(bytes)).toBe(true);
    // One that is in use is not replaced unasked.
    await remove();
    await person.put('g1/packs/gone', randomBytes(10), NEW);
    const [again] = (await person.ask('GET', `${BACKUP}/vaults/default/deleted`)).json.objects;
    expect((await restore(again.id)).status).toBe(412);
    await person.ask('DELETE', `${BACKUP}/vaults/default`);
    expect(await usage(person)).toMatchObject({ usedBytes: 0, deletedBytes: 1010 });
    const blobs = await cloud.listBlobs();
    cloud.advance(6.9 * DAY_MS);
    await cloud.sweep();
    expect(await cloud.listBlobs()).toHaveLength(blobs.length);
    cloud.advance(0.2 * DAY_MS);
    await cloud.sweep();
    const { status, json } = await ask2(person, cloud);
    expect([status, json.deletedBytes]).toEqual([200, 0]);
    expect((await cloud.listBlobs()).length).toBeLessThanOrEqual(blobs.length - 2);
  });
});

/** The clock has moved on by days, and with it the access token of before is over. */
async function ask2(person: TestDevice, cloud: TestCloud) {
  const { ask } = await import('../support/cloud.ts');
  const { json } = await ask(cloud.address, 'POST', '/api/v1/auth/refresh', {
    body: { refreshToken: person.refreshToken },
  });
  return ask(cloud.address, 'GET', `${BACKUP}/usage`, {
    headers: { authorization: `Bearer ${json.accessToken}` },
  });
}

/** Sends half of what it announced and hangs up. */
function cutShort(cloud: TestCloud, device: TestDevice, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(`${cloud.address}${objectPath('g1/packs/not-whole')}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${device.accessToken}`,
        'content-type': 'application/octet-stream',
        'content-length': bytes.length,
        'content-digest': contentDigest(bytes),
      },
    });
    outgoing.on('error', () => resolve('cut'));
    outgoing.write(bytes.subarray(0, bytes.length / 2));
    setTimeout(() => outgoing.destroy(), 300);
  });
}

type RawRequest = {
  readonly headers: Record<string, string>;
  readonly path?: string;
  /** None: the request is not ended. */
  readonly chunks?: readonly Buffer[];
};

/** The status that came, for requests that `fetch` would change or not send. */
function sendRaw({ address }: TestCloud, { accessToken }: TestDevice, raw: RawRequest): Promise<string> {
  const { headers, path = objectPath('g1/packs/raw'), chunks = [] } = raw;
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      path,
      method: 'PUT',
      headers: {
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/octet-stream',
        'content-digest': contentDigest(Buffer.from('a few bytes')),
        ...headers,
      },
    });
    outgoing.on('response', (answer) => {
      resolve(String(answer.statusCode));
      outgoing.destroy();
    });
    outgoing.on('error', reject);
    for (const chunk of chunks) outgoing.write(chunk);
    if (chunks.length > 0) outgoing.end();
    else outgoing.flushHeaders();
  });
}
