import { createTRPCClient, createWSClient, wsLink, type TRPCClient, type TRPCLink } from '@trpc/client';
import type { AppRouter } from '#main/api/root.ts';
import type { AdiuvaBridge } from '#shared/contracts/ipc.ts';
import { createConnectionStore, type ConnectionStore } from './connection.ts';
import { createHostEvents, type HostEvents } from './host-events.ts';

export type Api = TRPCClient<AppRouter>;
export type ApiConnection = {
  readonly api: Api;
  readonly connection: ConnectionStore;
  readonly hostEvents: HostEvents;
};

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 8000;

/** Doubles up to the cap, with jitter so that several windows do not return in step. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const delay = Math.min(RETRY_FIRST_MS * 2 ** Math.min(attempt, 10), RETRY_MAX_MS);
  return Math.round(delay * (0.75 + random() / 2));
}

function webSocketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`;
}

function openWebSocketLink(connection: ConnectionStore): TRPCLink<AppRouter> {
  const client = createWSClient({
    url: webSocketUrl(window.location),
    retryDelayMs,
    keepAlive: { enabled: true, intervalMs: 15_000, pongTimeoutMs: 5000 },
    onOpen: () => connection.set('online'),
    onClose: () => connection.set('reconnecting'),
  });
  return wsLink<AppRouter>({ client });
}

async function openIpcLink(
  bridge: AdiuvaBridge,
  connection: ConnectionStore,
  hostEvents: HostEvents,
): Promise<TRPCLink<AppRouter>> {
  const { ipcLink } = await import('./ipc-link.ts');
  return ipcLink<AppRouter>(bridge, { onState: connection.set, onHostEvent: hostEvents.emit });
}

/** Under Electron the preload's channel, elsewhere a WebSocket to the host that served the page. */
export async function connectApi(): Promise<ApiConnection> {
  const connection = createConnectionStore();
  const hostEvents = createHostEvents();
  const link = window.adiuva
    ? await openIpcLink(window.adiuva, connection, hostEvents)
    : openWebSocketLink(connection);
  return { api: createTRPCClient<AppRouter>({ links: [link] }), connection, hostEvents };
}
