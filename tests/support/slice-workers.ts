import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../src/main/hosts/cli/index.ts', import.meta.url));

/** `adiuva daemon --worker` in a process of its own. */
export type WorkerProcess = {
  readonly process: ChildProcess;
  /** All that it has said. */
  said(): string;
  /** Resolves when it has said that. */
  until(text: string): Promise<void>;
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export function startWorker(dataDir: string, name: string): WorkerProcess {
  const args = [PROGRAM, '--data-dir', dataDir, 'daemon', '--worker', '--name', name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some: Buffer) => (said += some));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    process: child,
    said: () => said,
    async until(text) {
      while (!said.includes(text)) {
        const next = once(child.stderr, 'data');
        const isOver = await Promise.race([next.then(() => false), ended.then(() => true)]);
        if (isOver && !said.includes(text)) throw new Error(`It ended without "${text}": ${said}`);
      }
    },
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
    },
  };
}
