import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '#shared/contracts/usage.ts';
import type { Caller } from '#main/compose.ts';
import { makeApp, TEST_PASSPHRASE } from '../support/make-app.ts';
import { faultSize } from './fault-size.ts';

const SPENDER = fileURLToPath(new URL('../support/kill-spender.ts', import.meta.url));
const TRIALS = faultSize({ ci: 4, nightly: 40 });
/** What `gpt-5` costs for a thousand tokens in and a hundred out. */
const ESTIMATE = 2_250;
const BARE = 1_250;

/** Kills it so long after it began to spend; answers the runs that it said were let through. */
async function killAfter(dataDir: string, round: number, ms: number): Promise<readonly string[]> {
  const args = [SPENDER, dataDir, TEST_PASSPHRASE, String(round)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const sent: string[] = [];
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const lines = createInterface(child.stdout);
  const read = once(lines, 'close');
  lines.on('line', (line) => {
    const [word, runId] = line.split(' ');
    if (word === 'ready') resolve();
    if (word === 'sent' && runId !== undefined) sent.push(runId);
  });
  await Promise.race([ready, exited]);
  await delay(ms);
  child.kill('SIGKILL');
  await exited;
  await read;
  return sent;
}

async function ledgerOf(api: Caller, round: number): Promise<ReadonlyMap<string, LedgerEntry>> {
  const entries: LedgerEntry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await api.usage.list({ limit: 500, cursor });
    entries.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const ofRound = entries.filter(({ runId }) => runId?.startsWith(`${round}-`));
  return new Map(ofRound.map((entry) => [entry.runId ?? '', entry]));
}

test(
  'whatever was let through has its cost in the ledger, however it ended',
  { timeout: TRIALS * 30_000 },
  async () => {
    await using first = await makeApp();
    await first.app.close();
    let told = 0;
    let lost = 0;
    for (let round = 0; round < TRIALS; round += 1) {
      const sent = await killAfter(first.dataDir, round, 150 + 90 * round);
      const again = await first.reopen();
      const ledger = await ledgerOf(again.api, round);
      for (const runId of sent) {
        const entry = ledger.get(runId);
        expect(entry, runId).toBeDefined();
        if (entry?.outcome === 'lost')
          expect(entry).toMatchObject({ costMicros: ESTIMATE, isEstimated: true });
        else expect(entry?.costMicros).toBeGreaterThanOrEqual(BARE);
      }
      const entries = [...ledger.values()];
      expect(entries.filter(({ outcome }) => outcome === 'begun')).toEqual([]);
      told += sent.length;
      lost += entries.filter(({ outcome }) => outcome === 'lost').length;
      await again.app.close();
    }
    // Kills that hit nothing would prove nothing.
    expect(told).toBeGreaterThan(TRIALS * 10);
    expect(lost).toBeGreaterThan(0);
  },
);
