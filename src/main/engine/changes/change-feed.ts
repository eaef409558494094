import type { ChangeBatch, ChangeEvent } from '#shared/contracts/changes.ts';

/**
 * Commits as an endless stream for subscribers. What happens while a subscriber is busy is merged, so that a slow
 * one holds at most one batch: topics with the ids of all commits since.
 */
export function createChangeFeed() {
  const subscribers = new Set<(changes: readonly ChangeEvent[]) => void>();
  return {
    publish(changes: readonly ChangeEvent[]): void {
      for (const push of subscribers) push(changes);
    },
    async *subscribe(signal: AbortSignal): AsyncGenerator<ChangeBatch> {
      let waiting = new Map<ChangeEvent['topic'], Set<string> | null>();
      let wake = Promise.withResolvers<void>();
      const push = (changes: readonly ChangeEvent[]) => {
        for (const change of changes) merge(waiting, change);
        wake.resolve();
      };
      const stop = () => wake.resolve();
      subscribers.add(push);
      signal.addEventListener('abort', stop, { once: true });
      try {
        while (!signal.aborted) {
          await wake.promise;
          if (signal.aborted) return;
          wake = Promise.withResolvers();
          const batch = waiting;
          waiting = new Map();
          yield { changes: [...batch].map(([topic, ids]) => ({ topic, ids: ids ? [...ids] : [] })) };
        }
      } finally {
        subscribers.delete(push);
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

/** `null` stands for "many": ids no longer matter. */
function merge(waiting: Map<ChangeEvent['topic'], Set<string> | null>, change: ChangeEvent): void {
  const known = waiting.get(change.topic);
  if (known === null) return;
  if (change.ids.length === 0) {
    waiting.set(change.topic, null);
    return;
  }
  const ids = known ?? new Set();
  for (const id of change.ids) ids.add(id);
  waiting.set(change.topic, ids.size > 200 ? null : ids);
}
