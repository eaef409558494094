import { createAdiuva } from '#main/compose.ts';
import { startControlSocket, type HostCalls } from '#main/hosts/control/control-server.ts';
import type { CallableApp } from '#main/hosts/control/procedure-call.ts';
import { createLogs, type Logs } from '#main/log/index.ts';
import type { SystemStatus } from '#shared/contracts/system.ts';
import type { CommandContext } from './command-context.ts';

/** The app in this process, on the folder of the command. */
export type LocalApp = CallableApp & {
  readonly logs: Logs;
  status(): Promise<SystemStatus>;
  /** Lets other commands use the folder while this one holds it; where that can't be, goes on without. */
  startControl(hostCalls?: HostCalls): Promise<void>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What the folder is opened for: one command, the pages, or work in the background. */
export type FolderUse = 'cli' | 'web' | 'daemon';

/** Opens the folder in this process. Loaded only when no other process holds it. */
export function openLocalApp(context: CommandContext, use: FolderUse = 'cli'): LocalApp {
  const host = use === 'web' ? 'web' : 'cli';
  const { env } = context.terminal;
  const { dataDir } = context.options;
  const logs = createLogs({
    dataDir,
    levels: env['ADIUVA_LOG'],
    defaultLevel: use === 'cli' ? 'warn' : 'info',
  });
  const adiuva = createAdiuva({
    dataDir,
    host,
    driver: env['ADIUVA_SQLITE_DRIVER'],
    logs,
    runsSchedules: use !== 'cli',
  });
  const stack = new AsyncDisposableStack();
  stack.defer(() => logs.close());
  stack.defer(() => adiuva.close());
  return {
    router: adiuva.router,
    createContext: () => adiuva.createContext(),
    logs,
    status: () => adiuva.system.status(),
    async startControl(hostCalls = {}) {
      const log = logs.for('control');
      try {
        stack.use(await startControlSocket(adiuva, { dataDir, host, hostCalls, log }));
      } catch (error) {
        log.warn('control socket not started', {}, error);
      }
    },
    close: () => stack.disposeAsync(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
