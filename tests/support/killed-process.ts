import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';

export type KilledRun<Line> = { readonly lines: readonly Line[]; readonly wasKilled: boolean };

/**
 * Runs a program of ours with its plan to its end, or until it is killed: by its own plan, or so many milliseconds
 * after it said its first line. `Line`: what it says, one JSON object a line.
 */
export async function runKilled<Line>(
  program: string,
  plan: unknown,
  killAfterMs: number | null = null,
): Promise<KilledRun<Line>> {
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const begun = Promise.withResolvers<void>();
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    begun.resolve();
  });
  const gone = once(child, 'close');
  if (killAfterMs !== null) {
    await Promise.race([begun.promise, gone]);
    await Promise.race([delay(killAfterMs), gone]);
    child.kill('SIGKILL');
  }
  await gone;
  const lines = text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);
  if (child.signalCode === null) expect(child.exitCode).toBe(0);
  return { lines, wasKilled: child.signalCode === 'SIGKILL' };
}
