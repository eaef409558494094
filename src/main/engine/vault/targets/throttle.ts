import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';

/** Lets bytes through at no more than a given rate, shared by everything that asks the same one. */
export type Throttle = {
  /** Resolves when so many bytes may go. Rejects with `cancelled`. */
  take(bytes: number, signal?: AbortSignal): Promise<void>;
};

/** Bytes are asked for in pieces of this size: small enough to keep a slow line even, large enough to cost nothing. */
export const PIECE_BYTES = 64 * 1024;

export const UNLIMITED: Throttle = { take: () => Promise.resolve() };

/**
 * `bytesPerSecond` is asked anew for each piece, so that a changed setting holds at once; `null` is no limit.
 * A pause never saves up for a burst: who was idle for an hour starts at the rate like everybody.
 */
export function createThrottle(
  bytesPerSecond: () => number | null,
  clock: () => number = () => performance.now(),
): Throttle {
  let freeAtMs = 0;
  return {
    async take(bytes, signal) {
      const rate = bytesPerSecond();
      if (rate === null || rate <= 0) return;
      const startMs = Math.max(freeAtMs, clock());
      freeAtMs = startMs + (bytes / rate) * 1000;
      const waitMs = startMs - clock();
      if (waitMs <= 0) return;
      await delay(waitMs, undefined, { ...(signal && { signal }) }).catch((cause: unknown) => {
        throw new AppError('cancelled', 'Stopped. What was sent so far is kept.', { cause });
      });
    },
  };
}
