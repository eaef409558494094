import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The program that writes through the API until it is killed. */
export function bundleKillWriter(): Promise<string> {
  return bundleProgram('kill-writer');
}

/** The program that works on a durable job until it is killed. */
export function bundleKillWorker(): Promise<string> {
  return bundleProgram('kill-worker');
}

/** The program that runs a plugin until it is killed. */
export function bundleKillPlugin(): Promise<string> {
  return bundleProgram('kill-plugin');
}

/** The program that sends what waits in the queue until it is killed. */
export function bundleKillSender(): Promise<string> {
  return bundleProgram('kill-sender');
}

/**
 * Bundles a program of this folder, with the workers beside it, and answers where it lies.
 * From its sources a start reads some hundred files, which would be most of the time between two kills.
 */
async function bundleProgram(
  name: 'kill-writer' | 'kill-worker' | 'kill-plugin' | 'kill-sender',
): Promise<string> {
  const { build } = await import('vite');
  // Inside the checkout, so that packages which stay outside the bundle are found from it.
  const outDir = join(ROOT, '.cache', name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: ['zod', /^@trpc\/server/, /^drizzle-orm/, 'chrono-node', 'fractional-indexing'] },
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          [`main/${name}`]: join(ROOT, 'tests', 'support', `${name}.ts`),
          ...workerEntries(),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'main/[name]-[hash].js',
        },
      },
    },
  });
  return join(outDir, 'main', `${name}.js`);
}

function workerEntries(): Readonly<Record<string, string>> {
  const folder = join(ROOT, 'src', 'workers');
  const entries = readdirSync(folder).map(
    (name) => [`workers/${name}`, join(folder, name, 'index.ts')] as const,
  );
  return Object.fromEntries(entries.filter(([, file]) => existsSync(file)));
}
