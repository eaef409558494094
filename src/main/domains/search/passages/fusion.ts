/** Places in two lists made into one order, and that order thinned of what says the same again. */

export type Ranked = {
  readonly rowId: number;
  readonly wordRank: number | null;
  readonly meaningRank: number | null;
  readonly similarity: number | null;
  readonly score: number;
};
export type Near = { readonly rowId: number; readonly similarity: number };

/** A place in the list by words, and how many of the question's words stand there, 0 to 1. */
export type Worded = { readonly rowId: number; readonly share: number };

/**
 * Reciprocal rank fusion: a place counts 1 / (K + place) in each list, so that two scales that have nothing in common
 * need not be compared (Cormack, Clarke, Büttcher: SIGIR 2009). Theirs is 60, for many long lists; for two short ones
 * the first places say more. A place by words counts as much as it holds of the question: there is always a text with
 * one of its words. Chosen with half of the 300 questions of the retrieval bench, and as good with the other half.
 */
const RRF_K = 5;
const MEANING = 0.7;

export function fuse(words: readonly Worded[], meanings: readonly Near[]): readonly Ranked[] {
  const wordRanks = new Map(words.map(({ rowId, share }, index) => [rowId, { rank: index + 1, share }]));
  const meaningRanks = new Map(meanings.map((one, index) => [one.rowId, { ...one, rank: index + 1 }]));
  const ids = new Set([...wordRanks.keys(), ...meaningRanks.keys()]);
  const ranked = [...ids].map((rowId): Ranked => {
    const word = wordRanks.get(rowId);
    const meaning = meaningRanks.get(rowId);
    const byWord = word ? word.share / (RRF_K + word.rank) : 0;
    const byMeaning = meaning ? MEANING / (RRF_K + meaning.rank) : 0;
    return {
      rowId,
      wordRank: word?.rank ?? null,
      score: byWord + byMeaning,
      meaningRank: meaning?.rank ?? null,
      similarity: meaning?.similarity ?? null,
    };
  });
  return ranked.sort((left, right) => right.score - left.score || left.rowId - right.rowId);
}

/** How much being other than what was already chosen counts against being asked for. */
const DIVERSITY = 0.1;

/**
 * Maximal marginal relevance: takes the best of what is left after what it repeats of the chosen ones is taken off.
 * `likeness` is 0 to 1. (Carbonell, Goldstein: SIGIR 1998)
 */
export function diversify<T extends { readonly score: number }>(
  ranked: readonly T[],
  limit: number,
  likeness: (left: T, right: T) => number,
): readonly T[] {
  const best = ranked[0]?.score ?? 0;
  if (best <= 0) return ranked.slice(0, limit);
  const left = ranked.map((one) => ({ one, nearest: 0 }));
  const chosen: T[] = [];
  while (chosen.length < limit && left.length > 0) {
    const worth = ({ one, nearest }: { one: T; nearest: number }) =>
      (1 - DIVERSITY) * (one.score / best) - DIVERSITY * nearest;
    let at = 0;
    for (let index = 1; index < left.length; index += 1) {
      const [candidate, current] = [left[index], left[at]];
      if (candidate && current && worth(candidate) > worth(current)) at = index;
    }
    const [taken] = left.splice(at, 1);
    if (!taken) break;
    chosen.push(taken.one);
    for (const other of left) other.nearest = Math.max(other.nearest, likeness(taken.one, other.one));
  }
  return chosen;
}

/** Of two vectors of length one. */
export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
