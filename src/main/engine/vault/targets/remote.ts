import type { Egress, HostAndPort } from '#main/engine/egress/index.ts';
import { AppError } from '#shared/errors.ts';
import { PIECE_BYTES, UNLIMITED, type Throttle } from './throttle.ts';

export type RemoteDeps = {
  readonly egress: Egress;
  readonly throttle?: Throttle;
  /** PEM trusted beside the usual authorities: a server of one's own. */
  readonly trustedCertificate?: string | null;
  /** How long a server may say nothing, before its answer and within it; a minute each where left out. */
  readonly patience?: { readonly firstByteMs: number; readonly idleMs: number };
};

export type RemoteRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | null;
  readonly signal?: AbortSignal | undefined;
};

export type RemoteAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
};

/** One exchange with the place of a backup. Answers whatever the status; only the network makes it reject. */
export type Remote = (request: RemoteRequest) => Promise<RemoteAnswer>;

const PATIENCE = { firstByteMs: 60_000, idleMs: 60_000 };
/** No object of a backup is as large; an answer that is comes from something else. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Everything goes to the one host that the person typed in, by the way out, and to no other. */
export function createRemote(base: URL, deps: RemoteDeps): Remote {
  const { egress, throttle = UNLIMITED, trustedCertificate = null, patience = PATIENCE } = deps;
  const permit = { feature: 'backup', hosts: [], configured: [hostOf(base)] };
  return async ({ method, url, headers = {}, body = null, signal }) => {
    const init: RequestInit = { method, headers: { ...headers }, redirect: 'manual', body: bodyOf(body) };
    const response = await egress.stream(
      url,
      init,
      { ...permit, keepsOpen: isRepeatable(method, headers) },
      {
        ...patience,
        maxBytes: MOST_BYTES,
        trustedCertificate,
        pace: throttle.take,
        ...(signal && { signal }),
      },
    );
    const bytes = await takeAll(response, throttle, signal);
    if (response.status >= 300 && response.status < 400 && response.status !== 304) throw sentOn(url);
    return { status: response.status, headers: response.headers, bytes };
  };
}

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'PROPFIND', 'OPTIONS']);

/** On a kept connection a request may be sent twice: one with a condition would then be refused for its own doing. */
function isRepeatable(method: string, headers: Readonly<Record<string, string>>): boolean {
  return REPEATABLE.has(method) && !('if-match' in headers) && !('if-none-match' in headers);
}

function hostOf(url: URL): HostAndPort {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname, port };
}

function bodyOf(body: Uint8Array | null): Uint8Array<ArrayBuffer> | null {
  // Nothing here stands on shared memory.
  return body as Uint8Array<ArrayBuffer> | null;
}

async function takeAll(
  response: Response,
  throttle: Throttle,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      await throttle.take(Math.min(PIECE_BYTES, chunk.length - start), signal);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sentOn(url: URL): AppError {
  return new AppError(
    'invalid_input',
    `${url.host} sends on to another address. Nothing was sent there; enter the address that it leads to.`,
  );
}
