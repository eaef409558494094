import { createRecordRandom, recordSeed } from '#shared/kernel/record-random.ts';

/** 128 hashes tell a share of common word pairs with a standard error of 0.044 at most: 512 bytes a record. */
export const HASHES = 128;
const SEED = 20_200_712;

const MULTIPLIERS = new Int32Array(HASHES);
const ADDENDS = new Int32Array(HASHES);
const random = createRecordRandom(recordSeed(SEED, 0));
for (let at = 0; at < HASHES; at += 1) {
  MULTIPLIERS[at] = Math.floor(random.next() * 4_294_967_296) | 1;
  ADDENDS[at] = Math.floor(random.next() * 4_294_967_296);
}

/**
 * MinHash (Broder 1997): for each of the hash functions the least hash of all pairs. One multiplication is enough for
 * each, since the pairs are hashes that were mixed well before; signed numbers, which take no detour over fractions.
 */
export function sign(shingles: Int32Array, into: Int32Array): void {
  for (let at = 0; at < HASHES; at += 1) {
    const multiplier = MULTIPLIERS[at] ?? 1;
    const addend = ADDENDS[at] ?? 0;
    let least = 0x7fffffff;
    for (let one = 0; one < shingles.length; one += 1) {
      const hash = (Math.imul(shingles[one] ?? 0, multiplier) + addend) | 0;
      if (hash < least) least = hash;
    }
    into[at] = least;
  }
}
