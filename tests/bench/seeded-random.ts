/** Randomness that is the same in every run: mulberry32 (32 bits of state, public domain). */
export type SeededRandom = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `size`. */
  below(size: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Like `pick`, but the n-th item comes up in proportion to 1/n, as words and tags do. */
  pickByRank<T>(items: readonly T[]): T;
  bytes(size: number): Uint8Array;
};

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (size: number) => Math.floor(next() * size);
  const at = <T>(items: readonly T[], index: number): T => {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[index] as T; // the index lies within the list
  };
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => at(items, below(items.length)),
    // The inverse of the integral of 1/x over 1 … n+1.
    pickByRank: (items) => at(items, Math.floor((items.length + 1) ** next()) - 1),
    bytes: (size) => Uint8Array.from({ length: size }, () => below(256)),
  };
}
