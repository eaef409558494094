import type { MessagePort } from 'node:worker_threads';
import type { IpcPort } from '#shared/contracts/ipc.ts';

/** Node's MessagePort as one end of the bridge: for worker threads, tests and measurements. */
export function fromMessagePort(port: MessagePort): IpcPort {
  return {
    send: (frame) => port.postMessage(frame),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
