import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BENCH_PASSPHRASE = 'only for benchmarks';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MADE_FROM = [
  'drizzle/0000_foundation.sql',
  'drizzle/0001_derived.sql',
  'tests/bench/large-workspace.ts',
];

/**
 * The data folder of the large workspace (100,000 rows, indexed), made on the first use and kept in `.cache`. Dates
 * in it lie around the day it was made, so it is made again each day.
 */
export async function largeDataDir(): Promise<string> {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10));
  for (const file of MADE_FROM) hash.update(readFileSync(join(ROOT, file)));
  const folder = join(ROOT, '.cache', 'bench', hash.digest('hex').slice(0, 12));
  if (existsSync(join(folder, 'made'))) return folder;
  const unfinished = `${folder}.making`;
  await rm(join(ROOT, '.cache', 'bench'), { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await runToEnd(fileURLToPath(new URL('make-large-store.ts', import.meta.url)), [unfinished]);
  await writeFile(join(unfinished, 'made'), '');
  await rename(unfinished, folder);
  return folder;
}

function runToEnd(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} ended with code ${code}`)),
    );
  });
}
