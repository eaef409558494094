import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The router's own command reads the same file; its paths are relative to it, and Vite's root is not. */
const routes = JSON.parse(readFileSync(path('tsr.config.json'), 'utf8')) as {
  readonly routesDirectory: string;
  readonly generatedRouteTree: string;
};

export default defineConfig({
  root: path('src/renderer'),
  // Absolute, because a deep link opens /tasks/… directly on every host.
  base: '/',
  cacheDir: path('.cache/vite-renderer'),
  clearScreen: false,
  plugins: [
    // Before React: it splits each route file into its own chunk.
    tanstackRouter({
      ...routes,
      routesDirectory: path(routes.routesDirectory),
      generatedRouteTree: path(routes.generatedRouteTree),
      tmpDir: path('.cache/tanstack'),
    }),
    react(),
    tailwindcss(),
  ],
  build: {
    outDir: path('dist/renderer'),
    emptyOutDir: true,
    // The content policy allows files of our own origin only: no data: addresses, no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor is one large lazy chunk; the budget that counts is JavaScript before first paint.
    chunkSizeWarningLimit: 2_000,
  },
});
