import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyTRPCRouter } from '@trpc/server';
import type { Log } from '#main/log/index.ts';
import { createAddressGuard } from './address-guard.ts';
import { createHttpHandler } from './http-handler.ts';
import { answerWith, listenOnLoopback } from './listen.ts';
import { createSessionCookie } from './session-cookie.ts';
import { createSessions, type Session } from './sessions.ts';
import { createSocketHandler } from './socket-handler.ts';
import { openStaticFiles } from './static-files.ts';

export type { Session } from './sessions.ts';

/** What the web host needs of the app. */
export type WebHostApp = {
  readonly router: AnyTRPCRouter;
  createContext(): object;
};

export type WebHostOptions = {
  /** 0 for any free port; without one the usual port, or any free one when that is taken. */
  readonly port?: number | undefined;
  /** The built renderer; found beside the program when left out. */
  readonly rendererFolder?: string;
  readonly log?: Log;
  readonly nowMs?: () => number;
};

export type WebHost = {
  readonly port: number;
  /** `http://127.0.0.1:<port>`: where a browser with a session goes. */
  readonly origin: string;
  /** A link that lets one browser in, once and within 60 seconds. Never log it. */
  issueLink(): string;
  sessions(): readonly Session[];
  /** Ends a session and cuts its connections. */
  endSession(id: string): void;
  /** Stops listening, tells the pages, and resolves when the last connection is gone. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Serves the app on the loopback addresses of this machine only: its pages and tRPC over WebSocket at `/trpc`.
 * The app stays its caller's: closing the host doesn't close it.
 * Throws `host_unavailable` when the port is taken or the pages are not built.
 */
export async function startWebHost(app: WebHostApp, options: WebHostOptions = {}): Promise<WebHost> {
  const files = await openStaticFiles(options.rendererFolder ?? findRenderer());
  const { port, servers } = await listenOnLoopback(options.port);
  const sessions = createSessions(options.nowMs ?? Date.now);
  const parts = {
    guard: createAddressGuard(port),
    cookie: createSessionCookie(port),
    sessions,
    log: options.log,
  };
  const sockets = createSocketHandler({
    ...parts,
    router: app.router,
    createContext: () => app.createContext(),
  });
  answerWith(servers, createHttpHandler({ ...parts, files }));
  for (const server of servers) {
    server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  }
  const origin = `http://127.0.0.1:${port}`;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const stopped = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    await sockets.close();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(stopped);
    options.log?.info('stopped');
  };
  options.log?.info('listening', { port, addresses: servers.length });
  return {
    port,
    origin,
    issueLink: () => `${origin}/open#${sessions.issueCode()}`,
    sessions: sessions.list,
    endSession: sessions.end,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

/** `dist/renderer`, seen from `dist/main` or from the sources. */
function findRenderer(): string {
  // Kept in a variable: with the literal in place, Vite would take the expression for an asset to copy.
  const here = import.meta.url;
  const places = ['../renderer/', '../../renderer/', '../../../../dist/renderer/'].map((place) =>
    fileURLToPath(new URL(place, here)),
  );
  const found = places.find((place) => existsSync(`${place}index.html`) && !existsSync(`${place}main.tsx`));
  return (found ?? places[0] ?? '').replace(/[\\/]$/, '');
}
