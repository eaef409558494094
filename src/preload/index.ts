import { contextBridge, ipcRenderer } from 'electron';
import { IPC_CHANNEL, isEnvelope } from '#shared/contracts/ipc.ts';
import type { AdiuvaBridge, IpcEnvelope, IpcPort } from '#shared/contracts/ipc.ts';

type Listeners = {
  readonly message: ((frame: unknown) => void)[];
  readonly close: (() => void)[];
};

/** This load of the page: the next one is another document to the host. */
const page = crypto.randomUUID();
const connections = new Map<string, Listeners>();

function post(envelope: IpcEnvelope): void {
  ipcRenderer.send(IPC_CHANNEL, envelope);
}

/** Says so once, whichever end closes. */
function forget(connection: string): void {
  const listeners = connections.get(connection);
  connections.delete(connection);
  for (const listener of listeners?.close ?? []) listener();
}

ipcRenderer.on(IPC_CHANNEL, (_event, envelope: unknown) => {
  if (!isEnvelope(envelope) || envelope.document !== page) return;
  if (envelope.part === 'close') forget(envelope.connection);
  if (envelope.part !== 'frame') return;
  for (const listener of connections.get(envelope.connection)?.message ?? []) listener(envelope.frame);
});

function connect(): IpcPort {
  const connection = crypto.randomUUID();
  const listeners: Listeners = { message: [], close: [] };
  connections.set(connection, listeners);
  post({ document: page, connection, part: 'open' });
  return {
    send: (frame) => post({ document: page, connection, part: 'frame', frame }),
    onMessage: (listener) => void listeners.message.push(listener),
    onClose: (listener) => void listeners.close.push(listener),
    close() {
      if (!connections.has(connection)) return;
      post({ document: page, connection, part: 'close' });
      forget(connection);
    },
  };
}

// The page gets this one function. It cannot name a channel, and the host checks who sends each frame.
contextBridge.exposeInMainWorld('adiuva', { connect } satisfies AdiuvaBridge);
