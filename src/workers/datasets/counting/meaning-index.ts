import { Refused } from '../refused.ts';
import type { Likeness, LikenessIndex } from './word-index.ts';

const BLOCK = 1_024;

/**
 * Vectors of length 1, one after the other in blocks, compared with all: their product is the cosine. 100,000 of 384
 * numbers take 150 MB and some 30 ms a question, which is far less than the model takes that makes them.
 */
export function createMeaningIndex(threshold: number): LikenessIndex {
  return new MeaningIndex(threshold);
}

class MeaningIndex implements LikenessIndex {
  readonly #threshold: number;
  readonly #blocks: Float32Array[] = [];
  /** Which number stands at each place; -1 where it was removed. */
  readonly #numbers: number[] = [];
  readonly #places = new Map<number, number>();
  readonly #free: number[] = [];
  #dimension = 0;

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  find(_text: string, vector: Float32Array | undefined): Likeness | null {
    const wanted = this.#checked(vector);
    let best: Likeness | null = null;
    for (const [place, number] of this.#numbers.entries()) {
      if (number < 0) continue;
      const similarity = this.#product(wanted, place);
      if (similarity >= this.#threshold && similarity > (best?.similarity ?? -2))
        best = { number, similarity };
    }
    return best;
  }

  add(number: number, _text: string, vector: Float32Array | undefined): void {
    const wanted = this.#checked(vector);
    this.remove(number);
    const place = this.#free.pop() ?? this.#numbers.length;
    const block = Math.floor(place / BLOCK);
    this.#blocks[block] ??= new Float32Array(BLOCK * this.#dimension);
    this.#blocks[block]?.set(wanted, (place % BLOCK) * this.#dimension);
    this.#numbers[place] = number;
    this.#places.set(number, place);
  }

  remove(number: number): void {
    const place = this.#places.get(number);
    if (place === undefined) return;
    this.#places.delete(number);
    this.#numbers[place] = -1;
    this.#free.push(place);
  }

  #product(wanted: Float32Array, place: number): number {
    const block = this.#blocks[Math.floor(place / BLOCK)];
    if (block === undefined) return -2;
    const from = (place % BLOCK) * this.#dimension;
    let sum = 0;
    for (let at = 0; at < wanted.length; at += 1) sum += (wanted[at] ?? 0) * (block[from + at] ?? 0);
    return sum;
  }

  #checked(vector: Float32Array | undefined): Float32Array {
    if (vector === undefined) throw new Refused('Records that are compared by meaning need a vector each.');
    if (this.#dimension === 0) this.#dimension = vector.length;
    if (vector.length === this.#dimension) return vector;
    throw new Refused(`Vectors of ${vector.length} and of ${this.#dimension} numbers cannot be compared.`);
  }
}
