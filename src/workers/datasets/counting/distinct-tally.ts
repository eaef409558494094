import type { DistinctCount } from '#shared/contracts/dataset-stats.ts';

/** Counted one by one up to here. */
const EXACT = 10_000;
/** 2^14 registers: about 0.8 % standard error. */
const BITS = 14;
const REGISTERS = 1 << BITS;

/** Different values: their counts while they are few, HyperLogLog (Flajolet and others 2007) beyond. */
export class DistinctTally {
  #counts: Map<string, number> | null = new Map();
  #registers: Uint8Array | null = null;
  /** Counts of the values that were there when there became too many: their later ones are still counted. */
  #kept: Map<string, number> | null = null;

  add(key: string): void {
    if (this.#registers !== null) this.#register(key);
    const counts = this.#counts ?? this.#kept;
    if (counts === null) return;
    const before = counts.get(key);
    if (before !== undefined) counts.set(key, before + 1);
    else if (this.#counts !== null) {
      counts.set(key, 1);
      if (counts.size > EXACT) this.#estimateFromNowOn(counts);
    }
  }

  count(): DistinctCount {
    if (this.#registers === null) return { count: this.#counts?.size ?? 0, isExact: true };
    return { count: Math.round(estimate(this.#registers)), isExact: false };
  }

  top(most: number): readonly { readonly value: string; readonly count: number }[] {
    const counts = this.#counts ?? this.#kept ?? new Map<string, number>();
    return [...counts]
      .toSorted(([leftKey, left], [rightKey, right]) => right - left || (leftKey < rightKey ? -1 : 1))
      .slice(0, most)
      .map(([value, count]) => ({ value: value.slice(0, 200), count }));
  }

  #estimateFromNowOn(counts: Map<string, number>): void {
    this.#registers = new Uint8Array(REGISTERS);
    for (const key of counts.keys()) this.#register(key);
    this.#kept = counts;
    this.#counts = null;
  }

  #register(key: string): void {
    if (this.#registers === null) return;
    const [high, low] = hash64(key);
    const register = high >>> (32 - BITS);
    // The place of the first 1 in the bits that are left of the 64.
    const rest = (high << BITS) >>> 0;
    const rank = rest === 0 ? 32 - BITS + Math.clz32(low) + 1 : Math.clz32(rest) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
  }
}

function estimate(registers: Uint8Array): number {
  let sum = 0;
  let zeros = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) zeros += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  return raw <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log(REGISTERS / zeros) : raw;
}

/** Two halves, each mixed as MurmurHash3 does. */
function hash64(key: string): readonly [number, number] {
  let high = 0x9747b28c;
  let low = 0x3c6ef372;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high = (high << 13) | (high >>> 19);
    low = Math.imul(low ^ unit, 0xc2b2ae35);
    low = (low << 15) | (low >>> 17);
  }
  return [mix(high ^ key.length), mix(low ^ high)];
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
