import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '#cloud/config.ts';
import { startBlobServer } from '../support/blob-server.ts';
import { ask, objectPath, PASSWORD, sha256Of, signIn, signUp, startCloud } from '../support/cloud.ts';

const NEW = { 'if-none-match': '*' };
const PACKS = '/api/v1/backup/vaults/default/objects?prefix=g1/packs/&limit=1000';

type CloudProcess = {
  readonly address: string;
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  said(): string;
};

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-cloud-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function spawnCloud(dataFolder: string, args: readonly string[] = []): Omit<CloudProcess, 'address'> {
  const child = spawn(process.execPath, ['cloud/src/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ADIUVA_CLOUD_PORT: '0', ADIUVA_CLOUD_DATA: dataFolder },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  cleanUps.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { child, exit, said: () => said.join('') };
}

/** `npm run cloud` as a process of its own, once it listens. */
async function runCloud(dataFolder: string): Promise<CloudProcess> {
  const started = spawnCloud(dataFolder);
  const listening = /"address":"(http:\/\/127\.0\.0\.1:\d+)","msg":"listening"/;
  await expect.poll(() => started.said(), { timeout: 100_000, interval: 100 }).toMatch(listening);
  return { ...started, address: listening.exec(started.said())?.[1] ?? '' };
}

describe('the process', () => {
  test('what was answered for survives kill -9, and what was not is not half there', async () => {
    const folder = await temporaryFolder();
    const first = await runCloud(folder);
    const device = await signUp(first);
    const answered: string[] = [];
    // Written one after the other by four at once, until the server is gone.
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (let turn = 0; turn < 1000; turn += 1) {
        const bytes = randomBytes(20_000);
        const name = `g1/packs/${writer}-${turn}-${sha256Of(bytes)}`;
        const { status } = await device.put(name, bytes, NEW);
        if (status === 201) answered.push(name);
      }
    });
    await expect.poll(() => answered.length, { timeout: 60_000 }).toBeGreaterThan(25);
    first.child.kill('SIGKILL');
    await Promise.allSettled(writers);

    const second = await runCloud(folder);
    const again = await signIn(second, device.email);
    const { json } = await again.ask('GET', PACKS);
    const listed: string[] = json.objects.map(({ name }: { name: string }) => name);
    expect(answered.filter((name) => !listed.includes(name))).toEqual([]);
    for (const name of listed) {
      const { bytes } = await again.ask('GET', objectPath(name));
      expect(name.endsWith(sha256Of(bytes)), name).toBe(true);
    }
  });

  test('a second one with the same data folder is refused, and the first goes on', async () => {
    const folder = await temporaryFolder();
    const first = await runCloud(folder);
    const second = spawnCloud(folder);
    expect(await second.exit).toBe(1);
    expect(second.said()).toContain('another one is running with this data folder');
    expect((await ask(first.address, 'GET', '/health')).status).toBe(200);
    // The tier of an account is changed while the server is stopped; asked to stop, it ends well.
    const device = await signUp(first);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const command = spawnCloud(folder, ['tier', device.email, 'pro']);
    expect(await command.exit, command.said()).toBe(0);
    const unknown = spawnCloud(folder, ['tier', 'nobody@example.org', 'pro']);
    expect(await unknown.exit).toBe(1);
    const third = await runCloud(folder);
    const me = await (await signIn(third, device.email)).ask('GET', '/api/v1/auth/me');
    expect(me.json.account.tier).toBe('pro');
    // Tokens of before the restart are still good.
    const { status } = await ask(third.address, 'GET', '/api/v1/auth/me', {
      headers: { authorization: `Bearer ${device.accessToken}` },
    });
    expect(status).toBe(200);
  });
});

describe('what it says', () => {
  test('logs and metrics hold no names, no addresses and no secrets', async () => {
    const cloud = await startCloud();
    cleanUps.push(cloud.stop);
    const device = await signUp(cloud);
    const canary = 'canary-of-a-name';
    await device.put(`g1/${canary}`, randomBytes(10), NEW);
    await device.put(`g1/${canary}`, randomBytes(10), { 'content-digest': 'wrong' });
    await ask(cloud.address, 'POST', '/api/v1/auth/login', {
      body: { email: device.email, password: canary },
    });
    await ask(cloud.address, 'GET', `/${canary}?${canary}=1`, { headers: { 'user-agent': canary } });
    await device.ask('GET', `/api/v1/backup/vaults/default/objects?cursor=${canary}`);
    // The object's bytes are gone under it: an error that the server has to log.
    for (const id of await cloud.listBlobs()) await rm(join(cloud.dataFolder, 'blobs', id.slice(-2), id));
    expect((await device.ask('GET', objectPath(`g1/${canary}`))).status).toBe(500);
    const metrics = await ask(cloud.address, 'GET', '/metrics');
    expect(metrics.bytes.toString()).toContain('adiuva_request_seconds_count');
    const said = cloud.log.join('') + metrics.bytes.toString();
    expect(said).toContain('request failed');
    const secrets = [canary, device.email, device.email.split('@')[0] ?? '', PASSWORD, device.accessToken];
    for (const secret of [...secrets, device.refreshToken, cloud.dataFolder])
      expect(said).not.toContain(secret);
  });

  test('its pages come from itself, and its description names every route', async () => {
    const cloud = await startCloud({ metricsToken: 'a token for the metrics' });
    cleanUps.push(cloud.stop);
    const page = await ask(cloud.address, 'GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).not.toMatch(/https?:/);
    const parts = [...page.bytes.toString().matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, part]) => part ?? '',
    );
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part).toMatch(/^\.?\/(?!\/)/);
      expect((await ask(cloud.address, 'GET', new URL(part, 'http://host/docs/').pathname)).status).toBe(200);
    }
    const { json } = await ask(cloud.address, 'GET', '/docs/json');
    expect(Object.keys(json.paths).length).toBeGreaterThan(20);
    expect((await ask(cloud.address, 'GET', '/metrics')).status).toBe(404);
    const headers = { authorization: 'Bearer a token for the metrics' };
    expect((await ask(cloud.address, 'GET', '/metrics', { headers })).status).toBe(200);
  });
});

describe('objects in a bucket', () => {
  test('are written, read in part and removed, and a refusal is told as one', async () => {
    const bucket = await startBlobServer();
    cleanUps.push(() => bucket.stop());
    const s3 = {
      endpoint: bucket.url,
      region: 'us-east-1',
      bucket: 'backups',
      prefix: 'adiuva/',
      accessKeyId: 'AKIDBLOBSERVER',
      secretAccessKey: 'a-secret/of+the-blob-server',
    };
    const cloud = await startCloud({ s3, deletedDays: 0 });
    cleanUps.push(cloud.stop);
    expect((await ask(cloud.address, 'GET', '/health')).status).toBe(200);
    const device = await signUp(cloud);
    const bytes = randomBytes(300_000);
    expect((await device.put('g1/packs/one', bytes, NEW)).status).toBe(201);
    expect([...bucket.objects.keys()].every((key) => key.startsWith('adiuva/'))).toBe(true);
    expect((await device.ask('GET', objectPath('g1/packs/one'))).bytes.equals(bytes)).toBe(true);
    const headers = { range: 'bytes=100-199' };
    const part = await device.ask('GET', objectPath('g1/packs/one'), { headers });
    expect(part.bytes.equals(bytes.subarray(100, 200))).toBe(true);
    const wrong = await device.put('g1/packs/two', bytes, {
      'content-digest': `sha-256=:${'A'.repeat(43)}=:`,
    });
    expect(wrong.json.error.code).toBe('digest_mismatch');
    await device.ask('DELETE', objectPath('g1/packs/one'));
    cloud.advance(1000);
    await cloud.sweep();
    expect([...bucket.objects.keys()]).toEqual([]);
    await bucket.stop();
    const away = await device.put('g1/packs/three', bytes, NEW);
    expect([away.status, away.json.error.code]).toEqual([503, 'unavailable']);
    expect((await ask(cloud.address, 'GET', '/health')).status).toBe(503);
  });
});

describe('settings', () => {
  test('that would open the server to everybody have to be said', () => {
    expect(readConfig({}).registration).toBe('open');
    expect(() => readConfig({ ADIUVA_CLOUD_HOST: '0.0.0.0' })).toThrow('ADIUVA_CLOUD_REGISTRATION');
    expect(() => readConfig({ ADIUVA_CLOUD_TRUST_PROXY: '127.0.0.1' })).toThrow('ADIUVA_CLOUD_REGISTRATION');
    expect(() => readConfig({ ADIUVA_CLOUD_REGISTRATION: 'invite' })).toThrow('ADIUVA_CLOUD_INVITE_CODE');
    expect(() => readConfig({ ADIUVA_CLOUD_S3_BUCKET: 'backups' })).toThrow('ADIUVA_CLOUD_S3_ENDPOINT');
    const open = { ADIUVA_CLOUD_HOST: '0.0.0.0', ADIUVA_CLOUD_REGISTRATION: 'closed' };
    expect(readConfig(open)).toMatchObject({ host: '0.0.0.0', registration: 'closed' });
  });

  test("give each tier its room: free has none unless the server is one's own", () => {
    expect(readConfig({})).toMatchObject({
      defaultTier: 'team',
      quotaBytes: { free: null, pro: 5e9, power: 50e9 },
    });
    const hosted = readConfig({ ADIUVA_CLOUD_SELF_HOSTED: 'false' });
    expect(hosted).toMatchObject({ defaultTier: 'free', quotaBytes: { free: 0, team: null } });
    expect(hosted.requestsPerMinute).toEqual({ free: 20, pro: 60, power: 120, team: 200 });
  });

  test('are refused without showing what they were', async () => {
    const secret = 'short';
    expect(() => readConfig({ ADIUVA_CLOUD_METRICS_TOKEN: secret })).toThrow(/ADIUVA_CLOUD_METRICS_TOKEN/);
    expect(() => readConfig({ ADIUVA_CLOUD_METRICS_TOKEN: secret })).not.toThrow(new RegExp(secret));
    const readme = await readFile('cloud/README.md', 'utf8');
    const source = await readFile('cloud/src/config.ts', 'utf8');
    const names = new Set([...source.matchAll(/ADIUVA_CLOUD_(?!S3_)\w+/g)].map(([name]) => name));
    for (const name of names) expect(readme).toContain(name);
  });
});
