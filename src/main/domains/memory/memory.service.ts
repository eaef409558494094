import type { MemoryFact, MemoryFactInput, MemoryKey, MemoryListInput } from '#shared/contracts/memory.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { MemoryReads } from './memory.store.ts';

export type MemoryDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly readsOf: (reader: Store['reader']) => MemoryReads;
  readonly writes: {
    putFact(tx: Writer, fact: MemoryFact): void;
    dropFact(tx: Writer, id: string): Promise<boolean>;
    countFacts(tx: Writer): Promise<number>;
  };
};

/** All of them are told to a model that is asked: more would crowd out the question. */
const MOST_FACTS = 500;

/** What agents keep in mind from one conversation to the next. */
export class MemoryService {
  readonly #deps: MemoryDeps;
  readonly #reads: MemoryReads;

  constructor(deps: MemoryDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  list(input: MemoryListInput = {}): Promise<readonly MemoryFact[]> {
    return this.#reads.list(input);
  }

  async get(key: MemoryKey): Promise<MemoryFact> {
    const fact = await this.#reads.find(key);
    if (!fact) throw new AppError('not_found', `Nothing is kept in mind as "${key.key}".`);
    return fact;
  }

  find(key: MemoryKey): Promise<MemoryFact | undefined> {
    return this.#reads.find(key);
  }

  /** Keeps the value under the key, instead of the one before. */
  async set(input: MemoryFactInput): Promise<MemoryFact> {
    const { store, ids, readsOf, writes } = this.#deps;
    const { value } = await store.write({ command: 'memory.set' }, async (tx) => {
      const before = await readsOf(tx).find(input);
      if (!before && (await writes.countFacts(tx)) >= MOST_FACTS) {
        throw new AppError(
          'conflict',
          `${MOST_FACTS} facts are kept in mind already. Nothing was added; forget some of them first.`,
        );
      }
      const { principal, nowMs: updatedAt } = tx;
      const fact: MemoryFact = {
        ...(before ?? { id: ids.next(), createdAt: updatedAt }),
        ...input,
        principal,
        updatedAt,
      };
      writes.putFact(tx, fact);
      return fact;
    });
    return value;
  }

  async remove(id: string): Promise<void> {
    const { store, writes } = this.#deps;
    await store.write({ command: 'memory.remove' }, async (tx) => {
      if (await writes.dropFact(tx, id)) return;
      throw new AppError('not_found', 'This is not kept in mind any more.');
    });
  }
}
