/**
 * A process that works on a vault until it is killed: by itself, right before or after one of its changes to a file
 * system, or by whoever started it. It says how many such changes it made, and what was acknowledged.
 */
import { countChanges } from './counted-changes.ts';
import type { KillVaultLine, KillVaultPlan } from './kill-vault-lines.ts';

const plan = JSON.parse(process.argv[2] ?? '') as KillVaultPlan;
const changes = countChanges(plan, true);

function tell(line: KillVaultLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const { runKillVault } = await import('./kill-vault-work.ts');
await runKillVault(plan, tell, () => {
  changes.count = 0;
});
tell({ event: 'done', changes: changes.count });
