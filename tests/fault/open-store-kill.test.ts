import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { createKeyRing } from '#main/engine/secrets/index.ts';
import { driversUnderTest, temporaryFolder } from '../support/sqlite-drivers.ts';
import {
  MIGRATIONS,
  PLAIN_PASSPHRASES,
  SLOW_MIGRATION,
  closeOpened,
  doorTo,
  requireReady,
  rowsOf,
  writeChange,
} from '../support/store-door.ts';
import { faultSize } from './fault-size.ts';

const TARGET = fileURLToPath(new URL('../support/kill-target.ts', import.meta.url));
const TRIALS = faultSize({ ci: 6, nightly: 60 });

/** Starts the work, kills it so many milliseconds after it began, and waits until it is gone. Returns how long it ran. */
async function killAfter(work: string, folder: string, ms: number): Promise<number> {
  const child = spawn(process.execPath, [TARGET, work, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await Promise.race([once(createInterface(child.stdout), 'line'), exited]);
  const startedAt = performance.now();
  await Promise.race([delay(ms), exited]);
  child.kill('SIGKILL');
  await exited;
  return performance.now() - startedAt;
}

describe('killed at any moment', () => {
  it(
    'a change of passphrase leaves one that works, and the recovery phrase',
    { timeout: TRIALS * 20_000 },
    async () => {
      using folder = temporaryFolder();
      const ring = createKeyRing({ folder: folder.path, nowMs: Date.now, keychain: null, safeStorage: null });
      const first = PLAIN_PASSPHRASES[0];
      const { key, recoveryPhrase } = await ring.create([
        { kind: 'passphrase', passphrase: first },
        { kind: 'recovery' },
      ]);
      for (let trial = 0; trial < TRIALS; trial += 1) {
        await killAfter('passphrases', folder.path, (1_000 * trial) / TRIALS + 50);
        const unlocked = await Promise.allSettled(
          PLAIN_PASSPHRASES.map((passphrase) => ring.unlock({ kind: 'passphrase', passphrase })),
        );
        const keys = unlocked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(keys.length).toBeGreaterThan(0);
        for (const found of keys) expect(Buffer.compare(found, key)).toBe(0);
        const recovered = await ring.unlock({ kind: 'recovery', phrase: String(recoveryPhrase) });
        expect(Buffer.compare(recovered, key)).toBe(0);
        await ring.put(key, { kind: 'passphrase', passphrase: first });
      }
      process.stderr.write(`passphrase changes: ${TRIALS} of ${TRIALS} kills survived\n`);
    },
  );

  it(
    'a change of schema leaves the old store or the new one, whole',
    { timeout: TRIALS * 20_000 },
    async () => {
      const [{ driver }] = await driversUnderTest();
      using folder = temporaryFolder();
      const prepared = join(folder.path, 'prepared');
      const passphrase = PLAIN_PASSPHRASES[0];
      {
        await using door = doorTo(prepared, driver, { keychain: null });
        const { opened } = await door.create([{ kind: 'passphrase', passphrase }, { kind: 'recovery' }]);
        for (let seq = 1; seq <= 300; seq += 1) {
          await writeChange(opened.connections.writer, seq, `value ${seq} `.repeat(50));
        }
        opened.sequence.note(300);
        await closeOpened(opened);
      }
      const whole = join(folder.path, 'whole');
      cpSync(prepared, whole, { recursive: true });
      const durationMs = await killAfter('migrate', whole, 60_000);
      expect(readdirSync(whole).some((name) => name.includes('before'))).toBe(true);
      const outcomes: string[] = [];
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const data = join(folder.path, `trial-${trial}`);
        cpSync(prepared, data, { recursive: true });
        await killAfter('migrate', data, durationMs * (0.3 + (0.8 * trial) / TRIALS));
        outcomes.push(
          readdirSync(data).some((name) => name.includes('before')) ? 'after the swap' : 'before it',
        );
        await using door = doorTo(data, driver, {
          migrations: [...MIGRATIONS, SLOW_MIGRATION],
          keychain: null,
        });
        const opened = requireReady(await door.unlock({ kind: 'passphrase', passphrase }));
        const { writer } = opened.connections;
        expect(await rowsOf(writer, 'SELECT count(*), min(added), max(added) FROM settings')).toEqual([
          [300, '39', '39'],
        ]);
        expect(opened.warnings.filter(({ kind }) => kind === 'rolled_back')).toEqual([]);
        expect(await checkIntegrity((sql) => rowsOf(writer, sql))).toEqual({ ok: true, problems: [] });
        await closeOpened(opened);
        expect(readdirSync(data).filter((name) => name.includes('migrating'))).toEqual([]);
      }
      process.stderr.write(
        `schema changes: ${TRIALS} kills survived, ${outcomes.filter((at) => at === 'before it').length} of them before the swap\n`,
      );
    },
  );
});
