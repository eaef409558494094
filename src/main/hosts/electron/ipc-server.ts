import { IPC_CHANNEL, isEnvelope } from '#shared/contracts/ipc.ts';
import type { IpcEnvelope, IpcPort } from '#shared/contracts/ipc.ts';
import { APP_ORIGIN, isAppUrl } from './app-origin.ts';
import type { ElectronApi, IpcMainEvent, WebContents } from './electron-api.ts';

/** A page needs one, and now and then one more while it connects anew. */
const MAX_CONNECTIONS = 4;

export type IpcServerOptions = {
  readonly isOurs: (contents: WebContents) => boolean;
  /** Called for each connection that a page opens. */
  readonly accept: (port: IpcPort, contents: WebContents) => void;
  readonly onRefused: (reason: 'sender' | 'envelope' | 'connections') => void;
};

/** The main frame of one of our windows, showing our own origin. Checked for every single message. */
export function isTrustedSender(event: IpcMainEvent, isOurs: IpcServerOptions['isOurs']): boolean {
  const { sender, senderFrame } = event;
  if (senderFrame === null || senderFrame.parent !== null || senderFrame.detached) return false;
  return senderFrame.origin === APP_ORIGIN && isAppUrl(senderFrame.url) && isOurs(sender);
}

type Connection = {
  readonly document: string;
  readonly port: IpcPort;
  /** A frame from the page. */
  deliver(frame: unknown): void;
  /** The page is gone or has closed this connection. */
  end(): void;
};

type Name = Pick<IpcEnvelope, 'document' | 'connection'>;

function createConnection(
  contents: WebContents,
  { document, connection }: Name,
  onEnd: () => void,
): Connection {
  const messageListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  /** What comes before anybody listens: the app behind may still be opening. */
  let early: unknown[] | undefined = [];
  let isOpen = true;

  function post(envelope: IpcEnvelope): void {
    if (!contents.isDestroyed()) contents.send(IPC_CHANNEL, envelope);
  }

  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    onEnd();
    for (const listener of closeListeners) listener();
  }

  const port: IpcPort = {
    send(frame) {
      if (isOpen) post({ document, connection, part: 'frame', frame });
    },
    onMessage(listener) {
      messageListeners.push(listener);
      const frames = early ?? [];
      early = undefined;
      for (const frame of frames) listener(frame);
    },
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      if (isOpen) post({ document, connection, part: 'close' });
      end();
    },
  };
  function deliver(frame: unknown): void {
    early?.push(frame);
    for (const listener of messageListeners) listener(frame);
  }
  return { document, port, deliver, end };
}

/** Turns the one channel into connections, and ends a page's connections when the page goes. */
export function serveIpc(electron: ElectronApi, options: IpcServerOptions): void {
  const pages = new Map<WebContents, Map<string, Connection>>();

  function endAll(contents: WebContents): void {
    for (const connection of pages.get(contents)?.values() ?? []) connection.end();
  }

  function connectionsOf(contents: WebContents): Map<string, Connection> {
    const known = pages.get(contents);
    if (known !== undefined) return known;
    const connections = new Map<string, Connection>();
    pages.set(contents, connections);
    contents.on('render-process-gone', () => endAll(contents));
    contents.once('destroyed', () => {
      endAll(contents);
      pages.delete(contents);
    });
    return connections;
  }

  function receive(contents: WebContents, envelope: IpcEnvelope): void {
    const connections = connectionsOf(contents);
    const id = envelope.connection;
    if (envelope.part !== 'open') {
      const connection = connections.get(id);
      if (envelope.part === 'frame') connection?.deliver(envelope.frame);
      else connection?.end();
      return;
    }
    // Not when the page begins to leave: it may still be sending what was typed last.
    for (const former of connections.values()) if (former.document !== envelope.document) former.end();
    if (connections.has(id) || connections.size >= MAX_CONNECTIONS) {
      options.onRefused('connections');
      return;
    }
    const connection = createConnection(contents, envelope, () => connections.delete(id));
    connections.set(id, connection);
    options.accept(connection.port, contents);
  }

  electron.ipcMain.on(IPC_CHANNEL, (event, envelope: unknown) => {
    if (!isTrustedSender(event, options.isOurs)) options.onRefused('sender');
    else if (!isEnvelope(envelope)) options.onRefused('envelope');
    else receive(event.sender, envelope);
  });
}
