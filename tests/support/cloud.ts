import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type CloudConfig } from '#cloud/config.ts';
import { startCloud as startServer, type RunningCloud } from '#cloud/start.ts';

export type TestCloud = RunningCloud & {
  readonly dataFolder: string;
  /** Moves the server's clock. */
  advance(ms: number): void;
  /** Ids of the blobs in the folder. */
  listBlobs(): Promise<readonly string[]>;
  readonly log: readonly string[];
};

export type TestCloudOptions = Partial<CloudConfig> & {
  /** An empty database; left out: the embedded one. */
  readonly databaseUrl?: string | undefined;
};

const OFTEN = 1_000_000;

/** The real server on a free port of the loopback address, without limits on requests unless they are given. */
export async function startCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const folder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'adiuva-cloud-')));
  const log: string[] = [];
  let aheadMs = 0;
  const config: CloudConfig = {
    ...readConfig({ ADIUVA_CLOUD_PORT: '0', ADIUVA_CLOUD_DATA: folder }),
    requestsPerMinute: { free: OFTEN, pro: OFTEN, power: OFTEN, team: OFTEN },
    addressLimits: { all: OFTEN, register: OFTEN, login: OFTEN, loginOfOneEmail: OFTEN, refresh: OFTEN },
    ...options,
  };
  const cloud = await startServer(config, {
    nowMs: () => Date.now() + aheadMs,
    logTo: { write: (line) => void log.push(line) },
  });
  return {
    ...cloud,
    dataFolder: folder,
    log,
    advance: (ms) => {
      aheadMs += ms;
    },
    listBlobs: async () => {
      const entries = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    stop: async () => {
      await cloud.stop();
      if (options.dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Asked = {
  readonly body?: Uint8Array<ArrayBuffer> | object;
  readonly headers?: Record<string, string>;
};

/** What came back, read to its end. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  // oxlint-disable-next-line typescript/no-explicit-any -- what came over the wire: the test that reads it is the check
  readonly json: any;
};

export async function ask(address: string, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { body, headers = {} } = asked;
  const isRaw = body instanceof Uint8Array;
  const type = isRaw ? 'application/octet-stream' : 'application/json';
  const response = await fetch(`${address}${path}`, {
    method,
    redirect: 'error',
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined,
  };
}

export const PASSWORD = 'correct horse battery';

let people = 0;

export function newEmail(): string {
  people += 1;
  return `person-${people}-${randomBytes(4).toString('hex')}@example.org`;
}

export type TestDevice = {
  readonly email: string;
  readonly accountId: string;
  readonly id: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  /** `PUT` of an object of the vault `default`, with its digest. */
  put(name: string, bytes: Uint8Array<ArrayBuffer>, headers?: Record<string, string>): Promise<Answer>;
};

export async function signUp({ address }: { address: string }): Promise<TestDevice> {
  const email = newEmail();
  await ask(address, 'POST', '/api/v1/auth/register', { body: { email, password: PASSWORD } });
  return signIn({ address }, email);
}

export async function signIn({ address }: { address: string }, email: string): Promise<TestDevice> {
  const body = { email, password: PASSWORD, deviceName: 'Laptop' };
  const { status, json } = await ask(address, 'POST', '/api/v1/auth/login', { body });
  if (status !== 200) throw new Error(`signing in was answered with ${status} ${JSON.stringify(json)}`);
  const authorization = `Bearer ${json.accessToken}`;
  const askSignedIn: TestDevice['ask'] = (method, path, asked = {}) =>
    ask(address, method, path, { ...asked, headers: { authorization, ...asked.headers } });
  return {
    email,
    accountId: json.account.id,
    id: json.device.id,
    accessToken: json.accessToken,
    refreshToken: json.refreshToken,
    ask: askSignedIn,
    put: (name, bytes, headers = {}) =>
      askSignedIn('PUT', objectPath(name), {
        body: bytes,
        headers: { 'content-digest': contentDigest(bytes), ...headers },
      }),
  };
}

export function objectPath(name: string, vault = 'default'): string {
  return `/api/v1/backup/vaults/${vault}/objects/${name}`;
}

export function contentDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
