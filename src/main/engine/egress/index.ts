/**
 * The one way out. Every connection that the product opens asks here first: the host must be allowed, its name is
 * looked up once, addresses of this machine and of the local network are refused unless the person typed in that
 * very host and port, and what was sent and received is written down.
 */
import { isAppError } from '#shared/errors.ts';
import { follow, type Hop, type HopDeps } from './hop.ts';
import { takeWhole } from './http-exchange.ts';
import { KeptConnections } from './kept-connections.ts';
import type { EgressEntry, EgressLedger } from './ledger.ts';
import type { OfflineSwitch } from './offline-switch.ts';
import type { Pace } from './paced-body.ts';
import type { HostAndPort, Permit } from './permit.ts';
import { resolveChecked, systemResolver, type CheckedAddress, type Resolver } from './resolve.ts';
import { bodyStream, createPatience } from './stream.ts';

export { connectionError } from './connection-error.ts';
export { targetOf } from './http-exchange.ts';
export { kindOfAddress, loopbackAddressOf, type AddressKind } from './address-rules.ts';
export type { EgressEntry, EgressLedger, EgressOutcome } from './ledger.ts';
export { createOfflineSwitch, type OfflineSwitch } from './offline-switch.ts';
export type { HostAndPort, Permit } from './permit.ts';
export type { CheckedAddress, Resolver } from './resolve.ts';

export type EgressDeps = {
  readonly ledger: EgressLedger;
  /** While it is on, nothing leaves this machine; turning it on ends what is open to elsewhere. */
  readonly offline?: OfflineSwitch;
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
  /** Told when the connection stands and the request goes out, for each redirect anew. */
  readonly onSent?: () => void;
};

export type StreamLimits = {
  /**
   * Until the head of the answer is there, redirects included, and from there until the first bytes of its body. With
   * a pace it begins anew with each piece that is sent.
   */
  readonly firstByteMs: number;
  /** Silence between two pieces of the body, counted only while somebody waits for the next one. */
  readonly idleMs: number;
  /** Of the whole body, after decompression. */
  readonly maxBytes: number;
  /** PEM trusted for this request. */
  readonly trustedCertificate?: string | null;
  readonly signal?: AbortSignal;
  /** Told when the connection stands and the request goes out, for each redirect anew. */
  readonly onSent?: () => void;
  /** Asked before each piece of the request's body: what goes out is sent no faster, and its waits are no silence. */
  readonly pace?: Pace;
};

export type Egress = {
  /**
   * Checks a host and port for a protocol that opens its own socket, which must connect to `address` and nothing
   * else, and must close it when `ended` is aborted. Throws `offline`, `egress_refused` or `unreachable`.
   */
  resolve(target: HostAndPort, permit: Permit): Promise<CheckedAddress>;
  /**
   * `fetch` under the rules of this place: http and https only, at most 5 redirects, each checked like the first,
   * credentials dropped when the origin changes, the whole exchange within the time and size caps. Plain http only
   * to what the person configured.
   */
  fetch(url: string | URL, init: RequestInit, permit: Permit, limits: HttpLimits): Promise<Response>;
  /**
   * As `fetch`, but resolves at the head of the answer, and `body` gives each piece as it arrives. Nothing is read
   * ahead. The body must be read to its end or cancelled; its row of the ledger is written then. Where it fails on the
   * way, reading throws an AppError: `unreachable`, `payload_too_large`, `offline`, or `cancelled` for a signal.
   */
  stream(url: string | URL, init: RequestInit, permit: Permit, limits: StreamLimits): Promise<Response>;
  /** Writes down what a protocol with its own socket sent and received. */
  note(entry: EgressEntry): void;
  /** Aborted when the offline switch goes on: what is open must end. A new one stands here when it goes off. */
  ended(): AbortSignal;
  /** Closes connections that are kept open: idle ones now, others with their answer. For when a right has ended. */
  letGo(): void;
};

const NO_BODY = new Set([101, 204, 205, 304]);
/** Never aborted: an egress without a switch. */
const NEVER = new AbortController().signal;

export function createEgress(deps: EgressDeps): Egress {
  const resolver = deps.resolver ?? systemResolver;
  const ended = () => deps.offline?.signal() ?? NEVER;
  const endOf = (permit: Permit) => (permit.isThisMachineOnly === true ? NEVER : ended());
  const note = (entry: EgressEntry) => deps.ledger.note(entry);
  const resolve = async (target: HostAndPort, permit: Permit): Promise<CheckedAddress> => {
    const leaves = permit.isThisMachineOnly !== true;
    try {
      if (leaves) deps.offline?.assertOff();
      const to = await resolveChecked(target, permit, resolver);
      // A name may take seconds to look up.
      if (leaves) deps.offline?.assertOff();
      return to;
    } catch (error) {
      if (isAppError(error) && ['egress_refused', 'offline'].includes(error.code))
        note(refused(permit, target));
      throw error;
    }
  };
  const kept = new KeptConnections();
  const hops = { resolve, note, kept, ended };
  return {
    resolve,
    note,
    ended,
    letGo: () => kept.close('all'),
    async fetch(url, init, permit, limits) {
      const signals = [AbortSignal.timeout(limits.timeoutMs), limits.signal, init.signal, endOf(permit)];
      const asked = { url, init, permit, signals, acceptEncoding: 'gzip, deflate, br' };
      const hop = await leave({ ...asked, ...sendingOf(limits) }, hops);
      return buffered(hop, limits.maxBytes);
    },
    async stream(url, init, permit, limits) {
      const controller = new AbortController();
      const patience = createPatience(controller);
      const begin = () =>
        patience.wait(
          limits.firstByteMs,
          `${new URL(url).host} did not answer in time. Try again, or later.`,
        );
      let isOver = false;
      begin();
      const signals = [controller.signal, limits.signal, init.signal, endOf(permit)];
      const pace =
        limits.pace && pausing(limits.pace, { pause: patience.stop, resume: begin, isOver: () => isOver });
      const asked = { url, init, permit, signals, acceptEncoding: 'identity', pace };
      try {
        const hop = await leave({ ...asked, ...sendingOf(limits) }, hops);
        return responseOf(hop, bodyStream(hop, patience, limits));
      } finally {
        isOver = true;
        patience.stop();
      }
    },
  };
}

type Asked = {
  readonly url: string | URL;
  readonly init: RequestInit;
  readonly permit: Permit;
  readonly acceptEncoding: string;
  readonly trustedCertificate: string | null;
  readonly onSent: (() => void) | undefined;
  readonly pace?: Pace | undefined;
  readonly signals: readonly (AbortSignal | null | undefined)[];
};

function sendingOf({ trustedCertificate = null, onSent }: HttpLimits | StreamLimits) {
  return { trustedCertificate, onSent };
}

type Waiting = { pause(): void; resume(): void; isOver(): boolean };

function pausing(pace: Pace, { pause, resume, isOver }: Waiting): Pace {
  return async (bytes, signal) => {
    if (!isOver()) pause();
    await pace(bytes, signal);
    // An answer may come before all is sent; from then on its body has the time.
    if (!isOver()) resume();
  };
}

async function leave({ url, init, permit, signals, ...asked }: Asked, hops: HopDeps): Promise<Hop> {
  const request = {
    url: new URL(url),
    method: (init.method ?? 'GET').toUpperCase(),
    headers: new Headers(init.headers),
    body: await bodyOf(init.body),
  };
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined && one !== null));
  return follow({ ...asked, request, redirect: init.redirect, permit, signal }, hops);
}

async function buffered(hop: Hop, maxBytes: number): Promise<Response> {
  try {
    const body = await takeWhole(hop.opened, maxBytes);
    hop.end('done');
    return responseOf(hop, Uint8Array.from(body));
  } catch (error) {
    throw hop.error(error);
  } finally {
    hop.opened.destroy();
    hop.end('failed');
  }
}

async function bodyOf(body: RequestInit['body']): Promise<Buffer | null> {
  if (body === undefined || body === null) return null;
  // Large ones among them: no copy of what is whole already.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(await new Response(body).arrayBuffer());
}

function responseOf(hop: Hop, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response {
  const { status, headers } = hop.opened;
  const isEmpty = NO_BODY.has(status);
  if (isEmpty && body instanceof ReadableStream) void body.cancel();
  const response = new Response(isEmpty ? null : body, { status, headers });
  Object.defineProperty(response, 'url', { value: hop.url.href });
  return response;
}

function refused(permit: Permit, target: HostAndPort): EgressEntry {
  const { feature, runId = null, traceId = null } = permit;
  const nothing = { sentBytes: 0, receivedBytes: 0, durationMs: 0 };
  return { feature, ...target, ...nothing, outcome: 'refused', runId, traceId };
}
