import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '#shared/errors.ts';
import { connectionError } from './connection-error.ts';
import type { CheckedAddress } from './resolve.ts';

export type Exchange = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer | null;
  readonly to: CheckedAddress;
  /** PEM trusted beside the usual authorities. */
  readonly trustedCertificate: string | null;
  /** Cap on the body, after decompression. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly receivedBytes: number;
};

/** One request and its answer over a connection of its own, to the address that was checked. */
export async function exchange(parts: Exchange): Promise<Answer> {
  const response = await send(parts);
  try {
    return await receive(response, parts.maxBytes);
  } catch (error) {
    throw error instanceof AppError ? error : connectionError(parts.to, error);
  } finally {
    response.destroy();
  }
}

function send(parts: Exchange): Promise<IncomingMessage> {
  const { url, to, body, signal } = parts;
  const headers = new Headers(parts.headers);
  headers.set('host', url.host);
  headers.set('accept-encoding', 'gzip, deflate, br');
  headers.set('connection', 'close');
  headers.delete('content-length');
  if (body !== null) headers.set('content-length', String(body.length));
  const options = {
    method: parts.method,
    host: to.address,
    port: to.port,
    path: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(headers),
    // A connection is used once: none stays open to an address that was checked for another request.
    agent: false as const,
    signal,
    maxHeaderSize: 64 * 1024,
  };
  const tls = {
    servername: to.servername,
    ...(parts.trustedCertificate === null ? {} : { ca: [parts.trustedCertificate] }),
    minVersion: 'TLSv1.2' as const,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps({ ...options, ...tls }) : requestHttp(options);
    request.on('response', resolve);
    request.on('error', (error) => reject(connectionError(to, error)));
    request.end(body ?? undefined);
  });
}

async function receive(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  let receivedBytes = 0;
  response.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
  });
  const headers = headersOf(response);
  const decoded = decode(response, headers.get('content-encoding'));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded) {
    const bytes = chunk as Buffer; // neither stream has an encoding set
    size += bytes.length;
    if (size > maxBytes) {
      throw new AppError(
        'payload_too_large',
        `The answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB and was not taken in. Nothing was changed.`,
      );
    }
    chunks.push(bytes);
  }
  headers.delete('content-encoding');
  headers.delete('content-length');
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks, size), receivedBytes };
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

/** The port that an address means, and its host as DNS wants it. */
export function targetOf(url: URL): { readonly host: string; readonly port: number } {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: isIP(host) === 0 ? host : host.toLowerCase(), port };
}
