import { AsyncResource } from 'node:async_hooks';
import type { Store } from '#main/db/store.ts';
import type { Statement } from './job-blobs.store.ts';
import { guardLeases, holdsLease } from './job-queue.store.ts';
import { TurnStopped } from './turn-end.ts';

export type JournalEntry = {
  readonly jobId: string;
  /** The turn that writes; with an older one the entry is refused. */
  readonly fence: number;
  readonly statements: readonly Statement[];
  /** Whether pages look anew; steps alone change nothing that they show. */
  readonly isShown?: boolean;
};

type Waiting = JournalEntry & { readonly done: PromiseWithResolvers<void> };

/** Entries in one commit: enough to share its cost, few enough that nobody waits long for the store. */
const MOST_AT_ONCE = 500;

/**
 * Writes what turns have finished. What is handed over in one go of the event loop, or while a commit is under way,
 * goes into one commit (group commit): a hundred steps of a fan-out cost one wait for the disk.
 */
export class JobJournal {
  readonly #store: Store;
  /** A commit is the engine's own, not of whoever's call happened to begin it. */
  readonly #scope = new AsyncResource('adiuva.jobs');
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when it is on disk. Throws `cancelled` when the job no longer belongs to this turn. */
  write(entry: JournalEntry): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.#waiting.push({ ...entry, done });
    if (!this.#isWriting) {
      this.#isWriting = true;
      setImmediate(() => this.#scope.runInAsyncScope(() => void this.#writeAll()));
    }
    return done.promise;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      await this.#commit(batch).then(
        () => settle(batch),
        (error: unknown) => this.#commitEach(batch, error),
      );
    }
    this.#isWriting = false;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const turns = new Map(batch.map(({ jobId, fence }) => [`${jobId}:${fence}`, { jobId, fence }]));
    await this.#store.write({ command: 'jobs.journal', principal: 'job' }, (tx) => {
      tx.run(guardLeases([...turns.values()]));
      for (const statement of merge(batch)) tx.run(statement);
      const shown = new Set(batch.filter((entry) => entry.isShown).map(({ jobId }) => jobId));
      if (shown.size > 0) tx.touch('job', [...shown]);
    });
  }

  /** One that is refused must not take the others with it. */
  async #commitEach(batch: readonly Waiting[], error: unknown): Promise<void> {
    for (const entry of batch) {
      try {
        if (!(await holdsLease(this.#store.reader, entry.jobId, entry.fence))) throw new TurnStopped('lost');
        if (batch.length === 1) throw error;
        await this.#commit([entry]);
        entry.done.resolve();
      } catch (reason) {
        entry.done.reject(reason);
      }
    }
  }
}

function settle(batch: readonly Waiting[]): void {
  for (const entry of batch) entry.done.resolve();
}

/** Statements of the same text become one, prepared once and run with each entry's values. */
function merge(batch: readonly JournalEntry[]): readonly Statement[] {
  const bySql = new Map<string, NonNullable<Statement['paramsList']>[number][]>();
  for (const { sql, params, paramsList } of batch.flatMap((entry) => entry.statements)) {
    const lists = bySql.get(sql) ?? [];
    lists.push(...(paramsList ?? [params ?? []]));
    bySql.set(sql, lists);
  }
  return [...bySql].map(([sql, paramsList]) => ({ sql, paramsList }));
}
