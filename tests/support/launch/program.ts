import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 15_000;

export type Program = {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  /** The first match in what the program prints; rejects when it ends before, or in 30 seconds. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Asks it to end, and insists after 15 seconds. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Waits for an end that was asked for in another way, and insists after 15 seconds too. */
  ended(): Promise<number | null>;
};

/** Starts a Node program of the build and collects what it prints. */
export function startProgram(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly ipc?: boolean } = {},
): Program {
  const stdio: StdioOptions =
    options.ipc === true ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'];
  const child = spawn(process.execPath, args, {
    stdio,
    serialization: 'advanced',
    env: { ...process.env, ...options.env },
  });
  let text = '';
  const listeners = new Set<() => void>();
  const add = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });

  async function waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    const look = (): void => {
      const match = pattern.exec(text);
      if (match !== null) resolve(match);
    };
    const fail = (why: string): void => reject(new Error(`The program ${why}. It had printed:\n${text}`));
    const timer = setTimeout(() => fail(`did not print ${pattern} in time`), START_LIMIT_MS);
    listeners.add(look);
    void exit.then((code) => fail(`ended with code ${code}`));
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      listeners.delete(look);
    }
  }

  async function ended(): Promise<number | null> {
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    const code = await exit;
    clearTimeout(insist);
    return code;
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended();
  }

  return { child, pid: child.pid ?? -1, output: () => text, waitFor, stop, ended };
}
