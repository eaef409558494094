/**
 * The trash: what was deleted, across all kinds of items. Restoring brings back what an item belongs to and what went
 * with it; purging removes for good, the log's and the search index's copies included, and cannot be undone.
 */
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import { purgeStore } from './trash-purge.store.ts';
import { TrashService } from './trash.service.ts';
import { createTrashReads } from './trash.store.ts';

export type Trash = TrashService;

export function createTrash(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: () => Promise<{ readonly trashRetentionDays: number }>;
  readonly onPurged?: () => void;
  readonly beforeMuch?: () => Promise<unknown>;
}): Trash {
  const { onPurged = () => undefined, beforeMuch = () => Promise.resolve() } = deps;
  return new TrashService({ ...deps, onPurged, beforeMuch, purging: purgeStore, readsOf: createTrashReads });
}
