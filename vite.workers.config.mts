import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Every worker folder is an entry: dist/workers/<name>.js. */
const workers = readdirSync(path('src/workers')).filter((name) =>
  existsSync(path(`src/workers/${name}/index.ts`)),
);

export default defineConfig({
  cacheDir: path('.cache/vite-workers'),
  clearScreen: false,
  ssr: { noExternal: ['zod'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: path('dist/workers'),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(workers.map((name) => [name, path(`src/workers/${name}/index.ts`)])),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
