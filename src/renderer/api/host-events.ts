import type { HostEvent } from '#shared/contracts/ipc.ts';

/** What the host tells the window unasked. Events that come before anyone listens wait for the first listener. */
export type HostEvents = {
  emit(event: HostEvent): void;
  subscribe(listener: (event: HostEvent) => void): () => void;
};

export function createHostEvents(): HostEvents {
  const listeners = new Set<(event: HostEvent) => void>();
  let waiting: HostEvent[] = [];
  return {
    emit(event) {
      if (listeners.size === 0) waiting.push(event);
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      const missed = waiting;
      waiting = [];
      for (const event of missed) listener(event);
      return () => listeners.delete(listener);
    },
  };
}
