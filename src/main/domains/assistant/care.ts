/** A start-up never deletes: the first look comes after the app has run for a while. */
const FIRST_LOOK_MS = 15 * 60_000;
const NEXT_LOOK_MS = 24 * 3_600_000;

/** Removes what is old, a quarter of an hour after `start` and then once a day. */
export function createCare(prune: () => Promise<void>, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  const plan = (delayMs: number) => {
    timer = setTimeout(() => {
      looking = prune().catch(onError);
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
