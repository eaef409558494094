import type { Reader } from '#main/db/store.ts';
import { dot, type Near } from './fusion.ts';
import type { PassageFilter } from './passage-reads.store.ts';
import type { PassageModel, PassageVectorStore } from './passage-vectors.store.ts';

export type NearestWanted = {
  readonly model: PassageModel;
  readonly vector: Float32Array;
  readonly filter: PassageFilter;
  readonly limit: number;
  /** Only rows after this one. */
  readonly afterRow?: number;
};

/** Finds the passages whose vectors are nearest to one, the nearest first. It may name rows that are gone. */
export type NearestFinder = {
  kind(): 'exact' | 'flat' | 'ann';
  find(wanted: NearestWanted, signal: AbortSignal): Promise<readonly Near[]>;
};

const ROWS_A_PAGE = 4_000;

/** By looking at every vector in the store: exact, and there as long as the store is. */
export function createExactFinder(reader: Reader, vectors: PassageVectorStore): NearestFinder {
  return {
    kind: () => 'exact',
    async find({ model, vector, filter, limit, afterRow: from = 0 }, signal) {
      let best: Near[] = [];
      let afterRow = from;
      for (;;) {
        signal.throwIfAborted();
        const page = await vectors.pageVectors(reader, {
          modelId: model.id,
          afterRow,
          limit: ROWS_A_PAGE,
          filter,
        });
        const last = page.at(-1);
        if (!last) return best;
        afterRow = last.rowId;
        const scored = page.map((row) => ({ rowId: row.rowId, similarity: dot(row.vector, vector) }));
        best = [...best, ...scored].sort((left, right) => right.similarity - left.similarity).slice(0, limit);
      }
    },
  };
}
