/** Looks that are repeated for as long as the app runs, for what has grown old and can go. */

const DAY_MS = 24 * 3_600_000;

export type Upkeep = {
  /** Plans the first look; a start-up itself never deletes. */
  start(): void;
  /** Plans no further look and waits for the one under way, which is told by its signal. */
  stop(): Promise<void>;
};

export type UpkeepDeps = {
  readonly look: (signal: AbortSignal) => Promise<unknown>;
  /** From `start` to the first look. */
  readonly firstMs: number;
  /** From one look to the next; a day unless said otherwise. */
  readonly everyMs?: number;
  /** Told of a look that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
};

export function createUpkeep({ look, firstMs, everyMs = DAY_MS, onError }: UpkeepDeps): Upkeep {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<unknown> = Promise.resolve();
  const plan = (delayMs: number) => {
    timer = setTimeout(() => {
      looking = look(stopping.signal).catch(onError);
      plan(everyMs);
    }, delayMs);
    timer.unref();
  };
  return {
    start: () => plan(firstMs),
    async stop() {
      stopping.abort();
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
}
