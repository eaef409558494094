import type { Store } from '#main/db/store.ts';
import { createUpkeep } from '../upkeep/index.ts';
import { closeUnended, removeOlder } from './trace-rows.store.ts';

const DAY_MS = 24 * 3_600_000;
const FIRST_LOOK_MS = 10 * 60_000;
const NEXT_LOOK_MS = 6 * 3_600_000;

/** 0 days of traces keeps them until they are removed by hand, 0 of contents keeps none. */
export type TraceRetention = { readonly traceDays: number; readonly contentDays: number };

export type TraceCare = {
  /** Closes what the last run left open, and plans the first look at what has expired. */
  start(): Promise<void>;
  /** Removes what is kept no longer, now. */
  expire(): Promise<void>;
  stop(): Promise<void>;
};

/** Ends what nobody ended and removes what is kept no longer. */
export function createTraceCare(deps: {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly retention: () => Promise<TraceRetention>;
  readonly onError: (error: unknown) => void;
}): TraceCare {
  const before = (days: number) => (days === 0 ? null : deps.nowMs() - days * DAY_MS);
  const expire = async () => {
    const { traceDays, contentDays } = await deps.retention();
    // Contents that are to be kept for no day at all go as a whole.
    const contentsMs = contentDays === 0 ? deps.nowMs() + DAY_MS : before(contentDays);
    return removeOlder(deps.store, { tracesMs: before(traceDays), contentsMs });
  };
  const upkeep = createUpkeep({
    look: expire,
    firstMs: FIRST_LOOK_MS,
    everyMs: NEXT_LOOK_MS,
    onError: deps.onError,
  });
  return {
    async start() {
      await closeUnended(deps.store);
      upkeep.start();
    },
    expire,
    stop: () => upkeep.stop(),
  };
}
