import type { Message, Plugin as BundlerPlugin } from 'esbuild';
import { GUEST_EXPORTS } from '#shared/contracts/plugin-protocol.ts';
import type { PluginFiles } from './package.ts';

export type Bundle =
  | { readonly isOk: true; readonly code: string }
  | { readonly isOk: false; readonly problems: readonly string[] };

const SDK = '#sdk';
const SDK_SPECIFIERS = new Set([SDK, '#sdk/index.ts']);
/** All that is left of the SDK at run time: the rest is types, and `ctx` is made by the sandbox. */
const SDK_CODE = 'export const definePlugin = (plugin) => plugin;';
const ENTRY = 'adiuva:entry';
const LOADERS = { ts: 'ts', mts: 'ts', js: 'js', mjs: 'js', json: 'json' } as const;
const MAX_CODE_LENGTH = 4 * 1024 * 1024;

let running = 0;

/**
 * Makes one script of a plugin's files, for the sandbox. The bundler sees these files and `#sdk`, and nothing of the
 * disk: it gets every byte from memory.
 */
export async function bundlePlugin(files: PluginFiles, entryPoint: string): Promise<Bundle> {
  if (!files.has(entryPoint)) return refused([`The entry point ${entryPoint} is not among the files.`]);
  const { build, stop } = await loadBundler();
  running += 1;
  try {
    const result = await build({
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      platform: 'neutral',
      format: 'iife',
      globalName: GUEST_EXPORTS,
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: '{}',
      plugins: [fromMemory(files, entryPoint)],
    });
    const code = result.outputFiles[0]?.text ?? '';
    if (code.length > MAX_CODE_LENGTH) return refused(['The code is larger than a plugin may be.']);
    return { isOk: true, code };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return refused(error.errors.map(messageText));
  } finally {
    running -= 1;
    // The bundler is a process of its own: it stays only as long as it has work.
    if (running === 0) await stop();
  }
}

async function loadBundler(): Promise<typeof import('esbuild')> {
  const packed = import.meta.dirname;
  // A program cannot be started from inside the archive of a packaged app: it lies beside it.
  if (packed.includes('app.asar') && process.env['ESBUILD_BINARY_PATH'] === undefined) {
    const { createRequire } = await import('node:module');
    const binary = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild';
    const path = createRequire(import.meta.url).resolve(
      `@esbuild/${process.platform}-${process.arch}/${binary}`,
    );
    process.env['ESBUILD_BINARY_PATH'] = path.replace('app.asar', 'app.asar.unpacked');
  }
  return import('esbuild');
}

function fromMemory(files: PluginFiles, entryPoint: string): BundlerPlugin {
  return {
    name: 'adiuva',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return { path: ENTRY, namespace: 'entry' };
        if (SDK_SPECIFIERS.has(path)) return { path: SDK, namespace: 'sdk' };
        const found = findFile(files, importer === ENTRY ? '' : importer, path);
        if (found !== undefined) return { path: found, namespace: 'plugin' };
        return { errors: [{ text: `${path} cannot be imported: a plugin has its own files and ${SDK}` }] };
      });
      onLoad({ filter: /.*/, namespace: 'entry' }, () => ({
        contents: `export { plugin } from ${JSON.stringify(`./${entryPoint}`)};`,
        loader: 'js',
      }));
      onLoad({ filter: /.*/, namespace: 'sdk' }, () => ({ contents: SDK_CODE, loader: 'js' }));
      onLoad({ filter: /.*/, namespace: 'plugin' }, ({ path }) => {
        const extension = path.slice(path.lastIndexOf('.') + 1);
        const loader = LOADERS[extension as keyof typeof LOADERS];
        if (loader === undefined)
          return { errors: [{ text: `${path} is not code: .ts, .js, .mjs and .json can be imported` }] };
        return { contents: files.get(path) ?? '', loader };
      });
    },
  };
}

/** As TypeScript and Node find files: by the whole name, or without its ending. */
function findFile(files: PluginFiles, importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return undefined;
  const parts = importer.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '.' && part !== '..') parts.push(part);
  }
  const path = parts.join('/');
  const candidates = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`];
  return candidates.find((candidate) => files.has(candidate));
}

function isBuildFailure(error: unknown): error is { readonly errors: readonly Message[] } {
  return (
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0
  );
}

function messageText({ text, location }: Message): string {
  const place = location === null ? '' : `${location.file.replace(/^plugin:/, '')}:${location.line}: `;
  return `${place}${text}`;
}

function refused(problems: readonly string[]): Bundle {
  return { isOk: false, problems };
}
