import { existsSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';

/**
 * Where a worker's entry file lies: beside the sources when running from source (Node strips the types),
 * `dist/workers/<name>.js` when running from a bundle.
 */
export function workerUrl(name: string): URL {
  // Kept in a variable: with the literal in place, Vite would take the expression for an asset to copy.
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL(`../workers/${name}/index.ts`, here);
  // A bundle may put this module in `dist/main/` or in a chunk folder below it.
  for (const up of ['../workers/', '../../workers/', './workers/']) {
    const url = new URL(`${up}${name}.js`, here);
    if (existsSync(url)) return url;
  }
  throw new AppError(
    'internal',
    `The program file for the "${name}" worker is missing. Your data is untouched; reinstall Adiuva.`,
  );
}
