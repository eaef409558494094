/** Nothing was asked for so long: the person reads or is away. */
const QUIET_MS = 40;
/** Longer than this nobody makes way, so that work goes on under someone who never stops asking. */
const MOST_MS = 1_000;

/** Who waits for an answer goes first: long work in the background asks between its turns. */
export type Foreground = {
  /** Somebody waits for an answer until the returned function is called. */
  enter(): () => void;
  /** Resolves when nobody waits, or after a second; at once, but for a turn of the event loop, when all is quiet. */
  giveWay(signal?: AbortSignal): Promise<void>;
};

export function createForeground(nowMs: () => number = () => performance.now()): Foreground {
  let waiting = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    enter() {
      waiting += 1;
      return () => {
        waiting -= 1;
        lastMs = nowMs();
      };
    },
    async giveWay(signal) {
      const until = nowMs() + MOST_MS;
      await sleep(0);
      while ((waiting > 0 || nowMs() - lastMs < QUIET_MS) && nowMs() < until && signal?.aborted !== true) {
        await sleep(QUIET_MS / 4);
      }
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
