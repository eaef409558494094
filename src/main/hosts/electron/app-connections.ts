import { createIpcHandler } from '#main/api/ipc/ipc-handler.ts';
import type { IpcHandler } from '#main/api/ipc/ipc-handler.ts';
import { withCorrelation } from '#main/log/index.ts';
import type { Log } from '#main/log/index.ts';
import type { HostEvent, IpcPort } from '#shared/contracts/ipc.ts';
import type { WebContents } from './electron-api.ts';
import type { HostedApp } from './hosted-app.ts';

export type AppConnections = {
  accept(port: IpcPort, contents: WebContents): void;
  /** Reaches the page now, or as soon as it connects. */
  notify(contents: WebContents, event: HostEvent): void;
  /** Resolves when what the pages asked for so far is done. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** The app's router on every connection that a page opens, also while the app behind is still opening. */
export function createAppConnections(opening: Promise<HostedApp>, log: Log): AppConnections {
  const handlers = new Map<WebContents, Set<IpcHandler>>();
  const waiting = new WeakMap<WebContents, HostEvent[]>();

  function start(app: HostedApp, port: IpcPort, contents: WebContents): void {
    const handler = createIpcHandler({
      router: app.router,
      port,
      createContext: () => app.createContext(),
      around: ({ correlationId, path }, run) => withCorrelation({ id: correlationId, procedure: path }, run),
      onError: ({ error }) => log.debug('request failed', {}, error),
    });
    const ofPage = handlers.get(contents) ?? new Set();
    handlers.set(contents, ofPage.add(handler));
    port.onClose(() => {
      ofPage.delete(handler);
      if (ofPage.size === 0) handlers.delete(contents);
    });
    for (const event of waiting.get(contents) ?? []) handler.notify(event);
    waiting.delete(contents);
  }

  const all = (): IpcHandler[] => [...handlers.values()].flatMap((ofPage) => [...ofPage]);

  return {
    accept(port, contents) {
      let isGone = false;
      port.onClose(() => {
        isGone = true;
      });
      void opening.then((app) => {
        if (!isGone) start(app, port, contents);
      }, port.close);
    },
    notify(contents, event) {
      const ofPage = handlers.get(contents);
      if (ofPage === undefined) waiting.set(contents, [...(waiting.get(contents) ?? []), event]);
      for (const handler of ofPage ?? []) handler.notify(event);
    },
    settled: async () => void (await Promise.all(all().map((handler) => handler.settled()))),
    close: async () => void (await Promise.all(all().map((handler) => handler.close()))),
  };
}
