import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '#tools/build/parts.ts';
import { checkSource, exceptionKey, type UsedExceptions } from './rules.ts';
import type { Architecture, Violation } from './table-types.ts';

const CHECKED_FOLDERS = ['src', 'plugins', 'cloud/src'];

/** Tests may look anywhere, and nobody writes generated files. */
const LEFT_OUT = /\.(test|test-support|gen)\.tsx?$/;

function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !LEFT_OUT.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** Checks every source of the checkout, and that each exception is still needed. */
export function checkTree(table: Architecture): readonly Violation[] {
  const used: UsedExceptions = new Set();
  const sources = CHECKED_FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap(listSources);
  const found = sources.flatMap((path) =>
    checkSource(table, { path, source: readFileSync(join(ROOT, path), 'utf8') }, used),
  );
  const idle = table.exceptions.filter(({ file, reaches }) => !used.has(exceptionKey(file, reaches)));
  return [
    ...found,
    ...idle.map(({ file, reaches, why }) => ({
      file,
      line: 1,
      rule: 'exception',
      message: `no longer reaches ${reaches}: take the exception out`,
      why,
    })),
  ];
}
