import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createEgress, type Egress, type EgressEntry } from '#main/engine/egress/index.ts';
import { createS3Target } from '#main/engine/vault/targets/s3-target.ts';
import type { BlobTarget } from '#main/engine/vault/targets/blob-target.ts';
import type { RemoteDeps } from '#main/engine/vault/targets/remote.ts';
import type { Throttle } from '#main/engine/vault/targets/throttle.ts';
import { createFaults, type BlobFault, type Faults } from './blob-server-faults.ts';
import { answerS3, BUCKET, type Stored } from './blob-server-s3.ts';

export { BUCKET };

export const ACCESS_KEY = 'AKIDBLOBSERVER';
export const SECRET_KEY = 'a-secret/of+the-blob-server';

export type BlobServerOptions = {
  /** Names in one page of a list. */
  readonly pageSize?: number;
  /** How far its clock is off, in milliseconds. */
  readonly clockOffsetMs?: number;
};

export type BlobServerRequest = { readonly method: string; readonly name: string; readonly query: string };

/** A bucket on the loopback address that keeps to the protocol of S3, until it is told to lie. */
export type BlobServer = Faults & {
  readonly url: string;
  readonly port: number;
  /** What it keeps, by name. To lose something silently: `delete`. */
  readonly objects: Map<string, Stored>;
  /** Every request so far, refused ones too. */
  readonly requests: BlobServerRequest[];
  /** Flips one bit of what is kept, as a bad disk would. */
  flip(name: string, byte: number): void;
  /** Puts an older state of everything back, as a server restored from a tape would. */
  snapshot(): () => void;
  /** Moves its clock. */
  setClock(offsetMs: number): void;
  target(options?: {
    throttle?: Throttle;
    egress?: Egress;
    isPathStyle?: boolean;
    patience?: RemoteDeps['patience'];
  }): BlobTarget;
  readonly ledger: EgressEntry[];
  stop(): Promise<void>;
};

export async function startBlobServer(options: BlobServerOptions = {}): Promise<BlobServer> {
  const objects = new Map<string, Stored>();
  const requests: BlobServerRequest[] = [];
  const ledger: EgressEntry[] = [];
  const faults = createFaults(objects);
  let offsetMs = options.clockOffsetMs ?? 0;
  const now = () => Date.now() + offsetMs;
  const keys = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY };
  const service = { objects, uploads: new Map(), keys, now, pageSize: options.pageSize ?? 1000, faults };
  const server = createServer((request, response) => {
    void serveOne(request, response).catch(() => response.destroy());
  });
  const serveOne = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const name = url.pathname.replace(new RegExp(`^/${BUCKET}(/|$)`), '').replace(/^\//, '');
    const method = request.method ?? 'GET';
    requests.push({ method, name, query: url.search });
    const fault = faults.find({ method, name });
    if (fault?.kind === 'stall') return;
    const body = await bodyOf(request);
    if (fault?.kind === 'cutBefore') return void response.destroy();
    if (fault?.kind === 'status') {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return void response.writeHead(fault.status ?? 500, headers).end();
    }
    const answer = await answerS3(service, { request, url, name, method, body, fault });
    if (fault?.kind === 'cutAfter') return void response.destroy();
    respond(response, { ...answer, breaks: fault?.kind, isHead: method === 'HEAD', now });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const { port } = address;
  // A bucket's own host name leads here as well.
  const ours = createEgress({
    ledger: { note: (entry) => ledger.push(entry) },
    resolver: async () => ['127.0.0.1'],
  });
  return {
    ...faults,
    url: `http://127.0.0.1:${port}`,
    port,
    objects,
    requests,
    ledger,
    flip: (name, byte) => flip(objects, name, byte),
    snapshot() {
      const kept = [...objects];
      return () => {
        objects.clear();
        for (const [name, stored] of kept) objects.set(name, stored);
      };
    },
    setClock(ms) {
      offsetMs = ms;
    },
    target({ throttle, egress = ours, isPathStyle = true, patience } = {}) {
      const host = isPathStyle ? '127.0.0.1' : 'blobs.example';
      const endpoint = `http://${host}:${port}`;
      const place = { endpoint, region: 'eu-test-1', bucket: BUCKET, isPathStyle, accessKeyId: ACCESS_KEY };
      const secretAccessKey = () => Promise.resolve(SECRET_KEY);
      return createS3Target(place, { egress, secretAccessKey, patience, ...(throttle && { throttle }) });
    },
    async stop() {
      faults.clearFaults();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function flip(objects: Map<string, Stored>, name: string, byte: number): void {
  const stored = objects.get(name);
  if (stored === undefined) throw new Error(`nothing is called ${name}`);
  const bytes = Buffer.from(stored.bytes);
  bytes[byte % bytes.length] = (bytes[byte % bytes.length] ?? 0) ^ 1;
  objects.set(name, { ...stored, bytes });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Answering = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Half of it and then the dead line, or half of it and then nothing. */
  readonly breaks: BlobFault['kind'] | undefined;
  readonly isHead: boolean;
  readonly now: () => number;
};

function respond(response: ServerResponse, { status, headers = {}, body, ...parts }: Answering): void {
  const bytes = body ?? Buffer.alloc(0);
  response.sendDate = false;
  response.writeHead(status, {
    date: new Date(parts.now()).toUTCString(),
    'x-amz-request-id': randomBytes(8).toString('hex'),
    'content-length': String(bytes.length),
    ...headers,
  });
  if (parts.isHead) return void response.end();
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (parts.breaks === 'stallAnswer') response.write(half);
  else if (parts.breaks === 'halfAnswer')
    response.write(half, () => setTimeout(() => response.destroy(), 10));
  else response.end(bytes);
}
