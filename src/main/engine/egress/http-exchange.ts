import { request as requestHttp, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError, isAppError } from '#shared/errors.ts';
import { connectionError } from './connection-error.ts';
import { sendPaced, type Pace } from './paced-body.ts';
import type { CheckedAddress } from './resolve.ts';

/** A request whose body is whole: it may have to be sent again to where an answer sends on to. */
export type HttpRequest = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer | null;
};

export type Exchange = {
  readonly request: HttpRequest;
  readonly to: CheckedAddress;
  /** Keeps its connections open; `null` for one that is used once. */
  readonly agent: Agent | null;
  /** PEM trusted beside the usual authorities. */
  readonly trustedCertificate: string | null;
  /** `identity` lets each piece of an answer through as it comes; a packed one may hold it back. */
  readonly acceptEncoding: string;
  /** Aborted with the reason that the caller is to be told. */
  readonly signal: AbortSignal;
  /** Counts along, so that the bytes of a failed exchange are known too. */
  readonly meter: Meter;
  /** Called once the connection stands: from then on nobody can say how much of the request arrived. */
  readonly onSent: (() => void) | undefined;
  /** Sends the body in pieces, each when it may go; left out: at once. */
  readonly pace?: Pace | undefined;
};

/**
 * Bytes of bodies as they are on the wire: before unpacking, without headers, chunk sizes and TLS. What was sent
 * counts from the moment that the connection stands, since then nobody can say how much of it arrived.
 */
export type Meter = { sentBytes: number; receivedBytes: number };

/** The head of an answer, and its body while it comes. Whoever holds it must read it to its end or destroy it. */
export type Opened = {
  readonly status: number;
  readonly headers: Headers;
  /** Unpacked. Ends in an error of the network, not in one of ours. */
  readonly body: Readable;
  destroy(): void;
};

/**
 * A kept connection was closed at its other end before anything was answered: most likely while the request was on its
 * way. It may be sent once more, over a new one.
 */
export class StaleConnection extends Error {}

/** Sends one request to the address that was checked, and waits for the answer's head. */
export async function openExchange(parts: Exchange): Promise<Opened> {
  const response = await send(parts);
  response.on('data', (chunk: Buffer) => {
    parts.meter.receivedBytes += chunk.length;
  });
  // The listener above would let it run before anybody reads it.
  response.pause();
  const headers = headersOf(response);
  const body = decode(response, headers.get('content-encoding'));
  headers.delete('content-encoding');
  // Of an answer without a body it tells the size that one would have.
  if (parts.request.method !== 'HEAD') headers.delete('content-length');
  return {
    status: response.statusCode ?? 0,
    headers,
    body,
    destroy() {
      body.destroy();
      response.destroy();
    },
  };
}

/** The whole body of an answer, or `payload_too_large`. */
export async function takeWhole(opened: Opened, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of opened.body) {
    const bytes = chunk as Buffer; // neither stream has an encoding set
    size += bytes.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'payload_too_large',
    `The answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB and was not taken in. Nothing was changed.`,
  );
}

/** What ended an exchange, told as ours: the reason it was aborted with, where that is one. */
export function exchangeError(to: CheckedAddress, signal: AbortSignal, error: unknown): AppError {
  if (isAppError(error)) return error;
  if (!signal.aborted) return connectionError(to, error);
  const reason: unknown = signal.reason;
  if (isAppError(reason)) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return connectionError(to, reason);
  return new AppError('cancelled', `The connection to ${to.host}:${to.port} was ended before it was done.`, {
    cause: reason,
  });
}

function send({ request, to, signal, meter, ...parts }: Exchange): Promise<IncomingMessage> {
  const { url, body } = request;
  const headers = new Headers(request.headers);
  headers.set('host', url.host);
  headers.set('accept-encoding', parts.acceptEncoding);
  if (parts.agent === null) headers.set('connection', 'close');
  headers.delete('content-length');
  if (body !== null) headers.set('content-length', String(body.length));
  const options = {
    method: request.method,
    host: to.address,
    port: to.port,
    path: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(headers),
    agent: parts.agent ?? (false as const),
    signal,
    maxHeaderSize: 64 * 1024,
  };
  const tls = {
    servername: to.servername,
    ...(parts.trustedCertificate === null ? {} : { ca: [parts.trustedCertificate] }),
    minVersion: 'TLSv1.2' as const,
  };
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const sending = isSecure ? requestHttps({ ...options, ...tls }) : requestHttp(options);
    const stands = () => {
      meter.sentBytes = body?.length ?? 0;
      parts.onSent?.();
    };
    sending.on('socket', (socket) => {
      if (sending.reusedSocket) stands();
      // Before its handshake a connection carries nothing of the request.
      else socket.once(isSecure ? 'secureConnect' : 'connect', stands);
    });
    sending.on('response', resolve);
    sending.on('error', (error) =>
      reject(isStale(sending, signal, error) ? new StaleConnection() : exchangeError(to, signal, error)),
    );
    if (body === null || parts.pace === undefined) sending.end(body ?? undefined);
    else
      sendPaced(sending, body, { pace: parts.pace, signal }).catch((error: Error) => sending.destroy(error));
  });
}

function isStale(sending: ClientRequest, signal: AbortSignal, error: Error): boolean {
  const isClosed = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  return sending.reusedSocket && isClosed && !signal.aborted;
}

function decode(response: IncomingMessage, encoding: string | null): Readable {
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : null;
  if (decoder === null) return response;
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
}

function headersOf(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) headers.append(name, one);
    }
  }
  return headers;
}

/** The port that an address means, and its host as DNS wants it: without the brackets of an IPv6 address. */
export function targetOf(url: URL): { readonly host: string; readonly port: number } {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: isIP(host) === 0 ? host : host.toLowerCase(), port };
}
