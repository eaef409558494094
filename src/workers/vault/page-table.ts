/** Where pages lie, by their keyed ids: a hash table in typed arrays, some 30 bytes a page, for stores of gigabytes. */
export type PageTable = {
  /** The row of the id that begins at `at`, or -1. */
  find(ids: Uint8Array, at: number): number;
  /** Adds an id that is not in the table yet. */
  add(ids: Uint8Array, at: number, where: { readonly chunk: number; readonly place: number }): void;
  chunkAt(row: number): number;
  placeAt(row: number): number;
};

const ID_BYTES = 16;
const WORDS = ID_BYTES / 4;

export function createPageTable(expectedPages: number): PageTable {
  return new TypedTable(Math.max(1024, Math.ceil(expectedPages * 1.25)));
}

class TypedTable implements PageTable {
  #capacity: number;
  #ids: Uint32Array;
  #chunks: Int32Array;
  #places: Uint16Array;
  #buckets: Int32Array;
  #rows = 0;
  readonly #wanted = new Uint32Array(WORDS);

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#ids = new Uint32Array(capacity * WORDS);
    this.#chunks = new Int32Array(capacity);
    this.#places = new Uint16Array(capacity);
    this.#buckets = newBuckets(capacity);
  }

  find(bytes: Uint8Array, at: number): number {
    this.#read(bytes, at);
    return (this.#buckets[this.#bucketOf(this.#wanted[0] ?? 0, true)] ?? 0) - 1;
  }

  add(bytes: Uint8Array, at: number, { chunk, place }: { chunk: number; place: number }): void {
    if (this.#rows === this.#capacity) this.#grow();
    this.#read(bytes, at);
    this.#ids.set(this.#wanted, this.#rows * WORDS);
    this.#chunks[this.#rows] = chunk;
    this.#places[this.#rows] = place;
    this.#buckets[this.#bucketOf(this.#wanted[0] ?? 0, false)] = this.#rows + 1;
    this.#rows += 1;
  }

  chunkAt(row: number): number {
    return this.#chunks[row] ?? -1;
  }

  placeAt(row: number): number {
    return this.#places[row] ?? 0;
  }

  #read(bytes: Uint8Array, at: number): void {
    for (let word = 0; word < WORDS; word += 1) {
      const from = at + word * 4;
      this.#wanted[word] =
        (bytes[from] ?? 0) |
        ((bytes[from + 1] ?? 0) << 8) |
        ((bytes[from + 2] ?? 0) << 16) |
        ((bytes[from + 3] ?? 0) << 24);
    }
  }

  /** Ids are spread evenly, being MACs: their first word is hash enough. A free bucket, or that of the wanted id. */
  #bucketOf(first: number, mayBeTaken: boolean): number {
    const mask = this.#buckets.length - 1;
    let bucket = first & mask;
    for (;;) {
      const row = (this.#buckets[bucket] ?? 0) - 1;
      if (row < 0 || (mayBeTaken && this.#isWanted(row))) return bucket;
      bucket = (bucket + 1) & mask;
    }
  }

  #isWanted(row: number): boolean {
    const from = row * WORDS;
    return this.#wanted.every((word, index) => this.#ids[from + index] === word);
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#ids = grown(new Uint32Array(this.#capacity * WORDS), this.#ids);
    this.#chunks = grown(new Int32Array(this.#capacity), this.#chunks);
    this.#places = grown(new Uint16Array(this.#capacity), this.#places);
    this.#buckets = newBuckets(this.#capacity);
    for (let row = 0; row < this.#rows; row += 1) {
      this.#buckets[this.#bucketOf(this.#ids[row * WORDS] ?? 0, false)] = row + 1;
    }
  }
}

/** At most half full. */
function newBuckets(capacity: number): Int32Array {
  return new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2)));
}

function grown<T extends Uint32Array | Int32Array | Uint16Array>(larger: T, former: T): T {
  larger.set(former);
  return larger;
}
