import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/errors.ts';

/** Kept the same from start to start, so that a browser's bookmark and its settings stay valid. */
const USUAL_PORT = 47_811;
const LIMITS = {
  maxHeaderSize: 16 * 1_024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};
const MAX_CONNECTIONS = 128;

/** A server that listens on 127.0.0.1 and, where there is one, on ::1 at the same port. */
export type LoopbackServers = { readonly port: number; readonly servers: readonly Server[] };

/**
 * Without a port the usual one is tried first and then any free one; a port that was asked for is used or it
 * fails. Requests are handed to `listener` only once it is known, since it depends on the port.
 */
export async function listenOnLoopback(port: number | undefined): Promise<LoopbackServers> {
  const first = await listenFirst(port);
  const address = first.address() as AddressInfo;
  const second = await listen('::1', address.port).catch(() => undefined);
  return { port: address.port, servers: second === undefined ? [first] : [first, second] };
}

export function answerWith(servers: readonly Server[], listener: RequestListener): void {
  for (const server of servers) server.on('request', listener);
}

async function listenFirst(port: number | undefined): Promise<Server> {
  try {
    return await listen('127.0.0.1', port ?? USUAL_PORT);
  } catch (cause) {
    if (port === undefined) return listen('127.0.0.1', 0);
    throw new AppError(
      'host_unavailable',
      `Port ${port} on this machine is taken or not allowed. Nothing was changed; choose another with --port.`,
      { cause },
    );
  }
}

function listen(host: string, port: number): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const server = createServer(LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  server.once('error', reject);
  server.listen({ host, port, exclusive: true }, () => {
    server.off('error', reject);
    resolve(server);
  });
  return promise;
}
