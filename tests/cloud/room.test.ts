import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
const UPLOADS = `${BACKUP}/vaults/default/uploads`;
const NEW = { 'if-none-match': '*' };
const PART = 65_536;

describe.each(DATABASES)('room and large objects, with the %s database', (database) => {
  let fixture: CloudFixture;
  let cloud: TestCloud;

  beforeAll(async () => {
    fixture = await prepare(database);
    cloud = await fixture.start({
      defaultTier: 'pro',
      quotaBytes: { free: 0, pro: 400_000, power: null, team: null },
      maxObjectBytes: 150_000,
      maxUploadBytes: 1_000_000,
    });
  });
  afterAll(() => fixture.end());

  const usage = async (device: TestDevice) => (await device.ask('GET', `${BACKUP}/usage`)).json;
  const putPart = (device: TestDevice, id: string, number: number, bytes: Buffer<ArrayBuffer>) =>
    device.ask('PUT', `${UPLOADS}/${id}/parts/${number}`, {
      body: bytes,
      headers: { 'content-digest': contentDigest(bytes) },
    });
  const begin = (device: TestDevice, name: string, bytes: Buffer) =>
    device.ask('POST', UPLOADS, {
      body: { name, sizeBytes: bytes.length, sha256: sha256Of(bytes), partBytes: PART },
    });

  test('the quota holds however many write at once', async () => {
    const device = await signUp(cloud);
    const answers = await Promise.all(
      Array.from({ length: 7 }, (_, index) => device.put(`g1/packs/${index}`, randomBytes(90_000), NEW)),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
      201, 201, 201, 201, 507, 507, 507,
    ]);
    const refused = answers.find(({ status }) => status === 507);
    expect(refused?.json.error.code).toBe('quota_exceeded');
    expect(await usage(device)).toMatchObject({ tier: 'pro', limitBytes: 400_000, usedBytes: 360_000 });
    // What is deleted makes room, and goes for good where twice the quota is reached.
    for (let turn = 0; turn < 12; turn += 1) {
      const { json } = await device.ask('GET', `${BACKUP}/vaults/default/objects`);
      await device.ask('DELETE', objectPath(json.objects[0].name));
      expect((await device.put(`g2/packs/${turn}`, randomBytes(90_000), NEW)).status).toBe(201);
    }
    const { usedBytes, deletedBytes } = await usage(device);
    expect(usedBytes).toBe(360_000);
    expect(usedBytes + deletedBytes).toBeLessThanOrEqual(800_000);
    await cloud.sweep();
    expect((await device.ask('GET', objectPath('g2/packs/11'))).bytes).toHaveLength(90_000);
  });

  test('an object too large for one request arrives in parts, also after a break', async () => {
    const device = await signUp(cloud);
    const bytes = randomBytes(PART * 3 + 1000);
    const parts = [0, 1, 2, 3].map((index) => bytes.subarray(index * PART, (index + 1) * PART));
    expect((await device.put('g1/packs/large', bytes, NEW)).json.error.code).toBe('too_large');
    const begun = await begin(device, 'g1/packs/large', bytes);
    expect(begun.status).toBe(201);
    expect(begun.json).toMatchObject({ partCount: 4, parts: [] });
    const { id } = begun.json;
    const part = (number: number) => putPart(device, id, number, Buffer.from(parts[number - 1] ?? []));
    expect((await part(1)).status).toBe(204);
    expect((await part(4)).status).toBe(204);
    expect((await putPart(device, id, 2, randomBytes(10))).json.error.code).toBe('invalid_input');
    expect((await putPart(device, id, 5, randomBytes(10))).json.error.code).toBe('invalid_input');
    const complete = (headers: Record<string, string> = NEW) =>
      device.ask('POST', `${UPLOADS}/${id}/complete`, { headers });
    expect((await complete()).json.error.code).toBe('conflict');
    // Asked for again it is the same upload, and says what has arrived.
    const resumed = await begin(device, 'g1/packs/large', bytes);
    expect([resumed.status, resumed.json.id]).toEqual([200, id]);
    expect(resumed.json.parts.map(({ number }: { number: number }) => number)).toEqual([1, 4]);
    // A wrong part of the right size is found at the end, and can be sent again.
    await putPart(device, id, 2, randomBytes(PART));
    await part(3);
    expect((await complete()).json.error.code).toBe('digest_mismatch');
    expect((await device.ask('HEAD', objectPath('g1/packs/large'))).status).toBe(404);
    await part(2);
    const done = await complete();
    expect(done.status).toBe(201);
    expect(done.json).toMatchObject({ sizeBytes: bytes.length, sha256: sha256Of(bytes) });
    expect((await device.ask('GET', objectPath('g1/packs/large'))).bytes.equals(bytes)).toBe(true);
    expect((await device.ask('GET', `${UPLOADS}/${id}`)).status).toBe(404);
    expect(await usage(device)).toMatchObject({ usedBytes: bytes.length });
    // Nothing is left of the parts.
    await cloud.sweep();
    expect((await device.ask('GET', objectPath('g1/packs/large'))).status).toBe(200);
    await device.ask('POST', '/api/v1/auth/delete-account', { body: { password: 'correct horse battery' } });
  });

  test('an upload sets its room aside and gives it back', async () => {
    const device = await signUp(cloud);
    await cloud.sweep();
    const before = await cloud.listBlobs();
    const bytes = randomBytes(300_000);
    const { json } = await begin(device, 'g1/packs/large', bytes);
    await putPart(device, json.id, 1, Buffer.from(bytes.subarray(0, PART)));
    expect((await device.put('g1/packs/other', randomBytes(150_000), NEW)).status).toBe(507);
    expect((await begin(device, 'g1/packs/more', randomBytes(150_000))).status).toBe(507);
    expect((await device.ask('DELETE', `${UPLOADS}/${json.id}`)).status).toBe(204);
    expect((await device.put('g1/packs/other', randomBytes(150_000), NEW)).status).toBe(201);
    await cloud.sweep();
    expect(await cloud.listBlobs()).toHaveLength(before.length + 1);
    expect((await begin(device, 'g1/packs/huge', Buffer.alloc(1_000_001))).json.error.code).toBe('too_large');
  });

  test('of an upload nobody goes on with nothing is left after a week', async () => {
    const device = await signUp(cloud);
    await cloud.sweep();
    const before = await cloud.listBlobs();
    const bytes = randomBytes(100_000);
    const { json } = await begin(device, 'g1/packs/forgotten', bytes);
    await putPart(device, json.id, 1, Buffer.from(bytes.subarray(0, PART)));
    expect(await cloud.listBlobs()).toHaveLength(before.length + 1);
    cloud.advance(8 * 24 * 60 * 60_000);
    expect((await cloud.sweep()).uploads).toBe(1);
    expect((await cloud.listBlobs()).length).toBeLessThanOrEqual(before.length);
  });

  test('a tier without room takes nothing', async () => {
    const free = await fixture.start({
      defaultTier: 'free',
      quotaBytes: { free: 0, pro: 1, power: 1, team: null },
    });
    const device = await signUp(free);
    expect((await device.put('g1/packs/one', randomBytes(1), NEW)).status).toBe(507);
    expect((await device.put('head', randomBytes(1), NEW)).json.error.code).toBe('quota_exceeded');
    expect(await free.listBlobs()).toEqual([]);
  });
});
