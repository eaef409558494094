import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ControlAddress = {
  readonly address: string;
  /** Takes away a socket that a process left behind when it was killed. */
  clear(): Promise<void>;
  /** Takes away everything made for this address. */
  remove(): Promise<void>;
};

/** What `sockaddr_un.sun_path` holds: 108 bytes on Linux, 104 on macOS, each with the closing zero. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * A socket in the data folder; where that path is too long for one, in a private folder under
 * `XDG_RUNTIME_DIR` or the temporary folder; a named pipe on Windows. The control file says which.
 */
export async function chooseControlAddress(dataDir: string): Promise<ControlAddress> {
  if (process.platform === 'win32') {
    const address = `\\\\.\\pipe\\adiuva-${randomBytes(16).toString('hex')}`;
    return { address, clear: nothing, remove: nothing };
  }
  const address = join(dataDir, 'control.sock');
  if (Buffer.byteLength(address) <= MAX_SOCKET_PATH_BYTES) {
    const remove = (): Promise<void> => rm(address, { force: true });
    return { address, clear: remove, remove };
  }
  const folder = await mkdtemp(join(await shortFolder(), 'adiuva-'));
  return {
    address: join(folder, 'control.sock'),
    clear: nothing,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function nothing(): Promise<void> {
  // A pipe and a fresh folder leave nothing behind.
}

async function shortFolder(): Promise<string> {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const facts = runtime === undefined ? undefined : await stat(runtime).catch(() => undefined);
  return runtime !== undefined && facts?.isDirectory() === true ? runtime : tmpdir();
}
