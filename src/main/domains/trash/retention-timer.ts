import type { TrashService } from './trash.service.ts';

/** A start-up never deletes: the first look comes after the app has run for a while. */
const FIRST_LOOK_MS = 10 * 60_000;
const NEXT_LOOK_MS = 24 * 3_600_000;

/** Empties the trash of what has expired, ten minutes after `start` and then once a day. */
export function createRetentionTimer(trash: TrashService, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<unknown> = Promise.resolve();
  const plan = (delayMs: number) => {
    timer = setTimeout(() => {
      looking = trash.purgeExpired().catch(onError);
      plan(NEXT_LOOK_MS);
    }, delayMs);
    timer.unref();
  };
  return {
    start: () => plan(FIRST_LOOK_MS),
    async stop(): Promise<void> {
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
}
