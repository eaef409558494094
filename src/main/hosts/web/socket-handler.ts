import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import type { AnyTRPCRouter } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '#main/log/index.ts';
import type { AddressGuard } from './address-guard.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

export type SocketParts = {
  readonly guard: AddressGuard;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly log: Log | undefined;
  readonly router: AnyTRPCRouter;
  readonly createContext: () => object;
};

export type SocketHandler = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

const MAX_MESSAGE_BYTES = 16 * 1_024 * 1_024;
const MAX_CONNECTIONS = 64;
const MAX_CONNECTIONS_PER_SESSION = 24;
/** A reader this far behind is not reading; cutting it off frees the memory, and it connects again. */
const MAX_UNSENT_BYTES = 64 * 1_024 * 1_024;
const UNSENT_CHECK_MS = 5_000;
const PING_MS = 25_000;
const PONG_WAIT_MS = 10_000;
const GOING_AWAY = 1_001;
const CLOSE_WAIT_MS = 1_000;

/** tRPC over WebSocket, for browsers with a session and pages of our own only. */
export function createSocketHandler(parts: SocketParts): SocketHandler {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  applyWSSHandler({
    wss: server,
    router: parts.router,
    createContext: parts.createContext,
    keepAlive: { enabled: true, pingMs: PING_MS, pongWaitMs: PONG_WAIT_MS },
  });
  const owners = new Map<WebSocket, Session>();
  parts.sessions.onEnd((id) => {
    for (const [client, session] of owners) if (session.id === id) client.terminate();
  });
  const unsentCheck = setInterval(() => {
    for (const client of server.clients) if (client.bufferedAmount > MAX_UNSENT_BYTES) client.terminate();
  }, UNSENT_CHECK_MS).unref();

  return {
    upgrade(request, socket, head) {
      // Without a listener a connection that breaks here would end the process.
      socket.on('error', () => socket.destroy());
      const admitted = admit(parts, server, request);
      if (typeof admitted === 'number') {
        parts.log?.warn('connection refused', { status: admitted });
        socket.end(`HTTP/1.1 ${admitted} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => {
        owners.set(client, admitted);
        parts.sessions.enter(admitted);
        client.on('error', () => client.terminate());
        client.on('close', () => {
          owners.delete(client);
          parts.sessions.leave(admitted);
        });
        server.emit('connection', client, request);
      });
    },
    async close() {
      clearInterval(unsentCheck);
      await closeAll(server);
    },
  };
}

/** The session that may connect, or the status it is refused with. */
function admit(parts: SocketParts, server: WebSocketServer, request: IncomingMessage): Session | number {
  if (!parts.guard.isKnownHost(request) || parts.guard.originOf(request) !== 'same') return 403;
  if (request.url?.split('?')[0] !== '/trpc') return 404;
  const session = parts.sessions.find(parts.cookie.read(request));
  if (session === undefined) return 401;
  const isFull = server.clients.size >= MAX_CONNECTIONS || session.connections >= MAX_CONNECTIONS_PER_SESSION;
  return isFull ? 503 : session;
}

/** Asks every page to go and, after a moment, cuts off those that don't. */
async function closeAll(server: WebSocketServer): Promise<void> {
  const closed = promisify(server.close.bind(server))();
  const everyoneGone = Promise.all(
    [...server.clients].map(
      (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
    ),
  );
  for (const client of server.clients) client.close(GOING_AWAY, 'stopping');
  const cutOff = setTimeout(() => {
    for (const client of server.clients) client.terminate();
  }, CLOSE_WAIT_MS);
  await everyoneGone;
  clearTimeout(cutOff);
  await closed;
}
