import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { startProgram } from '../support/launch/program.ts';
import { BENCH_PASSPHRASE, largeDataDir } from './large-store.ts';
import { median, type Bench } from './report.ts';

const ROUNDS = 5;
const IDLE_MS = 5_000;

/** From process start until the web host answers its first page, and what it holds in memory when idle. */
export const bench: Bench = {
  name: 'startup',
  async run() {
    await ensureBuilt();
    const dataDir = await largeDataDir();
    const ready: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      const program = startProgram(
        [join(ROOT, 'dist', 'main', 'cli.js'), '--data-dir', dataDir, 'web', '--port', '0'],
        {
          env: { ADIUVA_PASSPHRASE: BENCH_PASSPHRASE },
        },
      );
      const [link] = await program.waitFor(/https?:\/\/[\w.:[\]]+\/open#[\w-]+/);
      const answer = await fetch(link);
      await answer.text();
      ready.push(performance.now() - startedAt);
      await sleep(IDLE_MS);
      memory.push(await residentMb(program.pid));
      await program.stop();
    }
    return [
      {
        name: 'web host ready to serve a first page, 100,000 rows',
        value: median(ready),
        unit: 'ms',
        bound: 1_500,
        note: `unlocked with a passphrase, slowest ${Math.max(...ready).toFixed(0)} ms`,
      },
      {
        name: 'idle memory of the main process, 100,000 rows',
        value: median(memory),
        unit: 'MB',
        bound: 250,
      },
    ];
  },
};

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(status) ?? [];
  return Number(kilobytes) / 1024;
}
