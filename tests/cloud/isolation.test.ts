import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  contentDigest,
  objectPath,
  sha256Of,
  signUp,
  type Asked,
  type TestCloud,
  type TestDevice,
} from '../support/cloud.ts';
import { DATABASES, prepare, type CloudFixture } from './databases.ts';

const AUTH = '/api/v1/auth';
const VAULT = '/api/v1/backup/vaults/default';

/** What one account has, with every id by which another could try to reach it. */
type Owner = {
  readonly device: TestDevice;
  readonly etag: string;
  readonly deletedId: string;
  readonly uploadId: string;
};

type Attempt = { readonly path: string; readonly asked?: Asked };

/** One request for each route that asks who is calling, aimed at what the owner has. */
function attemptsOn({ device, etag, deletedId, uploadId }: Owner): Readonly<Record<string, Attempt>> {
  const bytes = randomBytes(40);
  const raw = { body: bytes, headers: { 'content-digest': contentDigest(bytes), 'if-match': etag } };
  const upload = { name: 'g1/packs/u', sizeBytes: 70_000, sha256: sha256Of(bytes), partBytes: 65_536 };
  const object = objectPath('g1/packs/secret-name');
  return {
    'GET /api/v1/auth/me': { path: `${AUTH}/me` },
    'GET /api/v1/auth/devices': { path: `${AUTH}/devices` },
    'DELETE /api/v1/auth/devices/{id}': { path: `${AUTH}/devices/${device.id}` },
    'POST /api/v1/auth/password': {
      path: `${AUTH}/password`,
      asked: { body: { currentPassword: 'not the password', newPassword: 'a new password' } },
    },
    'POST /api/v1/auth/delete-account': {
      path: `${AUTH}/delete-account`,
      asked: { body: { password: 'not the password' } },
    },
    'GET /api/v1/backup/now': { path: '/api/v1/backup/now' },
    'GET /api/v1/backup/usage': { path: '/api/v1/backup/usage' },
    'GET /api/v1/backup/vaults': { path: '/api/v1/backup/vaults' },
    'DELETE /api/v1/backup/vaults/{vault}': { path: VAULT },
    'GET /api/v1/backup/vaults/{vault}/objects': { path: `${VAULT}/objects` },
    'PUT /api/v1/backup/vaults/{vault}/objects/{*}': { path: object, asked: raw },
    'GET /api/v1/backup/vaults/{vault}/objects/{*}': { path: object },
    'HEAD /api/v1/backup/vaults/{vault}/objects/{*}': { path: object },
    'DELETE /api/v1/backup/vaults/{vault}/objects/{*}': {
      path: object,
      asked: { headers: { 'if-match': etag } },
    },
    'GET /api/v1/backup/vaults/{vault}/history': { path: `${VAULT}/history` },
    'GET /api/v1/backup/vaults/{vault}/deleted': { path: `${VAULT}/deleted` },
    'POST /api/v1/backup/vaults/{vault}/deleted/{id}/restore': {
      path: `${VAULT}/deleted/${deletedId}/restore`,
    },
    'POST /api/v1/backup/vaults/{vault}/uploads': { path: `${VAULT}/uploads`, asked: { body: upload } },
    'GET /api/v1/backup/vaults/{vault}/uploads/{id}': { path: `${VAULT}/uploads/${uploadId}` },
    'PUT /api/v1/backup/vaults/{vault}/uploads/{id}/parts/{number}': {
      path: `${VAULT}/uploads/${uploadId}/parts/1`,
      asked: raw,
    },
    'POST /api/v1/backup/vaults/{vault}/uploads/{id}/complete': {
      path: `${VAULT}/uploads/${uploadId}/complete`,
    },
    'DELETE /api/v1/backup/vaults/{vault}/uploads/{id}': { path: `${VAULT}/uploads/${uploadId}` },
  };
}

async function makeOwner(cloud: TestCloud): Promise<Owner> {
  const device = await signUp(cloud);
  const { etag } = (await device.put('g1/packs/secret-name', randomBytes(40))).json;
  await device.put('head', randomBytes(40), { 'if-none-match': '*' });
  await device.put('g1/packs/was-deleted', randomBytes(40));
  await device.ask('DELETE', objectPath('g1/packs/was-deleted'));
  const deleted = await device.ask('GET', `${VAULT}/deleted`);
  const whole = randomBytes(70_000);
  const body = { name: 'g1/packs/u', sizeBytes: whole.length, sha256: sha256Of(whole), partBytes: 65_536 };
  const upload = await device.ask('POST', `${VAULT}/uploads`, { body });
  return { device, etag, deletedId: deleted.json.objects[0].id, uploadId: upload.json.id };
}

/** All that an owner can see of its own. */
async function snapshot({ device, uploadId }: Owner): Promise<string> {
  const paths = [
    `${AUTH}/me`,
    `${AUTH}/devices`,
    '/api/v1/backup/vaults',
    `${VAULT}/objects`,
    `${VAULT}/deleted`,
    `${VAULT}/history`,
    `${VAULT}/uploads/${uploadId}`,
  ];
  const answers = [];
  for (const path of paths) answers.push(await device.ask('GET', path));
  const { bytes } = await device.ask('GET', objectPath('g1/packs/secret-name'));
  return JSON.stringify([...answers.map(({ status, json }) => [status, json]), sha256Of(bytes)]);
}

describe.each(DATABASES)('one account and another, with the %s database', (database) => {
  let fixture: CloudFixture;
  let cloud: TestCloud;

  beforeAll(async () => {
    fixture = await prepare(database);
    cloud = await fixture.start();
  });
  afterAll(() => fixture.end());

  /** From the description that the server gives of itself, so that no route is forgotten. */
  async function routesWithSignIn(): Promise<readonly string[]> {
    const { json } = await ask(cloud.address, 'GET', '/docs/json');
    return (
      Object.entries(json.paths as Record<string, Record<string, { security?: unknown }>>)
        .flatMap(([path, methods]) =>
          Object.entries(methods).map(([method, { security }]) => ({ path, method, security })),
        )
        .filter(({ security }) => security !== undefined)
        .map(({ path, method }) => `${method.toUpperCase()} ${path}`)
        // It stands beside the route that gets the bytes, and the description leaves such out.
        .concat('HEAD /api/v1/backup/vaults/{vault}/objects/{*}')
        .toSorted()
    );
  }

  /** Asks for everything of the owner's in another's name; answers how often. */
  async function tryAll(stranger: TestDevice, owner: Owner): Promise<number> {
    const { device, deletedId, uploadId, etag } = owner;
    const known = [device.email, device.accountId, device.id, deletedId, uploadId, etag];
    const attempts = Object.entries(attemptsOn(owner));
    for (const [route, { path, asked }] of attempts) {
      const answer = await stranger.ask(route.split(' ')[0] ?? '', path, asked);
      const said = `${JSON.stringify(answer.json)}${answer.bytes.toString('latin1')}`;
      expect(
        known.filter((secret) => said.includes(secret)),
        route,
      ).toEqual([]);
      // What is named by an id that only the owner has is not there for anybody else.
      if (/\{id\}/.test(route) && !/^DELETE .*uploads/.test(route)) expect(answer.status, route).toBe(404);
    }
    return attempts.length;
  }

  test('every route is tried, by every other account, on what each has', async () => {
    const owners = [await makeOwner(cloud), await makeOwner(cloud)];
    // One has nothing, the other has the same names.
    const strangers = [await signUp(cloud), (await makeOwner(cloud)).device];
    const routes = await routesWithSignIn();
    let tried = 0;
    for (const owner of owners) {
      expect(Object.keys(attemptsOn(owner)).toSorted()).toEqual(routes.toSorted());
      const before = await snapshot(owner);
      for (const stranger of strangers) tried += await tryAll(stranger, owner);
      expect(await snapshot(owner)).toBe(before);
    }
    expect(tried).toBe(2 * 2 * routes.length);
  });

  test('nor is anything to be had without signing in', async () => {
    const owner = await makeOwner(cloud);
    const before = await snapshot(owner);
    for (const [route, { path, asked }] of Object.entries(attemptsOn(owner))) {
      const { status } = await ask(cloud.address, route.split(' ')[0] ?? '', path, asked);
      expect(status, route).toBe(401);
    }
    expect(await snapshot(owner)).toBe(before);
  });
});
