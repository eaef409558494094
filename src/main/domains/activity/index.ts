/**
 * Activity: every access and every effect of everyone, in a log that only grows. Each entry is chained to the one
 * before by its hash, so that a change shows; calls are written down together and never lost.
 */
import type { Store } from '#main/db/store.ts';
import { ActivityService } from './activity.service.ts';
import { createActivityStore } from './activity.store.ts';

export type Activity = ActivityService;

export function createActivity(deps: {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}): Activity {
  return new ActivityService({ ...deps, reads: createActivityStore(deps.store.reader) });
}
