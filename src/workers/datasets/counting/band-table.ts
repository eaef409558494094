const SMALLEST = 1_024;

/** Keys of 32 bits to positive numbers, one after the other in one array: a look is one line of memory, not an object. */
export class BandTable {
  /** Key, then value; 0 where nothing stands, `GONE` where nothing stands any more. */
  #entries = new Int32Array(2 * SMALLEST);
  #mask = SMALLEST - 1;
  /** Places that a search does not end at. */
  #taken = 0;

  /** 0 where there is none. */
  get(key: number): number {
    const value = this.#entries[this.#place(key) + 1] ?? 0;
    return value === GONE ? 0 : value;
  }

  /** 0 takes the key away. */
  set(key: number, value: number): void {
    let at = this.#place(key);
    if (this.#entries[at + 1] === 0) {
      if (value === 0) return;
      if ((this.#taken + 1) * 3 > (this.#mask + 1) * 2) {
        this.#grow();
        at = this.#place(key);
      }
      this.#taken += 1;
      this.#entries[at] = key;
    }
    this.#entries[at + 1] = value === 0 ? GONE : value;
  }

  /** Where the key stands, or would. */
  #place(key: number): number {
    const entries = this.#entries;
    const last = 2 * this.#mask + 1;
    let at = 2 * (key & this.#mask);
    while (entries[at + 1] !== 0 && entries[at] !== key) at = (at + 2) & last;
    return at;
  }

  #grow(): void {
    const former = this.#entries;
    let live = 0;
    for (let at = 1; at < former.length; at += 2) if ((former[at] ?? 0) > 0) live += 1;
    // Where most are gone it stays as large as it is.
    const size = live * 3 > this.#mask + 1 ? 2 * (this.#mask + 1) : this.#mask + 1;
    this.#entries = new Int32Array(2 * size);
    this.#mask = size - 1;
    this.#taken = live;
    for (let at = 0; at < former.length; at += 2) {
      const value = former[at + 1] ?? 0;
      if (value <= 0) continue;
      const place = this.#place(former[at] ?? 0);
      this.#entries[place] = former[at] ?? 0;
      this.#entries[place + 1] = value;
    }
  }
}

const GONE = -1;
