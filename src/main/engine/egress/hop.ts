import type { Agent } from 'node:http';
import { AppError } from '#shared/errors.ts';
import {
  exchangeError,
  openExchange,
  StaleConnection,
  targetOf,
  type HttpRequest,
  type Opened,
} from './http-exchange.ts';
import type { KeptConnections } from './kept-connections.ts';
import type { EgressEntry, EgressOutcome } from './ledger.ts';
import type { Pace } from './paced-body.ts';
import { isConfigured, type HostAndPort, type Permit } from './permit.ts';
import { nextRequest } from './redirect.ts';
import type { CheckedAddress } from './resolve.ts';

export type HopDeps = {
  resolve(target: HostAndPort, permit: Permit): Promise<CheckedAddress>;
  note(entry: EgressEntry): void;
  readonly kept: KeptConnections;
  /** Aborted when what leaves this machine has to end. */
  ended(): AbortSignal;
};

export type Following = {
  readonly request: HttpRequest;
  readonly redirect: RequestInit['redirect'];
  readonly permit: Permit;
  readonly trustedCertificate: string | null;
  readonly acceptEncoding: string;
  readonly signal: AbortSignal;
  readonly onSent: (() => void) | undefined;
  readonly pace?: Pace | undefined;
};

/** One request that was answered. Exactly one call of `end` writes its row of the ledger. */
export type Hop = {
  readonly url: URL;
  readonly opened: Opened;
  /** Ours, for what the network or the signal ended it with. */
  error(error: unknown): AppError;
  end(outcome: EgressOutcome): void;
};

const MAX_REDIRECTS = 5;

/** Sends a request and follows where it is sent on to; each address is checked like the first. */
export async function follow(following: Following, deps: HopDeps): Promise<Hop> {
  let { request } = following;
  for (let redirects = 0; ; redirects += 1) {
    const hop = await send({ ...following, request }, deps);
    const next = following.redirect === 'manual' ? null : nextRequest(request, hop.opened);
    if (next === null) return hop;
    // Nobody reads what a redirect says beside its address.
    hop.opened.destroy();
    hop.end('done');
    if (redirects === MAX_REDIRECTS || following.redirect === 'error') {
      throw new AppError(
        'unreachable',
        `${request.url.host} sends on to other addresses without end. Nothing was taken in.`,
      );
    }
    request = next;
  }
}

async function send(following: Following, deps: HopDeps): Promise<Hop> {
  const { request, permit, trustedCertificate } = following;
  const target = targetOf(request.url);
  assertProtocol(request.url, target, permit);
  const going = { url: request.url, permit, trustedCertificate };
  const known = deps.kept.find(going);
  if (known !== undefined) {
    // Nothing may wait between finding it and sending: it could close meanwhile.
    const hop = await sendOver(following, known, deps).catch((error: unknown) => {
      if (error instanceof StaleConnection) return null;
      throw error;
    });
    if (hop !== null) return hop;
  }
  const to = await deps.resolve(target, permit);
  if (permit.keepsOpen !== true) return sendOver(following, { to, agent: null }, deps);
  return sendOver(following, deps.kept.open(going, to, deps.ended()), deps);
}

type Over = { readonly to: CheckedAddress; readonly agent: Agent | null };

async function sendOver(following: Following, over: Over, deps: HopDeps): Promise<Hop> {
  const { request, permit, signal, trustedCertificate, acceptEncoding, onSent, pace } = following;
  const { host, port } = over.to;
  const startedAt = performance.now();
  const meter = { sentBytes: 0, receivedBytes: 0 };
  let isNoted = false;
  const end = (outcome: EgressOutcome) => {
    if (isNoted) return;
    isNoted = true;
    const { feature, runId = null, traceId = null } = permit;
    const durationMs = Math.round(performance.now() - startedAt);
    deps.note({ feature, host, port, ...meter, durationMs, outcome, runId, traceId });
  };
  try {
    const exchange = { request, ...over, trustedCertificate, acceptEncoding, signal, meter, onSent, pace };
    const opened = await openExchange(exchange);
    return { url: request.url, opened, end, error: (error) => exchangeError(over.to, signal, error) };
  } catch (error) {
    end('failed');
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
