import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';
import { ConfigError } from './config.ts';

/** The longest path that a socket may have on Linux and macOS alike. */
const LONGEST = 100;

/**
 * One server at a time has a data folder: the embedded database would be ruined by a second. The lock is a socket
 * that is listened on, so it ends with the process however that ends. Returns what lets go of it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const whole = join(folder, 'lock');
  const path = whole.length <= LONGEST ? whole : relative(process.cwd(), whole);
  if (path.length > LONGEST) {
    throw new ConfigError(
      'The server was not started: the path of its data folder is too long. Choose a shorter one.',
    );
  }
  if (await isAnswered(path)) {
    throw new ConfigError(
      'The server was not started: another one is running with this data folder. End it first.',
    );
  }
  await rm(path, { force: true });
  const server = createServer((socket) => socket.end());
  await listen(server, path);
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
