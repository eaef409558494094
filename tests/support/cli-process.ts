import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../src/main/hosts/cli/index.ts', import.meta.url));

export type CliEnd = {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout. */
  readonly json: unknown;
};

export type CliProcess = {
  readonly ended: Promise<CliEnd>;
  /** Resolves when stderr or stdout has said this. */
  said(what: string): Promise<void>;
  isAlive(): boolean;
  kill(signal: NodeJS.Signals): Promise<CliEnd>;
};

export type CliProcessOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Another file than the sources' own, such as a built one. */
  readonly program?: string;
};

/** The command line in a process of its own, as a shell runs it. */
export function startCli(args: readonly string[], options: CliProcessOptions = {}): CliProcess {
  const child = spawn(process.execPath, [options.program ?? PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const ended = once(child, 'close').then(([code]: readonly unknown[]): CliEnd => ({
    code: typeof code === 'number' ? code : null,
    stdout,
    stderr,
    get json() {
      return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as unknown;
    },
  }));
  return {
    ended,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async said(what) {
      const heard = Promise.withResolvers<void>();
      const listen = () => (stdout.includes(what) || stderr.includes(what)) && heard.resolve();
      listeners.add(listen);
      listen();
      const end = ended.then(({ code }) => {
        throw new Error(`It ended with ${code} and never said "${what}":\n${stdout}\n${stderr}`);
      });
      await Promise.race([heard.promise, end]).finally(() => listeners.delete(listen));
      end.catch(() => undefined);
    },
    async kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
