import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { Log } from '#main/log/index.ts';
import { AppError } from '#shared/errors.ts';
import { chooseControlAddress } from './control-address.ts';
import { connectControl } from './control-client.ts';
import { createControlConnection, type ControlConnection } from './control-connection.ts';
import { readControlFile, removeControlFile, writeControlFile } from './control-file.ts';
import { CONTROL_VERSION } from './control-protocol.ts';
import type { CallableApp } from './procedure-call.ts';

/** Questions for a host rather than for the workspace, by name, e.g. a fresh link of the web host. */
export type HostCalls = Readonly<Record<string, (input: unknown) => unknown>>;

export type ControlSocketOptions = {
  readonly dataDir: string;
  readonly host: 'electron' | 'web' | 'cli';
  readonly hostCalls?: HostCalls;
  readonly log?: Log;
};

export type ControlSocket = {
  readonly address: string;
  /** Stops listening, lets running calls end, and removes socket and control file. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const MAX_CONNECTIONS = 16;
const DRAIN_MS = 5_000;

/**
 * Lets other programs of the same person use the workspace while this process holds its folder. Only who can
 * read the control file (its owner) knows the token that the first message needs.
 * Throws `store_in_use` when another process answers there already, or the error of a folder that can't be
 * written; a host may go on without.
 */
export async function startControlSocket(
  app: CallableApp,
  options: ControlSocketOptions,
): Promise<ControlSocket> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await refuseSecond(dataDir);
  const place = await chooseControlAddress(dataDir);
  await place.clear();
  const token = randomBytes(32).toString('base64url');
  const connections = new Set<ControlConnection>();
  const server = createServer((socket) => accept(socket, connections, { app, options, token }));
  await listen(server, place.address);
  if (process.platform !== 'win32') await chmod(place.address, 0o600);
  const { host } = options;
  await writeControlFile(dataDir, {
    version: CONTROL_VERSION,
    address: place.address,
    token,
    pid: process.pid,
    host,
  });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await removeControlFile(dataDir, token).catch(() => undefined);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([...connections].map((connection) => connection.close(DRAIN_MS)));
    await closed;
    await place.remove().catch(() => undefined);
  };
  return {
    address: place.address,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

/** A file that a killed process left behind is replaced; one that is answered is not. */
async function refuseSecond(dataDir: string): Promise<void> {
  const present = await readControlFile(dataDir);
  if (present === undefined) return;
  const other = await connectControl(dataDir);
  if (other === undefined) return;
  await other.close();
  throw new AppError(
    'store_in_use',
    'Adiuva is already running on this data folder. Nothing was changed; use that window, or close it first.',
    { details: { pid: present.pid } },
  );
}

function accept(
  socket: Socket,
  connections: Set<ControlConnection>,
  parts: {
    readonly app: CallableApp;
    readonly options: ControlSocketOptions;
    readonly token: string;
  },
): void {
  socket.on('error', () => socket.destroy());
  if (connections.size >= MAX_CONNECTIONS) {
    socket.destroy();
    return;
  }
  const connection = createControlConnection(socket, {
    app: parts.app,
    host: parts.options.host,
    hostCalls: parts.options.hostCalls ?? {},
    token: parts.token,
    log: parts.options.log,
  });
  connections.add(connection);
  socket.on('close', () => connections.delete(connection));
}

function listen(server: Server, address: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ path: address }, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}
