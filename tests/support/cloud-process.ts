import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../cloud/src/main.ts', import.meta.url));

export type CloudProcess = { readonly address: string; stop(): Promise<void> };

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
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, address: at } = JSON.parse(line) as { msg?: string; address?: string }; // its own log
      if (msg === 'listening' && at !== undefined) resolve(at);
    });
    void ended.then(() => reject(new Error('the server ended before it listened')));
  });
  return {
    address,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
