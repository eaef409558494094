export type ConnectionState = 'connecting' | 'online' | 'reconnecting';

export type ConnectionStore = {
  get(): ConnectionState;
  set(state: ConnectionState): void;
  subscribe(listener: (state: ConnectionState) => void): () => void;
};

export function createConnectionStore(): ConnectionStore {
  let state: ConnectionState = 'connecting';
  const listeners = new Set<(state: ConnectionState) => void>();
  return {
    get: () => state,
    set(next) {
      // A first connection that fails keeps its name: nothing was lost that could come back.
      if (next === state || (state === 'connecting' && next === 'reconnecting')) return;
      state = next;
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
