import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps servers where a person's own path does not lead. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin'];

/** Where a server's program lies. Throws with the package to install. */
export function findProgram(command: string, aptPackage: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_FOLDERS];
  const found = folders.map((folder) => join(folder, command)).find(isProgram);
  if (found === undefined) throw new Error(`${command} is missing: sudo apt-get install ${aptPackage}`);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whom a server runs as: never as root, also where the tests do. */
export type ServiceUser = {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
};

export async function serviceUser(): Promise<ServiceUser> {
  const me = userInfo();
  if (me.uid !== 0) return { name: me.username, group: await groupName(me.gid), uid: me.uid, gid: me.gid };
  return { name: 'nobody', group: await groupName(65_534), uid: 65_534, gid: 65_534 };
}

async function groupName(gid: number): Promise<string> {
  const lines = (await readFile('/etc/group', 'utf8')).split('\n').map((line) => line.split(':'));
  return lines.find((line) => line[2] === String(gid))?.[0] ?? String(gid);
}

/** A folder that the server may write to, and nobody else but root. */
export async function serviceFolder(name: string, user: ServiceUser): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `adiuva-${name}-`));
  await giveTo(folder, user);
  return folder;
}

export async function giveTo(path: string, user: ServiceUser): Promise<void> {
  if (process.getuid?.() === 0) await chown(path, user.uid, user.gid);
}

export type RunningService = { stop(): Promise<void> };

export type ServiceOptions = {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly user: ServiceUser;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
};

const START_MS = 20_000;
const STOP_MS = 5_000;

/** Starts a server and waits until it takes connections. Its folder goes when it is stopped. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { user, folder } = options;
  const isRoot = process.getuid?.() === 0;
  const child = spawn(options.program, options.args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder, ...options.env },
    ...(isRoot ? { uid: user.uid, gid: user.gid } : {}),
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const stop = async () => {
    await end(child);
    // The children of a server end a moment after it, and may still write.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    await untilListening(options.port, child);
  } catch (error) {
    await stop();
    throw new Error(`${options.program} did not start: ${said.join('')}`, { cause: error });
  }
  return { stop };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nothing listens on its port');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(force);
}
