import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A sandboxed preload script is one CommonJS file that may require `electron` and nothing else. */
export default defineConfig({
  cacheDir: path('.cache/vite-preload'),
  clearScreen: false,
  build: {
    target: 'chrome140',
    outDir: path('dist/preload'),
    emptyOutDir: true,
    minify: false,
    lib: { entry: path('src/preload/index.ts'), formats: ['cjs'], fileName: () => 'index.cjs' },
    rolldownOptions: { external: ['electron'], output: { codeSplitting: false } },
  },
});
