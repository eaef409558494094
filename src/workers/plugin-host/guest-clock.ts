import { CLOCK_CELLS } from '#shared/contracts/plugin-protocol.ts';

/** Counts the time in which plugin code runs, where main can read it while the code does not return. */
export type GuestClock = {
  /** Runs `work` as plugin time. */
  during<T>(work: () => T): T;
  usedMs(): number;
  isCancelled(): boolean;
};

/** Of the monotonic clock, which all threads share; the low 32 bits are enough for differences. */
function nowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return (seconds * 1_000 + Math.floor(nanoseconds / 1e6)) >>> 0;
}

export function createGuestClock(shared: SharedArrayBuffer): GuestClock {
  const cells = new Uint32Array(shared);
  let depth = 0;
  const slice = (): number => (nowMs() - Atomics.load(cells, CLOCK_CELLS.sliceStartedMs)) >>> 0;
  return {
    during(work) {
      if (depth > 0) return work();
      depth += 1;
      Atomics.store(cells, CLOCK_CELLS.sliceStartedMs, nowMs());
      Atomics.store(cells, CLOCK_CELLS.isRunning, 1);
      try {
        return work();
      } finally {
        depth -= 1;
        Atomics.add(cells, CLOCK_CELLS.usedMs, slice());
        Atomics.store(cells, CLOCK_CELLS.isRunning, 0);
      }
    },
    usedMs: () =>
      Atomics.load(cells, CLOCK_CELLS.usedMs) +
      (Atomics.load(cells, CLOCK_CELLS.isRunning) === 1 ? slice() : 0),
    isCancelled: () => Atomics.load(cells, CLOCK_CELLS.isCancelled) === 1,
  };
}
