import type { NearHit, SearchHit } from '#shared/contracts/search.ts';

/** One result: found by its words, by what a passage in it says, or both. */
export type FoundHit = {
  readonly hit: SearchHit;
  readonly hasWords: boolean;
  readonly near: NearHit | null;
};

/** As in the search of passages: first places say more than many. */
const RRF_K = 5;
/** Who types words means them first of all. */
const NEAR_WEIGHT = 0.7;

export function keyOf({ kind, id }: Pick<SearchHit, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

/** Both lists as one, by the place that each gives; what only the words have found further on follows in its order. */
export function inBestOrder(
  words: readonly SearchHit[],
  near: readonly NearHit[],
  ranked: number,
): readonly FoundHit[] {
  const found = new Map<string, FoundHit & { score: number }>();
  for (const [index, hit] of words.slice(0, ranked).entries()) {
    found.set(keyOf(hit), { hit, hasWords: true, near: null, score: share(index) });
  }
  for (const [index, one] of near.entries()) {
    const known = found.get(keyOf(one));
    const score = NEAR_WEIGHT * share(index) + (known?.score ?? 0);
    found.set(keyOf(one), { hit: known?.hit ?? one, hasWords: known !== undefined, near: one, score });
  }
  const best = [...found.values()].toSorted((left, right) => right.score - left.score);
  const later = words.slice(ranked).filter((hit) => !found.has(keyOf(hit)));
  return [...best, ...later.map((hit): FoundHit => ({ hit, hasWords: true, near: null }))];
}

function share(index: number): number {
  return 1 / (RRF_K + index + 1);
}
