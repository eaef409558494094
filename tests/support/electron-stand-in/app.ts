import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow } from './browser-window.ts';
import { methods, preventable, screen } from './screen.ts';

const ready = Promise.withResolvers<void>();

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { appendSwitch: (): void => undefined };
  readonly #paths = new Map<string, string>();
  isSandboxed = false;
  isReadyNow = false;

  enableSandbox(): void {
    if (this.isReadyNow) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.isSandboxed = true;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  getLocale(): string {
    return process.env['ADIUVA_STAND_IN_LOCALE'] ?? 'en-GB';
  }

  getName(): string {
    return 'Adiuva';
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  /**
   * One per profile folder, as in Electron. The answer is wanted at once, so it was found out before the
   * program was loaded (`takeLock`).
   */
  requestSingleInstanceLock(): boolean {
    return lock.isFirst;
  }

  quit(): void {
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    for (const window of BrowserWindow.getAllWindows()) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    this.emit('will-quit', preventable({}));
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    lock.release();
    process.exit(code);
  }
}

type Lock = { readonly isFirst: boolean; release(): void };

/** The socket of the first instance for this data folder; the next one sends its arguments there. */
function lockPath(): string {
  const index = process.argv.indexOf('--data-dir');
  const name = createHash('sha256')
    .update(process.argv[index + 1] ?? '')
    .digest('hex')
    .slice(0, 16);
  return join(tmpdir(), `adiuva-stand-in-${name}.sock`);
}

async function tellFirst(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once('error', () => resolve(false));
  socket.once('connect', () => socket.end(JSON.stringify(process.argv), () => resolve(true)));
  return promise;
}

async function takeLock(): Promise<Lock> {
  const path = lockPath();
  if (await tellFirst(path)) return { isFirst: false, release: () => undefined };
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => void (text += chunk.toString()));
    socket.on('end', () => app.emit('second-instance', {}, JSON.parse(text) as string[], '/', null));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(path, resolve);
  server.unref();
  await promise;
  return { isFirst: true, release: () => rmSync(path, { force: true }) };
}

const lock = await takeLock();

export const app = new App();

methods['ready'] = () => {
  app.isReadyNow = true;
  app.emit('ready', {}, {});
  ready.resolve();
};
methods['quit'] = () => app.quit();
/** A bug anywhere in the main process. */
methods['throwSoon'] = (message: string) =>
  void setTimeout(() => {
    throw new Error(message);
  });
methods['openUrl'] = (link: string) => app.emit('open-url', preventable({}), link);
methods['activate'] = () => app.emit('activate', {}, false);

BrowserWindow.events.on('created', (window: BrowserWindow) => {
  app.emit('web-contents-created', {}, window.webContents);
  app.emit('browser-window-created', {}, window);
});
BrowserWindow.events.on('all-closed', () => {
  if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
  else app.quit();
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
process.on('disconnect', () => app.quit());
screen.tell('started', { isFirst: lock.isFirst });
