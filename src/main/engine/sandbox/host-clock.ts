import { CLOCK_BYTES, CLOCK_CELLS } from '#shared/contracts/plugin-protocol.ts';

/** Main's side of the cells in which a worker counts the time of its guest. */
export type HostClock = {
  readonly shared: SharedArrayBuffer;
  reset(): void;
  cancel(): void;
  usedMs(): number;
};

export function createHostClock(): HostClock {
  const shared = new SharedArrayBuffer(CLOCK_BYTES);
  const cells = new Uint32Array(shared);
  return {
    shared,
    reset: () => Object.values(CLOCK_CELLS).forEach((cell) => Atomics.store(cells, cell, 0)),
    cancel: () => void Atomics.store(cells, CLOCK_CELLS.isCancelled, 1),
    usedMs() {
      const used = Atomics.load(cells, CLOCK_CELLS.usedMs);
      if (Atomics.load(cells, CLOCK_CELLS.isRunning) === 0) return used;
      const [seconds, nanoseconds] = process.hrtime();
      const nowMs = (seconds * 1_000 + Math.floor(nanoseconds / 1e6)) >>> 0;
      return used + ((nowMs - Atomics.load(cells, CLOCK_CELLS.sliceStartedMs)) >>> 0);
    },
  };
}
