import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The programs: dist/main/{electron,web,cli,verify}.js. */
const hosts = ['electron', 'web', 'cli', 'verify'].filter((name) =>
  existsSync(path(`src/main/hosts/${name}/index.ts`)),
);

/** The SDK as source, beside the programs: `adiuva plugin new` puts it next to a new plugin for its editor. */
const sdkSources = {
  name: 'sdk-sources',
  generateBundle(this: {
    emitFile(file: { type: 'asset'; fileName: string; source: string }): string;
  }): void {
    for (const file of readdirSync(path('src/sdk'))) {
      this.emitFile({
        type: 'asset',
        fileName: `sdk/${file}`,
        source: readFileSync(path(`src/sdk/${file}`), 'utf8'),
      });
    }
  },
};

/** The plugins that come with the app, as they lie in the checkout, without their tests. */
const shippedPlugins = {
  name: 'shipped-plugins',
  generateBundle(this: {
    emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string;
  }): void {
    for (const entry of readdirSync(path('plugins'), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const inside = relative(path('plugins'), file).split(sep).join('/');
      if (!entry.isFile() || /\.test\.ts$|(?:^|\/)(?:\.|tests?\/|fixtures\/)/.test(inside)) continue;
      this.emitFile({ type: 'asset', fileName: `plugins/${inside}`, source: readFileSync(file) });
    }
  },
};

export default defineConfig({
  cacheDir: path('.cache/vite-main'),
  clearScreen: false,
  plugins: [sdkSources, shippedPlugins],
  // Small packages that every start needs are bundled, so that a start reads few files, and so is one of 260 files
  // that would hold the loop at its first use. What is native, large or loads files of its own stays in node_modules.
  ssr: {
    noExternal: ['zod', /^@trpc\/server/, /^drizzle-orm/, 'commander', 'fractional-indexing', 'chrono-node'],
    external: ['electron'],
  },
  build: {
    ssr: true,
    target: 'node22',
    outDir: path('dist/main'),
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(hosts.map((name) => [name, path(`src/main/hosts/${name}/index.ts`)])),
      // Chunks lie beside the entries: code that finds dist/workers or dist/renderer from its own address
      // gets the same answer in both.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
