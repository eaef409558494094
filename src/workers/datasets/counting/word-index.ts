import { createRecordRandom, recordSeed } from '#shared/kernel/record-random.ts';
import { sameWordsKey, shinglesOf } from './shingles.ts';

export type Likeness = { readonly number: number; readonly similarity: number };

/** What is compared: the nearest of those there that is at least as alike as the threshold. */
export type LikenessIndex = {
  find(text: string, vector: Float32Array | undefined): Likeness | null;
  add(number: number, text: string, vector: Float32Array | undefined): void;
  remove(number: number): void;
};

/** 128 hashes tell a share of common word pairs with a standard error of 0.044 at most: 512 bytes a record. */
const HASHES = 128;
const SEED = 20_200_712;

/**
 * MinHash (Broder 1997) over pairs of words, found by bands (locality-sensitive hashing): records whose hashes agree in
 * a whole band are compared. How many bands there are, 32 at most, follows from the threshold: of those that are just
 * as alike as it says 95 in 100 are found, and nearly all that are more alike. 100,000 records take some 120 to 250 MB.
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

class MinHashIndex implements LikenessIndex {
  readonly #threshold: number;
  readonly #rows: number;
  readonly #signatures = new Map<number, Uint32Array>();
  /** For each band: its hash to the numbers that have it; one number stands by itself, to save the list. */
  readonly #bands: readonly Map<number, number | number[]>[];
  #last: { readonly text: string; readonly signature: Uint32Array | null } = { text: '', signature: null };

  constructor(threshold: number) {
    this.#threshold = threshold;
    this.#rows = rowsFor(threshold);
    this.#bands = Array.from({ length: bandsOf(this.#rows) }, () => new Map());
  }

  find(text: string): Likeness | null {
    const signature = this.#signature(text);
    if (signature === null) return null;
    let best: Likeness | null = null;
    const seen = new Set<number>();
    for (const [band, numbers] of this.#bands.entries()) {
      const bucket = numbers.get(this.#bandHash(signature, band)) ?? [];
      for (const number of typeof bucket === 'number' ? [bucket] : bucket) {
        if (seen.has(number)) continue;
        seen.add(number);
        const similarity = this.#similarity(signature, number);
        if (similarity >= this.#threshold && similarity > (best?.similarity ?? -1))
          best = { number, similarity };
      }
    }
    return best;
  }

  add(number: number, text: string): void {
    this.remove(number);
    const signature = this.#signature(text);
    if (signature === null) return;
    this.#signatures.set(number, signature);
    for (const [band, numbers] of this.#bands.entries()) {
      const key = this.#bandHash(signature, band);
      const bucket = numbers.get(key);
      if (bucket === undefined) numbers.set(key, number);
      else if (typeof bucket === 'number') numbers.set(key, [bucket, number]);
      // Where thousands say the same, a few stand for them: each further one would cost what all before it cost.
      else if (bucket.length < MOST_IN_BUCKET) bucket.push(number);
    }
  }

  remove(number: number): void {
    const signature = this.#signatures.get(number);
    if (signature === undefined) return;
    this.#signatures.delete(number);
    for (const [band, numbers] of this.#bands.entries()) {
      const key = this.#bandHash(signature, band);
      const bucket = numbers.get(key);
      const left = typeof bucket === 'number' ? [bucket] : (bucket ?? []);
      const kept = left.filter((one) => one !== number);
      if (kept.length === 0) numbers.delete(key);
      else numbers.set(key, kept);
    }
  }

  /** What is looked for is most often taken up next. */
  #signature(text: string): Uint32Array | null {
    if (text !== this.#last.text) this.#last = { text, signature: signatureOf(shinglesOf(text)) };
    return this.#last.signature;
  }

  #similarity(signature: Uint32Array, number: number): number {
    const other = this.#signatures.get(number);
    if (other === undefined) return -1;
    let same = 0;
    for (let at = 0; at < HASHES; at += 1) if (signature[at] === other[at]) same += 1;
    return same / HASHES;
  }

  #bandHash(signature: Uint32Array, band: number): number {
    let hash = 0x811c9dc5;
    for (let at = band * this.#rows; at < (band + 1) * this.#rows; at += 1) {
      hash = Math.imul(hash ^ (signature[at] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    // Thirty bits: larger keys are objects to the engine, and a map of them is many times slower.
    return hash & 0x3fffffff;
  }
}

const MOST_IN_BUCKET = 64;

/** The most rows in a band with which one at the threshold is still found 95 times in 100. */
function rowsFor(threshold: number): number {
  let rows = 1;
  for (let more = 2; more <= 32; more += 1) {
    if (1 - (1 - threshold ** more) ** bandsOf(more) < 0.95) break;
    rows = more;
  }
  return rows;
}

function bandsOf(rows: number): number {
  return Math.min(32, Math.floor(HASHES / rows));
}

const MULTIPLIERS = new Uint32Array(HASHES);
const ADDENDS = new Uint32Array(HASHES);
const random = createRecordRandom(recordSeed(SEED, 0));
for (let at = 0; at < HASHES; at += 1) {
  MULTIPLIERS[at] = Math.floor(random.next() * 4_294_967_296) | 1;
  ADDENDS[at] = Math.floor(random.next() * 4_294_967_296);
}

/** For each of the hash functions the least hash of all pairs; null for a text without words. */
function signatureOf(shingles: Uint32Array): Uint32Array | null {
  if (shingles.length === 0) return null;
  const signature = new Uint32Array(HASHES);
  for (let at = 0; at < HASHES; at += 1) {
    const multiplier = MULTIPLIERS[at] ?? 1;
    const addend = ADDENDS[at] ?? 0;
    let least = 0xffffffff;
    for (const shingle of shingles) {
      let hash = (Math.imul(shingle, multiplier) + addend) | 0;
      hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
      hash = (hash ^ (hash >>> 15)) >>> 0;
      if (hash < least) least = hash;
    }
    signature[at] = least;
  }
  return signature;
}
