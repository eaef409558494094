import { BandTable } from './band-table.ts';
import { HASHES, sign } from './min-hash.ts';
import { shinglesOf } from './shingles.ts';
import type { Likeness, LikenessIndex } from './word-index.ts';

/** Where thousands say the same, a few stand for them: each further one would cost what all before it cost. */
const MOST_IN_BUCKET = 64;
const BLOCK = 1_024;

/**
 * Records whose hashes agree in a whole band are compared (locality-sensitive hashing). All is numbers in long arrays:
 * maps of a hundred thousand keys in each of 32 bands wait for memory most of the time. A record has a slot; slots
 * whose band has the same hash are a chain.
 */
export class MinHashIndex implements LikenessIndex {
  readonly #rows: number;
  readonly #bands: readonly BandTable[];
  /** Hashes that agree, at the least. */
  readonly #needed: number;
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  #used = 0;
  #numbers = new Float64Array(BLOCK);
  /** Which question looked at the slot last. */
  #looked = new Int32Array(BLOCK);
  /** For each slot and band the next of the chain, one more than its slot; 0 at the end. */
  #next: Int32Array;
  readonly #signatures: Int32Array[] = [];
  #question = 0;
  #text = '';
  #hasWords = false;
  readonly #signature = new Int32Array(HASHES);
  readonly #keys: Int32Array;

  constructor(threshold: number) {
    this.#needed = Math.ceil(threshold * HASHES);
    this.#rows = rowsFor(threshold);
    const bands = bandsOf(this.#rows);
    this.#bands = Array.from({ length: bands }, () => new BandTable());
    this.#next = new Int32Array(BLOCK * bands);
    this.#keys = new Int32Array(bands);
  }

  find(text: string): Likeness | null {
    if (!this.#read(text)) return null;
    this.#question += 1;
    let most = this.#needed - 1;
    let best = -1;
    for (const [band, table] of this.#bands.entries()) {
      for (let link = table.get(this.#keys[band] ?? 0); link !== 0; link = this.#linkAfter(link, band)) {
        const slot = link - 1;
        if (this.#looked[slot] === this.#question) continue;
        this.#looked[slot] = this.#question;
        const same = this.#sameIn(slot, most);
        if (same < most || (same === most && !this.#isBefore(slot, best))) continue;
        most = same;
        best = slot;
      }
    }
    return best < 0 ? null : { number: this.#numbers[best] ?? 0, similarity: most / HASHES };
  }

  add(number: number, text: string): void {
    this.remove(number);
    if (!this.#read(text)) return;
    const slot = this.#newSlot();
    this.#slots.set(number, slot);
    this.#numbers[slot] = number;
    this.#looked[slot] = 0;
    this.#signatures[Math.floor(slot / BLOCK)]?.set(this.#signature, (slot % BLOCK) * HASHES);
    for (const [band, table] of this.#bands.entries()) {
      const key = this.#keys[band] ?? 0;
      const first = table.get(key);
      if (first !== 0 && this.#isFull(first, band)) continue;
      this.#next[slot * this.#bands.length + band] = first;
      table.set(key, slot + 1);
    }
  }

  remove(number: number): void {
    const slot = this.#slots.get(number);
    if (slot === undefined) return;
    this.#slots.delete(number);
    this.#free.push(slot);
    const signature = this.#signatures[Math.floor(slot / BLOCK)] ?? this.#signature;
    for (const [band, table] of this.#bands.entries()) {
      const key = bandKey(signature, (slot % BLOCK) * HASHES + band * this.#rows, this.#rows);
      this.#unlink(slot, band, { table, key });
    }
  }

  #unlink(slot: number, band: number, { table, key }: { table: BandTable; key: number }): void {
    const after = this.#linkAfter(slot + 1, band);
    const first = table.get(key);
    if (first === slot + 1) table.set(key, after);
    else {
      for (let link = first; link !== 0; link = this.#linkAfter(link, band)) {
        if (this.#linkAfter(link, band) !== slot + 1) continue;
        this.#next[(link - 1) * this.#bands.length + band] = after;
        return;
      }
    }
  }

  #linkAfter(link: number, band: number): number {
    return this.#next[(link - 1) * this.#bands.length + band] ?? 0;
  }

  #isFull(first: number, band: number): boolean {
    let count = 0;
    for (let link = first; link !== 0; link = this.#linkAfter(link, band)) count += 1;
    return count >= MOST_IN_BUCKET;
  }

  /** Of two that are just as alike the one of the lower number is told. */
  #isBefore(slot: number, other: number): boolean {
    return other >= 0 && (this.#numbers[slot] ?? 0) < (this.#numbers[other] ?? 0);
  }

  /** How many hashes agree; -1 as soon as they are fewer than `least`. */
  #sameIn(slot: number, least: number): number {
    const block = this.#signatures[Math.floor(slot / BLOCK)] ?? this.#signature;
    const from = (slot % BLOCK) * HASHES;
    let left = HASHES - least;
    for (let at = 0; at < HASHES; at += 1) {
      if (this.#signature[at] === block[from + at]) continue;
      left -= 1;
      if (left < 0) return -1;
    }
    return least + left;
  }

  /** What is looked for is most often taken up next. False for a text without words. */
  #read(text: string): boolean {
    if (text === this.#text) return this.#hasWords;
    const shingles = shinglesOf(text);
    this.#text = text;
    this.#hasWords = shingles.length > 0;
    if (!this.#hasWords) return false;
    sign(shingles, this.#signature);
    for (let band = 0; band < this.#keys.length; band += 1)
      this.#keys[band] = bandKey(this.#signature, band * this.#rows, this.#rows);
    return true;
  }

  #newSlot(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const slot = this.#used;
    this.#used += 1;
    if (slot % BLOCK === 0) this.#signatures.push(new Int32Array(BLOCK * HASHES));
    if (slot < this.#numbers.length) return slot;
    this.#numbers = longer(this.#numbers, new Float64Array(2 * slot));
    this.#looked = longer(this.#looked, new Int32Array(2 * slot));
    this.#next = longer(this.#next, new Int32Array(2 * this.#next.length));
    return slot;
  }
}

function longer<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function bandKey(signature: Int32Array, from: number, rows: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + rows; at += 1) {
    hash = Math.imul(hash ^ (signature[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x21f0aaad);
  return hash ^ (hash >>> 15);
}

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
