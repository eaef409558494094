/**
 * Builds the bundles into dist/. As a program: `node tools/build.ts [PART…]` builds anew; everything when no
 * part is named. `ensureBuilt` builds what has changed since the last time.
 */
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withBuildLock } from './build/build-lock.ts';
import { fingerprint, PARTS, ROOT, type Part } from './build/parts.ts';

const DIST = join(ROOT, 'dist');
const KEEP_OLD_CHUNKS_MS = 60 * 60_000;

const stampPath = (part: Part): string => join(DIST, `.${part}.stamp`);

async function isFresh(part: Part): Promise<boolean> {
  const stamp = await readFile(stampPath(part), 'utf8').catch(() => undefined);
  return stamp !== undefined && stamp === fingerprint(part);
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Chunks carry a hash of their content, so old and new ones lie side by side; what names them comes last. */
function chunksFirst(a: string, b: string): number {
  const names = (path: string): number => (/-[\w-]{8}\.\w+(\.map)?$/.test(path) ? 0 : 1);
  return names(a) - names(b) || a.localeCompare(b);
}

/**
 * Puts a finished build in place file by file, each by a rename, so that a program that is running from
 * dist/ finds a whole file at every moment. Its old chunks stay for an hour: it may still load them.
 */
async function swapIn(from: string, to: string, keepOldMs: number): Promise<void> {
  const fresh = (await listFiles(from)).toSorted(chunksFirst);
  for (const file of fresh) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await rename(join(from, file), join(to, file));
  }
  const kept = new Set(fresh);
  for (const file of await listFiles(to)) {
    if (kept.has(file)) continue;
    const { mtimeMs } = await stat(join(to, file));
    if (Date.now() - mtimeMs >= keepOldMs) await rm(join(to, file), { force: true });
  }
}

async function buildPart(part: Part, keepOldMs: number): Promise<void> {
  const startedAt = Date.now();
  const made = fingerprint(part);
  const scratch = join(ROOT, '.cache', `build-${process.pid}-${part}`);
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(ROOT, `vite.${part}.config.mts`),
      logLevel: 'warn',
      build: { outDir: scratch, emptyOutDir: true },
    });
    await swapIn(scratch, join(DIST, part), keepOldMs);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  // The state before the build: an edit made meanwhile leaves the part stale, as it is.
  await writeFile(stampPath(part), made);
  process.stderr.write(`built ${part} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

async function stale(parts: readonly Part[]): Promise<Part[]> {
  const fresh = await Promise.all(parts.map(isFresh));
  return parts.filter((_, index) => fresh[index] !== true);
}

/**
 * Builds those of `parts` whose sources have changed; quick when none has. Safe to call from several
 * processes at once. The bundler runs in a process of its own, so that the caller stays small.
 */
export async function ensureBuilt(parts: readonly Part[] = PARTS): Promise<void> {
  const wanted = await stale(parts);
  if (wanted.length === 0) return;
  process.stderr.write('building Adiuva …\n');
  const program = fileURLToPath(import.meta.url);
  // Our stdout may carry JSON for a script; a build has nothing to say there.
  const child = spawn(process.execPath, [program, '--if-stale', ...wanted], { stdio: ['ignore', 2, 2] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error('the build failed; its messages stand above');
}

async function main(args: readonly string[]): Promise<void> {
  // What is left out of a bundle is found from here, wherever the command was given.
  process.chdir(ROOT);
  const onlyStale = args.includes('--if-stale');
  const named = PARTS.filter((part) => args.includes(part));
  const parts = named.length > 0 ? named : PARTS;
  await withBuildLock(async () => {
    for (const part of onlyStale ? await stale(parts) : parts) {
      await buildPart(part, onlyStale ? KEEP_OLD_CHUNKS_MS : 0);
    }
  });
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
