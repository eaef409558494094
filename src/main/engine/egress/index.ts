/**
 * The one way out. Every connection that the product opens asks here first: the host must be allowed, its name is
 * looked up once, addresses of this machine and of the local network are refused unless the person typed in that
 * very host and port, and what was sent and received is written down.
 */
import { AppError, isAppError } from '#shared/errors.ts';
import { exchange, targetOf, type Answer } from './http-exchange.ts';
import type { EgressEntry, EgressLedger } from './ledger.ts';
import { isConfigured, type HostAndPort, type Permit } from './permit.ts';
import { nextRequest } from './redirect.ts';
import { resolveChecked, systemResolver, type CheckedAddress, type Resolver } from './resolve.ts';

export { connectionError } from './connection-error.ts';
export { kindOfAddress, type AddressKind } from './address-rules.ts';
export type { EgressEntry, EgressLedger } from './ledger.ts';
export type { HostAndPort, Permit } from './permit.ts';
export type { CheckedAddress, Resolver } from './resolve.ts';

export type EgressDeps = {
  readonly ledger: EgressLedger;
  /** The system's own, unless a test says otherwise. */
  readonly resolver?: Resolver;
};

export type HttpLimits = {
  readonly timeoutMs: number;
  /** Of one answer, after decompression. */
  readonly maxBytes: number;
  /** PEM trusted for this request. */
  readonly trustedCertificate?: string | null;
  readonly signal?: AbortSignal;
};

export type Egress = {
  /**
   * Checks a host and port for a protocol that opens its own socket, which must connect to `address` and nothing
   * else. Throws `egress_refused` or `unreachable`.
   */
  resolve(target: HostAndPort, permit: Permit): Promise<CheckedAddress>;
  /**
   * `fetch` under the rules of this place: http and https only, at most 5 redirects, each checked like the first,
   * credentials dropped when the origin changes, the whole exchange within the time and size caps. Plain http only
   * to what the person configured.
   */
  fetch(url: string | URL, init: RequestInit, permit: Permit, limits: HttpLimits): Promise<Response>;
  /** Writes down what a protocol with its own socket sent and received. */
  note(entry: EgressEntry): void;
};

const MAX_REDIRECTS = 5;
const NO_BODY = new Set([101, 204, 205, 304]);

export function createEgress(deps: EgressDeps): Egress {
  const resolver = deps.resolver ?? systemResolver;
  const resolve = async (target: HostAndPort, permit: Permit): Promise<CheckedAddress> => {
    try {
      return await resolveChecked(target, permit, resolver);
    } catch (error) {
      if (isAppError(error) && error.code === 'egress_refused') deps.ledger.note(refused(permit, target));
      throw error;
    }
  };
  return {
    resolve,
    note: (entry) => deps.ledger.note(entry),
    fetch: (url, init, permit, limits) =>
      followed({ url: new URL(url), init, permit, limits, resolve, deps }),
  };
}

type Fetching = {
  readonly url: URL;
  readonly init: RequestInit;
  readonly permit: Permit;
  readonly limits: HttpLimits;
  readonly resolve: Egress['resolve'];
  readonly deps: EgressDeps;
};

async function followed(fetching: Fetching): Promise<Response> {
  const { init, limits } = fetching;
  const signals = [AbortSignal.timeout(limits.timeoutMs), limits.signal, init.signal];
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined && one !== null));
  let request = {
    url: fetching.url,
    method: (init.method ?? 'GET').toUpperCase(),
    headers: new Headers(init.headers),
    body: await bodyOf(init.body),
  };
  for (let redirects = 0; ; redirects += 1) {
    const answer = await once({ ...fetching, request, signal });
    const next = init.redirect === 'manual' ? null : nextRequest(request, answer);
    if (next === null) return responseOf(answer, request.url);
    if (redirects === MAX_REDIRECTS || init.redirect === 'error') {
      throw new AppError(
        'unreachable',
        `${request.url.host} sends on to other addresses without end. Nothing was taken in.`,
      );
    }
    request = next;
  }
}

type Once = Fetching & {
  readonly request: {
    readonly url: URL;
    readonly method: string;
    readonly headers: Headers;
    readonly body: Buffer | null;
  };
  readonly signal: AbortSignal;
};

async function once({ request, permit, limits, resolve, deps, signal }: Once): Promise<Answer> {
  const target = targetOf(request.url);
  assertProtocol(request.url, target, permit);
  const to = await resolve(target, permit);
  const startedAt = performance.now();
  const sentBytes = request.body?.length ?? 0;
  const note = (outcome: 'done' | 'failed', receivedBytes: number) =>
    deps.ledger.note({
      feature: permit.feature,
      ...target,
      sentBytes,
      receivedBytes,
      durationMs: Math.round(performance.now() - startedAt),
      outcome,
    });
  try {
    const trustedCertificate = limits.trustedCertificate ?? null;
    const answer = await exchange({ ...request, to, trustedCertificate, maxBytes: limits.maxBytes, signal });
    note('done', answer.receivedBytes);
    return answer;
  } catch (error) {
    note('failed', 0);
    throw error;
  }
}

function assertProtocol(url: URL, target: HostAndPort, permit: Permit): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isConfigured(permit, target)) return;
  throw new AppError(
    'egress_refused',
    `A connection to ${url.host} was refused: only https is allowed there. Nothing was sent.`,
  );
}

async function bodyOf(body: RequestInit['body']): Promise<Buffer | null> {
  if (body === undefined || body === null) return null;
  return Buffer.from(await new Response(body).arrayBuffer());
}

function responseOf(answer: Answer, url: URL): Response {
  const body = NO_BODY.has(answer.status) ? null : Uint8Array.from(answer.body);
  const response = new Response(body, { status: answer.status, headers: answer.headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

function refused(permit: Permit, target: HostAndPort): EgressEntry {
  const nothing = { sentBytes: 0, receivedBytes: 0, durationMs: 0 };
  return { feature: permit.feature, ...target, ...nothing, outcome: 'refused' };
}
