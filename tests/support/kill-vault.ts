/**
 * A process that works on a vault until it is killed: by itself, right before or after one of its changes to a file
 * system, or by whoever started it. It says how many such changes it made, and what was acknowledged.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { KillVaultLine, KillVaultPlan } from './kill-vault-lines.ts';

const plan = JSON.parse(process.argv[2] ?? '') as KillVaultPlan;
let changes = 0;

const MUTATORS = ['rename', 'link', 'unlink', 'rm', 'mkdir', 'appendFile', 'open'] as const;

// Before anything else is loaded, so that all of it uses these.
for (const name of MUTATORS) {
  const original = fs[name] as (...args: unknown[]) => Promise<unknown>;
  const counted = async (...args: unknown[]): Promise<unknown> => {
    if (name === 'open' && !/^[wa]/.test(String(args[1]))) return original(...args);
    changes += 1;
    const isHere = changes === plan.crashAt;
    if (isHere && plan.side === 'before') process.kill(process.pid, 'SIGKILL');
    const result = await original(...args);
    if (isHere) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  Object.assign(fs, { [name]: counted });
}
syncBuiltinESMExports();

function tell(line: KillVaultLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const { runKillVault } = await import('./kill-vault-work.ts');
await runKillVault(plan, tell, () => {
  changes = 0;
});
tell({ event: 'done', changes });
