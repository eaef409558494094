import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, newEmail, PASSWORD, signIn, signUp, type TestCloud } from '../support/cloud.ts';
import { DATABASES, prepare, type CloudFixture } from './databases.ts';

const AUTH = '/api/v1/auth';
const MINUTE_MS = 60_000;

describe.each(DATABASES)('signing in, with the %s database', (database) => {
  let fixture: CloudFixture;
  let cloud: TestCloud;

  beforeAll(async () => {
    fixture = await prepare(database);
    cloud = await fixture.start();
  });
  afterAll(() => fixture.end());

  const post = (path: string, body: object) => ask(cloud.address, 'POST', `${AUTH}${path}`, { body });
  const newToken = () => randomBytes(32).toString('base64url');

  test('nobody can tell from the answers whether an address has an account', async () => {
    const { email } = await signUp(cloud);
    const taken = await post('/register', { email: email.toUpperCase(), password: 'another password' });
    const fresh = await post('/register', { email: newEmail(), password: 'another password' });
    expect([taken.status, taken.json]).toEqual([fresh.status, fresh.json]);

    const deviceName = 'Laptop';
    const wrong = await post('/login', { email, password: 'another password', deviceName });
    const unknown = await post('/login', { email: newEmail(), password: 'another password', deviceName });
    expect(wrong.status).toBe(401);
    expect(wrong.json.error.code).toBe('wrong_credentials');
    expect([unknown.status, unknown.json]).toEqual([wrong.status, wrong.json]);
    // Registering again changed nothing for who has the account.
    await expect(signIn(cloud, email.toUpperCase())).resolves.toMatchObject({ email: email.toUpperCase() });
  });

  test('nor from the time that they take', async () => {
    const { email } = await signUp(cloud);
    const time = async (path: string, body: object) => {
      const startedAt = performance.now();
      await post(path, body);
      return performance.now() - startedAt;
    };
    const login = (address: string) =>
      time('/login', { email: address, password: 'another password', deviceName: 'Laptop' });
    const register = (address: string) => time('/register', { email: address, password: 'another password' });
    // The quickest of several: what else the machine does only ever adds.
    const quickest = async (once: () => Promise<number>) => {
      const times: number[] = [];
      for (let turn = 0; turn < 6; turn += 1) times.push(await once());
      return Math.min(...times);
    };
    const ratios = [
      (await quickest(() => login(email))) / (await quickest(() => login(newEmail()))),
      (await quickest(() => register(email))) / (await quickest(() => register(newEmail()))),
    ];
    // Without a hash to compare with, an unknown address would be answered twenty times sooner.
    for (const ratio of ratios) expect(Math.abs(Math.log2(ratio)), ratios.join(' and ')).toBeLessThan(1.3);
  });

  test('a refresh token is swapped for the next one, and a used one ends the device', async () => {
    const device = await signUp(cloud);
    const next = await post('/refresh', { refreshToken: device.refreshToken });
    expect(next.status).toBe(200);
    expect(next.json.refreshToken).not.toBe(device.refreshToken);
    expect(next.json.device.id).toBe(device.id);

    const stolen = await post('/refresh', { refreshToken: device.refreshToken });
    expect(stolen.json.error.code).toBe('unauthenticated');
    const ended = await post('/refresh', { refreshToken: next.json.refreshToken });
    expect(ended.json.error.code).toBe('unauthenticated');
    const authorization = `Bearer ${next.json.accessToken}`;
    expect((await ask(cloud.address, 'GET', `${AUTH}/me`, { headers: { authorization } })).status).toBe(401);
    // Other devices of the account go on.
    const other = await signIn(cloud, device.email);
    expect((await other.ask('GET', `${AUTH}/me`)).status).toBe(200);
  });

  test('a refresh whose answer was lost can be asked for again by whoever made the successor', async () => {
    const device = await signUp(cloud);
    const request = { refreshToken: device.refreshToken, successor: newToken() };
    const [first, again] = [await post('/refresh', request), await post('/refresh', request)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.json.refreshToken).toBe(request.successor);
    // Once the successor has been used, the same request is that of a thief.
    const third = await post('/refresh', { refreshToken: request.successor, successor: newToken() });
    expect(third.status).toBe(200);
    expect((await post('/refresh', request)).status).toBe(401);
    expect((await post('/refresh', { refreshToken: third.json.refreshToken })).status).toBe(401);
  });

  test('of two who use one token at once at most one goes on, and not for long', async () => {
    const device = await signUp(cloud);
    const both = await Promise.all([1, 2].map(() => post('/refresh', { refreshToken: device.refreshToken })));
    expect(both.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 401]);
    const winner = both.find(({ status }) => status === 200);
    expect((await post('/refresh', { refreshToken: winner?.json.refreshToken })).status).toBe(401);
  });

  test('a successor that exists already is not taken', async () => {
    const [one, two] = [await signUp(cloud), await signUp(cloud)];
    const answer = await post('/refresh', { refreshToken: one.refreshToken, successor: two.refreshToken });
    expect(answer.status).toBe(401);
    expect((await post('/refresh', { refreshToken: two.refreshToken })).status).toBe(200);
  });

  test('signing out holds at once, and says nothing about unknown tokens', async () => {
    const device = await signUp(cloud);
    expect((await post('/logout', { refreshToken: device.refreshToken })).status).toBe(204);
    expect((await device.ask('GET', `${AUTH}/me`)).json.error.code).toBe('unauthenticated');
    expect((await post('/logout', { refreshToken: newToken() })).status).toBe(204);
  });

  test('devices are listed and can be ended from another', async () => {
    const one = await signUp(cloud);
    const two = await signIn(cloud, one.email);
    const { json } = await one.ask('GET', `${AUTH}/devices`);
    expect(json.devices.map(({ id }: { id: string }) => id).toSorted()).toEqual([one.id, two.id].toSorted());
    expect(json.devices.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id).toBe(one.id);
    expect((await one.ask('DELETE', `${AUTH}/devices/${two.id}`)).status).toBe(204);
    expect((await two.ask('GET', `${AUTH}/me`)).status).toBe(401);
    expect((await post('/refresh', { refreshToken: two.refreshToken })).status).toBe(401);
  });

  test('a new password signs all other devices out', async () => {
    const one = await signUp(cloud);
    const two = await signIn(cloud, one.email);
    const wrong = { currentPassword: 'not the password', newPassword: 'a new password' };
    expect((await one.ask('POST', `${AUTH}/password`, { body: wrong })).json.error.code).toBe(
      'wrong_credentials',
    );
    const right = { currentPassword: PASSWORD, newPassword: 'a new password' };
    expect((await one.ask('POST', `${AUTH}/password`, { body: right })).status).toBe(204);
    expect((await one.ask('GET', `${AUTH}/me`)).status).toBe(200);
    expect((await two.ask('GET', `${AUTH}/me`)).status).toBe(401);
    await expect(signIn(cloud, one.email)).rejects.toThrow('wrong_credentials');
  });

  test('a removed account is gone with its bytes', async () => {
    const device = await signUp(cloud);
    const before = await cloud.listBlobs();
    await device.put('g1/packs/one', randomBytes(2000));
    expect(await cloud.listBlobs()).toHaveLength(before.length + 1);
    const remove = (password: string) => device.ask('POST', `${AUTH}/delete-account`, { body: { password } });
    expect((await remove('not the password')).status).toBe(401);
    expect((await remove(PASSWORD)).status).toBe(204);
    expect((await device.ask('GET', `${AUTH}/me`)).status).toBe(401);
    await expect(signIn(cloud, device.email)).rejects.toThrow('wrong_credentials');
    await cloud.sweep();
    expect((await cloud.listBlobs()).toSorted()).toEqual(before.toSorted());
  });

  test('what is not understood is refused without repeating it', async () => {
    const answers = [
      await post('/register', { email: 'no address', password: PASSWORD }),
      await post('/register', { email: newEmail(), password: 'short' }),
      await post('/register', { email: newEmail(), password: PASSWORD, admin: true }),
      await post('/login', { email: newEmail(), password: PASSWORD }),
      await post('/refresh', { refreshToken: 'short' }),
    ];
    for (const { status, json } of answers) {
      expect([status, json.error.code]).toEqual([400, 'invalid_input']);
      expect(JSON.stringify(json)).not.toMatch(/no address|short|correct horse/);
    }
  });

  test('an access token lasts ten minutes and says so when it is over', async () => {
    const device = await signUp(cloud);
    cloud.advance(11 * MINUTE_MS);
    expect((await device.ask('GET', `${AUTH}/me`)).json.error.code).toBe('token_expired');
    const { status, json } = await post('/refresh', { refreshToken: device.refreshToken });
    expect(status).toBe(200);
    const authorization = `Bearer ${json.accessToken}`;
    expect((await ask(cloud.address, 'GET', `${AUTH}/me`, { headers: { authorization } })).status).toBe(200);
  });

  test('a device that stays away for sixty days signs in again', async () => {
    const device = await signUp(cloud);
    cloud.advance(61 * 24 * 60 * MINUTE_MS);
    expect((await post('/refresh', { refreshToken: device.refreshToken })).status).toBe(401);
    await cloud.sweep();
    await expect(signIn(cloud, device.email)).resolves.toMatchObject({ accountId: device.accountId });
  });
});

describe('access tokens', () => {
  let fixture: CloudFixture;
  let cloud: TestCloud;

  beforeAll(async () => {
    fixture = await prepare('embedded');
    cloud = await fixture.start();
  });
  afterAll(() => fixture.end());

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('are accepted with one algorithm, one key and one purpose only', async () => {
    const device = await signUp(cloud);
    const [head = '', body = '', signature = ''] = device.accessToken.split('.');
    const key = JSON.parse(await readFile(join(cloud.dataFolder, 'signing-key.json'), 'utf8'));
    const own = createPrivateKey({ key, format: 'jwk' });
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    const signed = (header: object, claims: object, by = own) => {
      const text = `${encode(header)}.${encode(claims)}`;
      return `${text}.${sign(null, Buffer.from(text), by).toString('base64url')}`;
    };
    const header = { alg: 'EdDSA', typ: 'at+jwt' };
    const hmacOf = (secret: string) => {
      const text = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${body}`;
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    };
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const forged = {
      'without a signature': `${head}.${body}.`,
      'with no algorithm': `${encode({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      'with the public key as a secret': hmacOf(key.x),
      'with a changed body': `${head}.${encode({ ...payload, exp: payload.exp + 60 })}.${signature}`,
      'of another key': signed(header, payload, stranger),
      'for another purpose': signed({ ...header, typ: 'JWT' }, payload),
      'for another audience': signed(header, { ...payload, aud: 'elsewhere' }),
      'of another issuer': signed(header, { ...payload, iss: 'elsewhere' }),
      'without an end': signed(header, { ...payload, exp: undefined }),
      'of a device that is not there': signed(header, { ...payload, sid: crypto.randomUUID() }),
      'of another account': signed(header, { ...payload, sub: crypto.randomUUID() }),
    };
    for (const [kind, token] of Object.entries(forged)) {
      const headers = { authorization: `Bearer ${token}` };
      const { json } = await ask(cloud.address, 'GET', `${AUTH}/me`, { headers });
      expect(json.error?.code, kind).toBe('unauthenticated');
    }
    // The same tools make a good one, so it is the change that each was refused for.
    const headers = { authorization: `Bearer ${signed(header, payload)}` };
    expect((await ask(cloud.address, 'GET', `${AUTH}/me`, { headers })).status).toBe(200);
  });

  test('and refresh tokens are stored as hashes', async () => {
    const device = await signUp(cloud);
    const hash = createHash('sha256').update(device.refreshToken).digest('hex');
    const texts = await Promise.all(
      (await filesUnder(join(cloud.dataFolder, 'database'))).map((path) => readFile(path, 'latin1')),
    );
    expect(texts.some((text) => text.includes(hash))).toBe(true);
    expect(texts.some((text) => text.includes(device.refreshToken))).toBe(false);
    expect(texts.some((text) => text.includes(PASSWORD))).toBe(false);
  });
});

describe('limits', () => {
  let fixture: CloudFixture;

  beforeAll(async () => {
    fixture = await prepare('embedded');
  });
  afterAll(() => fixture.end());

  test('requests by account as the tier has them, sign-ins by address and by e-mail address', async () => {
    const many = 1_000_000;
    const addressLimits = { all: many, register: many, login: 9, loginOfOneEmail: 4, refresh: many };
    const cloud = await fixture.start({
      defaultTier: 'free',
      requestsPerMinute: { free: 20, pro: 60, power: 120, team: 200 },
      addressLimits,
    });
    const [one, two] = [await signUp(cloud), await signUp(cloud)];
    const answers = [];
    for (let turn = 0; turn < 21; turn += 1) answers.push(await one.ask('GET', `${AUTH}/me`));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    const refused = answers.at(-1);
    expect(refused?.json.error).toMatchObject({ code: 'rate_limited' });
    const waitSeconds = Number(refused?.headers.get('retry-after'));
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(60);
    expect(refused?.json.error.retryAfterSeconds).toBe(waitSeconds);
    expect((await two.ask('GET', `${AUTH}/me`)).headers.get('x-ratelimit-remaining')).toBe('19');

    const email = newEmail();
    const body = { email, password: PASSWORD, deviceName: 'Laptop' };
    const login = (of = body) => ask(cloud.address, 'POST', `${AUTH}/login`, { body: of });
    // An address without an account is counted like one that has it.
    const tries = [];
    for (let turn = 0; turn < 5; turn += 1) tries.push((await login()).status);
    expect(tries).toEqual([401, 401, 401, 401, 429]);
    // Two sign-ins and these five came from here: the tenth is one too many whoever it is for.
    const others = [];
    for (let turn = 0; turn < 3; turn += 1) others.push((await login({ ...body, email: newEmail() })).status);
    expect(others).toEqual([401, 401, 429]);
  });

  test('accounts where the server takes new ones', async () => {
    const inviteCode = 'a code that was sent';
    const open = await fixture.start({ registration: 'invite', inviteCode });
    const register = (extra: object) =>
      ask(open.address, 'POST', `${AUTH}/register`, {
        body: { email: newEmail(), password: PASSWORD, ...extra },
      });
    expect((await register({})).json.error.code).toBe('registration_closed');
    expect((await register({ inviteCode: 'a code of my own' })).json.error.code).toBe('registration_closed');
    expect((await register({ inviteCode })).status).toBe(202);
  });
});

async function filesUnder(folder: string): Promise<readonly string[]> {
  const { readdir } = await import('node:fs/promises');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
