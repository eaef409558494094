import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import type { SignUpInput } from '#shared/contracts/cloud.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { newEmail, PASSWORD, signIn, startCloud, type TestCloud } from '../support/cloud.ts';

let cloud: TestCloud;
let app: TestApp;

beforeAll(async () => {
  cloud = await startCloud({ registration: 'open' });
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  app = await makeApp({ withOwnKeys: true });
});
afterEach(() => app[Symbol.asyncDispose]());

const person = (over: Partial<SignUpInput> = {}) => ({
  endpoint: cloud.address,
  email: newEmail(),
  password: PASSWORD,
  deviceName: 'Studio',
  ...over,
});

/** How often somebody asked the server for this path. */
const asked = (path: string) => cloud.log.filter((line) => line.includes(`"${path}"`)).length;

test('somebody signs up, sees tier and room, and stays signed in over a restart', async () => {
  const input = person({ endpoint: `${cloud.address}/` });
  const account = await app.api.cloud.signUp(input);
  expect(account).toMatchObject({
    endpoint: cloud.address,
    email: input.email,
    deviceName: 'Studio',
    state: 'signed_in',
    usage: { usedBytes: 0 },
  });
  expect(JSON.stringify(account)).not.toMatch(/token|eyJ/i);
  await expect(app.api.cloud.signIn(input)).rejects.toMatchObject({ cause: { code: 'conflict' } });
  app = await app.reopen();
  expect(await app.api.cloud.list()).toEqual([account]);
  expect(await app.api.cloud.devices({ endpoint: cloud.address })).toMatchObject([
    { name: 'Studio', isThisDevice: true },
  ]);
});

test('a wrong password, a taken address and a server of another kind are told apart', async () => {
  const input = person();
  await app.api.cloud.signUp(input);
  await app.api.cloud.signOut({ endpoint: cloud.address });
  const wrong = { ...input, password: 'not the password' };
  await expect(app.api.cloud.signIn(wrong)).rejects.toMatchObject({ cause: { code: 'sign_in_refused' } });
  await expect(app.api.cloud.signUp(wrong)).rejects.toThrow(/has an account there/);
  await expect(app.api.cloud.signIn({ ...input, endpoint: `${cloud.address}/elsewhere` })).rejects.toThrow(
    /no Adiuva endpoint|does not have that/,
  );
  await expect(app.api.cloud.signIn({ ...input, endpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({
    cause: { code: 'unreachable' },
  });
  expect(await app.api.cloud.list()).toEqual([]);
});

test('the token is renewed ahead of its end, once for all who ask, and after it too', async () => {
  await app.api.cloud.signUp(person());
  const { endpoint } = (await app.api.cloud.list())[0] ?? { endpoint: '' };
  const before = asked('/api/v1/auth/refresh');
  app.clock.advanceMs(7 * 60_000);
  await app.api.cloud.check({ endpoint });
  expect(asked('/api/v1/auth/refresh')).toBe(before);
  // Past four fifths of ten minutes, and not at their end.
  app.clock.advanceMs(90_000);
  const all = await Promise.all(Array.from({ length: 5 }, () => app.api.cloud.check({ endpoint })));
  expect(all.map(({ state }) => state)).toEqual(Array(5).fill('signed_in'));
  expect(asked('/api/v1/auth/refresh')).toBe(before + 1);
  // A clock that was set back by a month, and one that is ahead.
  app.clock.advanceMs(-40 * 86_400_000);
  expect((await app.api.cloud.check({ endpoint })).state).toBe('signed_in');
  app.clock.advanceMs(80 * 86_400_000);
  expect((await app.api.cloud.check({ endpoint })).state).toBe('signed_in');
});

test('an answer that was lost on the way costs nobody the sign-in', async () => {
  const proxy = await startLosingProxy(cloud.address, '/api/v1/auth/refresh');
  try {
    const { endpoint } = await app.api.cloud.signUp(person({ endpoint: proxy.address }));
    app.clock.advanceMs(20 * 60_000);
    proxy.lose(true);
    await expect(app.api.cloud.check({ endpoint })).rejects.toMatchObject({ cause: { code: 'unreachable' } });
    expect(await app.api.cloud.list()).toMatchObject([{ state: 'unreachable' }]);
    expect(proxy.lost()).toBe(1);
    proxy.lose(false);
    // The server has used the former token up; the pair that was kept before it was sent is taken again.
    app = await app.reopen();
    expect(await app.api.cloud.check({ endpoint })).toMatchObject({ state: 'signed_in' });
  } finally {
    await proxy.stop();
  }
});

test('a sign-in that was ended elsewhere is expired here, and can be taken up again', async () => {
  const input = person();
  const { endpoint, deviceId } = await app.api.cloud.signUp(input);
  const other = await signIn(cloud, input.email);
  await other.ask('DELETE', `/api/v1/auth/devices/${deviceId}`);
  await expect(app.api.cloud.check({ endpoint })).rejects.toMatchObject({
    cause: { code: 'sign_in_refused' },
  });
  expect(await app.api.cloud.list()).toMatchObject([{ state: 'expired', email: input.email }]);
  expect(await app.api.cloud.signIn(input)).toMatchObject({ state: 'signed_in' });
});

test('another device is signed out from here, and all of them by a new password', async () => {
  const input = person();
  const { endpoint, deviceId } = await app.api.cloud.signUp(input);
  const second = await signIn(cloud, input.email);
  const third = await signIn(cloud, input.email);
  await expect(app.api.cloud.removeDevice({ endpoint, deviceId })).rejects.toThrow(/sign out instead/);
  await app.api.cloud.removeDevice({ endpoint, deviceId: second.id });
  expect((await second.ask('GET', '/api/v1/auth/me')).status).toBe(401);
  expect((await third.ask('GET', '/api/v1/auth/me')).status).toBe(200);
  const newPassword = 'another horse battery';
  await expect(
    app.api.cloud.changePassword({ endpoint, currentPassword: 'wrong, this one', newPassword }),
  ).rejects.toMatchObject({ cause: { code: 'sign_in_refused' } });
  await app.api.cloud.changePassword({ endpoint, currentPassword: PASSWORD, newPassword });
  expect((await third.ask('GET', '/api/v1/auth/me')).status).toBe(401);
  expect(await app.api.cloud.check({ endpoint })).toMatchObject({ state: 'signed_in' });
  await app.api.cloud.deleteAccount({ endpoint, password: newPassword });
  expect(await app.api.cloud.list()).toEqual([]);
  await expect(app.api.cloud.signIn({ ...input, password: newPassword })).rejects.toThrow(/wrong/);
});

test('offline nothing is sent, and signing out holds here at once', async () => {
  const { endpoint } = await app.api.cloud.signUp(person());
  await app.api.network.setOffline({ isOffline: true });
  const before = cloud.log.length;
  expect(await app.api.cloud.list()).toMatchObject([{ state: 'offline' }]);
  await expect(app.api.cloud.check({ endpoint })).rejects.toMatchObject({ cause: { code: 'offline' } });
  expect(await app.api.cloud.signOut({ endpoint })).toMatchObject({ isToldThere: false });
  expect(cloud.log.length).toBe(before);
  expect(await app.api.cloud.list()).toEqual([]);
});

test('an endpoint that asks to wait is left alone for as long, and one without room says so', async () => {
  const slow = await startCloud({
    registration: 'open',
    requestsPerMinute: { free: 3, pro: 3, power: 3, team: 3 },
    isSelfHosted: false,
    quotaBytes: { free: 0, pro: 1, power: 1, team: null },
    defaultTier: 'free',
  });
  try {
    const { endpoint } = await app.api.cloud.signUp(person({ endpoint: slow.address }));
    expect(await app.api.cloud.list()).toMatchObject([{ tier: 'free', state: 'over_quota' }]);
    let refused: unknown;
    for (let tries = 0; tries < 5 && refused === undefined; tries += 1) {
      await app.api.cloud.check({ endpoint }).catch((error: unknown) => {
        refused = error;
      });
    }
    expect(refused).toMatchObject({ cause: { code: 'rate_limited' } });
    const [account] = await app.api.cloud.list();
    expect(account).toMatchObject({ state: 'rate_limited' });
    expect(account?.retryAt).toBeGreaterThan(app.clock.nowMs());
    app.clock.advanceMs((account?.retryAt ?? 0) - app.clock.nowMs());
    expect(await app.api.cloud.list()).toMatchObject([{ state: 'over_quota', retryAt: null }]);
  } finally {
    await slow.stop();
  }
});

test('a backup goes to the endpoint as whoever is signed in there, and to nobody without', async () => {
  const place = { kind: 'adiuva' as const, url: `${cloud.address}/` };
  await expect(app.api.backup.tryPlace({ place })).rejects.toMatchObject({
    cause: { code: 'sign_in_refused' },
  });
  const input = person();
  await app.api.cloud.signUp(input);
  expect(await app.api.backup.tryPlace({ place })).toEqual({ found: 'empty' });
  const { phrase, confirmIndexes } = await app.api.backup.newPhrase();
  const all = phrase.split(' ');
  const words = confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
  await app.api.backup.setUp({ place, deviceName: 'Studio', phrase: { kind: 'new', words } });
  const { jobId } = await app.api.backup.start();
  const done = await app.app.createContext().workspace().jobs.wait(jobId);
  expect(done).toMatchObject({ status: 'done' });
  const { usage } = await app.api.cloud.check({ endpoint: cloud.address });
  expect(usage?.usedBytes).toBeGreaterThan(10_000);
  const other = await signIn(cloud, input.email);
  const { json } = await other.ask('GET', '/api/v1/backup/vaults');
  expect(json.vaults).toMatchObject([{ name: 'default', usedBytes: usage?.usedBytes }]);
});

type LosingProxy = {
  readonly address: string;
  lose(isLosing: boolean): void;
  lost(): number;
  stop(): Promise<void>;
};

/** Hands everything on; of one path the server's answer is cut off while it is told to. */
async function startLosingProxy(target: string, path: string): Promise<LosingProxy> {
  let isLosing = false;
  let lost = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    const onward = request(`${target}${url}`, { method, headers }, (answer) => {
      if (isLosing && url === path) {
        lost += 1;
        answer.resume();
        answer.on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    address: `http://127.0.0.1:${port}`,
    lose: (value) => {
      isLosing = value;
    },
    lost: () => lost,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
