import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ROOT } from './build/parts.ts';

const BIN = join(ROOT, 'node_modules', '.bin');

/** Runs a program from the checkout's folder, its own packages' commands first; resolves to its exit code. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly quiet?: boolean } = {},
): Promise<number> {
  const PATH = [BIN, process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: options.quiet === true ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...options.env, PATH },
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (options.quiet !== true) process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
