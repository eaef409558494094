import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 12;

export type Breather = () => Promise<void> | undefined;

/**
 * Gives the event loop its turn once a slice of work has taken longer than a frame may.
 * Cheap enough to be called for every item.
 */
export function createBreather(signal?: AbortSignal): Breather {
  let sliceStart = performance.now();
  return () => {
    if (performance.now() - sliceStart < SLICE_MS) return undefined;
    signal?.throwIfAborted();
    return setImmediate().then(() => {
      sliceStart = performance.now();
    });
  };
}
