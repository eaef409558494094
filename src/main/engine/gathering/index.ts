/**
 * Rows that many small events make are written together: one commit for whatever came within moments. A row is told
 * under a key, and one told again before it was written takes the former's place.
 */
import type { ChangeEvent } from '#shared/contracts/changes.ts';
import type { Store } from '#main/db/store.ts';
import { createWriteTurns, type WriteTurns } from './write-turns.ts';

export { createWriteTurns, type WriteTurns } from './write-turns.ts';

export type GatheredRow = {
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
  readonly topic?: ChangeEvent['topic'];
  /** May be lost where the disk takes nothing for long. */
  readonly isSpare?: boolean;
};

export type Gathering = {
  put(key: string, row: GatheredRow): void;
  /** Resolves when everything told before is on disk; rejects where that failed, and it is tried again with the next. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type GatheringDeps = {
  readonly store: Store;
  /** What the writes are called in the log. */
  readonly command: string;
  readonly onError: (error: unknown) => void;
};

const GATHER_MS = 100;
const MOST_TOGETHER = 500;
const MOST_SPARE = 10_000;

export function createGathering(deps: GatheringDeps): Gathering {
  return new GatheredWrites(deps);
}

class GatheredWrites implements Gathering {
  readonly #deps: GatheringDeps;
  #waiting = new Map<string, GatheredRow>();
  readonly #turns: WriteTurns;

  constructor(deps: GatheringDeps) {
    this.#deps = deps;
    this.#turns = createWriteTurns({
      writeWaiting: () => this.#writeWaiting(),
      gatherMs: GATHER_MS,
      mostTogether: MOST_TOGETHER,
      onError: deps.onError,
    });
  }

  put(key: string, row: GatheredRow): void {
    this.#waiting.set(key, row);
    this.#turns.noteWaiting(this.#waiting.size);
  }

  flush(): Promise<void> {
    return this.#turns.flush();
  }

  close(): Promise<void> {
    return this.#turns.close();
  }

  async #writeWaiting(): Promise<void> {
    const taken = this.#waiting;
    if (taken.size === 0) return;
    this.#waiting = new Map();
    const bySql = Map.groupBy(taken.values(), (row) => row.sql);
    const topics = new Set([...taken.values()].flatMap((row) => row.topic ?? []));
    try {
      await this.#deps.store.write({ command: this.#deps.command, principal: 'models' }, (tx) => {
        for (const [sql, rows] of bySql) tx.run({ sql, paramsList: rows.map((row) => row.params) });
        for (const topic of topics) tx.touchAll(topic);
      });
    } catch (error) {
      this.#putBack(taken);
      throw error;
    }
  }

  #putBack(taken: ReadonlyMap<string, GatheredRow>): void {
    const now = this.#waiting;
    this.#waiting = new Map([...taken, ...now]);
    if (this.#waiting.size <= MOST_SPARE) return;
    for (const [key, row] of this.#waiting) if (row.isSpare) this.#waiting.delete(key);
  }
}
