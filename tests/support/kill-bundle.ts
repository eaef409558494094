import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WRITER = fileURLToPath(new URL('./kill-writer.ts', import.meta.url));

/**
 * Bundles the program that writes until it is killed, with the worker it needs, and answers where it lies.
 * From its sources a start reads some hundred files, which would be most of the time between two kills.
 */
export async function bundleKillWriter(): Promise<string> {
  const { build } = await import('vite');
  // Inside the checkout, so that packages which stay outside the bundle are found from it.
  const outDir = join(ROOT, '.cache', 'kill-writer');
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
          'main/kill-writer': WRITER,
          'workers/sqlite': join(ROOT, 'src/workers/sqlite/index.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'main/[name]-[hash].js',
        },
      },
    },
  });
  return join(outDir, 'main', 'kill-writer.js');
}
