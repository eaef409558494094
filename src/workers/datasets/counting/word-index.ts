import { MinHashIndex } from './min-hash-index.ts';
import { sameWordsKey } from './shingles.ts';

export type Likeness = { readonly number: number; readonly similarity: number };

/** What is compared: the nearest of those there that is at least as alike as the threshold. */
export type LikenessIndex = {
  find(text: string, vector: Float32Array | undefined): Likeness | null;
  add(number: number, text: string, vector: Float32Array | undefined): void;
  remove(number: number): void;
};

/**
 * MinHash (Broder 1997) over pairs of words, found by bands (locality-sensitive hashing). How many bands there are, 32
 * at most, follows from the threshold: of those that are just as alike as it says 95 in 100 are found, and nearly all
 * that are more alike. 100,000 records take some 120 to 250 MB.
 */
export function createWordIndex(threshold: number): LikenessIndex {
  return threshold >= 1 ? new SameWords() : new MinHashIndex(threshold);
}

/** A threshold of 1 refuses the same words alone: no estimate is needed. */
class SameWords implements LikenessIndex {
  readonly #numbers = new Map<string, Set<number>>();
  readonly #keys = new Map<number, string>();

  find(text: string): Likeness | null {
    const [number] = this.#numbers.get(sameWordsKey(text)) ?? [];
    return number === undefined ? null : { number, similarity: 1 };
  }

  add(number: number, text: string): void {
    this.remove(number);
    const key = sameWordsKey(text);
    // Without words there is nothing to be alike in.
    if (key === '') return;
    this.#keys.set(number, key);
    const same = this.#numbers.get(key) ?? new Set();
    this.#numbers.set(key, same.add(number));
  }

  remove(number: number): void {
    const key = this.#keys.get(number);
    if (key === undefined) return;
    this.#keys.delete(number);
    const same = this.#numbers.get(key);
    same?.delete(number);
    if (same?.size === 0) this.#numbers.delete(key);
  }
}
