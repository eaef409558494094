/**
 * Counts what a process changes on a file system, and kills it right before or after one of these changes. To be
 * called before anything else is loaded, so that all of it uses these.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

export type CrashPlan = {
  /** Which change is the last, counted from 1; 0 for none. */
  readonly crashAt: number;
  readonly side: 'before' | 'after';
};

export type CountedChanges = {
  isCounting: boolean;
  count: number;
};

const MUTATORS = ['rename', 'link', 'unlink', 'rm', 'mkdir', 'appendFile', 'open', 'copyFile'] as const;

export function countChanges({ crashAt, side }: CrashPlan, isCounting: boolean): CountedChanges {
  const counted: CountedChanges = { isCounting, count: 0 };
  for (const name of MUTATORS) {
    const original = fs[name] as (...args: unknown[]) => Promise<unknown>;
    const change = async (...args: unknown[]): Promise<unknown> => {
      const isRead = name === 'open' && !/^[wa]/.test(String(args[1]));
      if (!counted.isCounting || isRead) return original(...args);
      counted.count += 1;
      const isHere = counted.count === crashAt;
      if (isHere && side === 'before') process.kill(process.pid, 'SIGKILL');
      const result = await original(...args);
      if (isHere) process.kill(process.pid, 'SIGKILL');
      return result;
    };
    Object.assign(fs, { [name]: change });
  }
  syncBuiltinESMExports();
  return counted;
}
