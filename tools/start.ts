/**
 * `npm start`: the desktop app where Electron can run, else the same app as the loopback web host, with one
 * line that says why. Arguments such as --data-dir and --port are passed on.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { ROOT } from './build/parts.ts';

const ELECTRON = join(ROOT, 'node_modules', 'electron');
const INSTALL_LIMIT_MS = 20_000;
/** Electron that ends this soon with an error has not opened: most often a system library is missing. */
const FAILED_START_MS = 5_000;

const BINARY: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'electron',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

type Electron = { readonly binary: string } | { readonly missing: string };

type Ending = { readonly code: number; readonly afterMs: number };

/** Why no window can be shown here, or undefined where one can. */
function whyNoWindow(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display';
  // Chromium refuses root unless its sandbox is switched off, and ours stays on.
  if (process.getuid?.() === 0) return 'Electron keeps its sandbox on, and that does not work as root';
  return undefined;
}

function findElectron(): string | undefined {
  const name = BINARY[process.platform] ?? 'electron';
  const folders = [process.env['ELECTRON_OVERRIDE_DIST_PATH'], join(ELECTRON, 'dist')];
  for (const folder of folders) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function run(
  command: string,
  args: readonly string[],
  options: { timeoutMs?: number; quiet?: boolean } = {},
) {
  const startedAt = Date.now();
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: options.quiet === true ? 'ignore' : 'inherit',
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
  });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  // The terminal sends Ctrl-C to the child as well; we only have to outlive it.
  const wait = (): void => undefined;
  process.on('SIGTERM', passOn).on('SIGHUP', passOn).on('SIGINT', wait);
  child.on('error', () => resolve({ code: 127, afterMs: 0 }));
  child.on('exit', (code, signal) => {
    process.off('SIGTERM', passOn).off('SIGHUP', passOn).off('SIGINT', wait);
    const stopped = signal === 'SIGTERM' || signal === 'SIGINT' || signal === 'SIGHUP';
    resolve({ code: code ?? (stopped ? 0 : 1), afterMs: Date.now() - startedAt });
  });
  return promise;
}

async function getElectron(): Promise<Electron> {
  const reason = whyNoWindow();
  if (reason !== undefined) return { missing: reason };
  const found = findElectron();
  if (found !== undefined) return { binary: found };
  const installer = join(ELECTRON, 'install.js');
  if (existsSync(installer))
    await run(process.execPath, [installer], { timeoutMs: INSTALL_LIMIT_MS, quiet: true });
  const installed = findElectron();
  if (installed !== undefined) return { binary: installed };
  return { missing: 'Electron is not installed and could not be downloaded' };
}

async function startWeb(reason: string, args: readonly string[]): Promise<number> {
  process.stderr.write(`Opening in the browser instead of a window: ${reason}.\n`);
  await ensureBuilt(['main', 'workers', 'renderer']);
  const ending = await run(process.execPath, [
    join(ROOT, 'dist', 'main', 'cli.js'),
    'web',
    '--open',
    ...args,
  ]);
  return ending.code;
}

async function start(args: readonly string[]): Promise<number> {
  const electron = await getElectron();
  if ('missing' in electron) return startWeb(electron.missing, args);
  await ensureBuilt();
  const ending = await run(electron.binary, [ROOT, ...args]);
  if (ending.code === 0 || ending.afterMs > FAILED_START_MS) return ending.code;
  return startWeb(`Electron ended at once with code ${ending.code}`, args);
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
process.stderr.write(`Adiuva ${version}\n`);
process.exitCode = await start(process.argv.slice(2));
