import type { Logs } from '#main/log/index.ts';
import type { HostedApp, HostPorts } from './hosted-app.ts';

/** Builds the app behind the windows, and lets the command line talk to it. */
export async function openHostedApp(ports: HostPorts, logs: Logs): Promise<HostedApp> {
  const log = logs.for('electron');
  // Loaded here and not with the program: the first window is on its way meanwhile.
  const [{ createAdiuva }, { startControlSocket }] = await Promise.all([
    import('#main/compose.ts'),
    import('#main/hosts/control/control-server.ts'),
  ]);
  const app = createAdiuva({ ...ports, host: 'electron', logs });
  // A folder that cannot be read is told by the pages, in the words of the status they ask for.
  await app.openQuietly().catch((error: unknown) => log.error('store not opened', {}, error));
  const socket = { dataDir: ports.dataDir, host: 'electron', log: logs.for('control') } as const;
  const control = await startControlSocket(app, socket).catch((error: unknown) => {
    // Another process holds this folder, and the pages say so, or the folder cannot be written.
    log.warn('no control socket', {}, error);
    return undefined;
  });
  return {
    router: app.router,
    createContext: () => app.createContext(),
    preferences: app.preferences,
    onPreferences: app.onPreferences,
    async close() {
      await control?.close();
      await app.close();
      await logs.close();
    },
  };
}
