import { createPeer } from './peer.ts';
import type { Methods, Peer } from './peer.ts';

/** What the controller may ask of the stand-in; its parts add themselves while they are made. */
export const methods: Record<string, Methods[string]> = {};

function send(message: unknown): void {
  // The controller is gone when a test was stopped: there is nobody left to tell.
  if (process.connected) process.send?.(message);
}

/** The controller in the test's process, which has the browser. */
export const screen: Peer = createPeer(
  { send, onMessage: (listener) => void process.on('message', listener) },
  methods,
);

/** An event as Electron passes it to listeners that may refuse what is about to happen. */
export type PreventableEvent = { readonly defaultPrevented: boolean; preventDefault(): void };

export function preventable<Fields extends object>(fields: Fields): Fields & PreventableEvent {
  let isPrevented = false;
  return Object.defineProperties({ ...fields } as Fields & PreventableEvent, {
    defaultPrevented: { get: () => isPrevented },
    preventDefault: {
      value: () => {
        isPrevented = true;
      },
    },
  });
}
