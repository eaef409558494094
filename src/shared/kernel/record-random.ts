/**
 * Randomness that belongs to one record: the same seed and number give the same draws, however a run is cut, resumed
 * or spread. `splitmix32` by Guy Steele and others, with the mixing function of MurmurHash3.
 */
export type RecordRandom = {
  /** At least 0 and below 1. */
  next(): number;
};

/** The seed of record `number` of a run with `seed`; 0 to 2^31 - 1. `salt` parts draws for different ends. */
export function recordSeed(seed: number, number: number, salt = ''): number {
  let hash = mix(seed ^ 0x9e3779b9);
  hash = mix(hash ^ Math.imul(number + 1, 0x85ebca6b));
  for (let at = 0; at < salt.length; at += 1)
    hash = mix(hash ^ Math.imul(salt.charCodeAt(at) + 1, 0xc2b2ae35));
  return hash & 0x7fffffff;
}

export function createRecordRandom(seed: number): RecordRandom {
  let state = seed | 0;
  const next32 = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  };
  // 53 bits, as Math.random has them: 32 alone would repeat within 100,000 draws.
  return { next: () => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992 };
}

/** Which of the weights is drawn; -1 when they are all 0. */
export function drawByWeight(random: RecordRandom, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return -1;
  let left = random.next() * total;
  let last = -1;
  for (const [index, weight] of weights.entries()) {
    if (weight <= 0) continue;
    last = index;
    left -= weight;
    if (left < 0) return index;
  }
  return last;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
