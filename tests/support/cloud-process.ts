import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cloud/src/main.ts', import.meta.url));

export type CloudProcess = {
  readonly address: string;
  /** As the power goes: nothing is ended, and what it keeps stays. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** Before the hooks that wait for it give up, which would know of no process to end. */
const START_MS = 30_000;

/** The server as `npm run cloud` starts it, in a process of its own, open to whoever signs up. */
export async function startCloudProcess(env: Readonly<Record<string, string>> = {}): Promise<CloudProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-cloud-process-'));
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      ADIUVA_CLOUD_PORT: '0',
      ADIUVA_CLOUD_DATA: folder,
      ADIUVA_CLOUD_REGISTRATION: 'open',
      ...env,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await ended;
    process.off('exit', onExit);
    await rm(folder, { recursive: true, force: true });
  };
  const listening = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, address: at } = JSON.parse(line) as { msg?: string; address?: string }; // its own log
      if (msg === 'listening' && at !== undefined) resolve(at);
    });
    void ended.then(() => reject(new Error('the server ended before it listened')));
    setTimeout(() => reject(new Error('the server did not listen in time')), START_MS).unref();
  });
  try {
    const address = await listening;
    return { address, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}
