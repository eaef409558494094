/**
 * The app at a restore, or at new keys of its backup, until it is killed: by itself, right before or after one of its
 * changes to a file system, or by whoever started it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Adiuva } from '#main/compose.ts';
import { countChanges } from './counted-changes.ts';
import type { KillAppLine, KillAppPlan } from './kill-app-lines.ts';

const plan = JSON.parse(process.argv[2] ?? '') as KillAppPlan;
const changes = countChanges(plan, false);

function tell(line: KillAppLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function begin(line: KillAppLine): void {
  changes.isCounting = true;
  tell(line);
}

const current = { passphrase: plan.passphrase };
const { createAdiuva } = await import('#main/compose.ts');
const app = createAdiuva({ host: 'test', keychain: null, runsSchedules: false, dataDir: plan.dataDir });
await app.caller().system.unlock(current);
await (plan.work === 'restore' ? restore(app) : rotate(app));
tell({ event: 'done', changes: changes.count });
changes.isCounting = false;
await app.close();

/** From the moment on at which the workspace closes, until the one of then is open. */
async function restore({ system, caller }: Adiuva): Promise<void> {
  const before = system.workspace;
  system.onStatus(() => {
    if (system.isExchanging && !changes.isCounting) begin({ event: 'begun' });
  });
  await caller().backup.restore({ sequence: 1, current });
  while (system.workspace === before || system.workspace === null || system.isExchanging) await delay(5);
}

async function rotate({ caller }: Adiuva): Promise<void> {
  const api = caller();
  const { phrase, confirmIndexes } = await api.backup.newPhrase();
  const all = phrase.split(' ');
  const words = confirmIndexes.map((index) => ({ index, word: all[index] ?? '' }));
  const { jobId } = await api.backup.changePhrase({ words, isLeaked: true, current });
  begin({ event: 'begun', phrase, jobId: jobId ?? '' });
  await api.jobs.wait({ id: jobId ?? '' });
}
