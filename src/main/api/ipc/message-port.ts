import type { IpcPort } from '#shared/contracts/ipc.ts';

/** What a MessagePort of Node's, the browser's or Electron's has in common. */
type PortLike = {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
};

/** A MessagePort as one end of the bridge: for worker threads, tests and measurements. */
export function fromMessagePort(port: PortLike): IpcPort {
  return {
    send: (frame) => port.postMessage(frame),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}
