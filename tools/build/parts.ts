import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One bundle per process. */
export const PARTS = ['main', 'workers', 'preload', 'renderer'] as const;
export type Part = (typeof PARTS)[number];

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FOR_ALL = ['src/shared', 'package.json', 'package-lock.json'];

/** What a part is made of. A change of anything here makes it stale. */
const SOURCES: Readonly<Record<Part, readonly string[]>> = {
  main: ['src/main', 'src/sdk', 'plugins', 'drizzle'],
  workers: ['src/workers', 'src/main', 'src/sdk'],
  preload: ['src/preload'],
  renderer: ['src/renderer', 'tsr.config.json'],
};

/** Files that no bundle contains, or that a build writes itself. */
const LEFT_OUT = /\.(test|test-support|gen)\.tsx?$/;

function* filesUnder(path: string): Generator<{ path: string; mtimeMs: number; sizeBytes: number }> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    yield { path, mtimeMs: stat.mtimeMs, sizeBytes: stat.size };
    return;
  }
  for (const name of readdirSync(path).toSorted()) {
    if (!LEFT_OUT.test(name)) yield* filesUnder(join(path, name));
  }
}

/**
 * Names the state of a part's sources: path, time and size of each file. The newest time alone would miss
 * a file that was removed or replaced by an older one.
 */
export function fingerprint(part: Part): string {
  const hash = createHash('sha256');
  for (const source of [...FOR_ALL, `vite.${part}.config.mts`, ...SOURCES[part]]) {
    for (const file of filesUnder(join(ROOT, source))) {
      hash.update(`${relative(ROOT, file.path)}\n${file.mtimeMs}\n${file.sizeBytes}\n`);
    }
  }
  return hash.digest('hex');
}
