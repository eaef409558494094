import type { DatasetFacet, DatasetScalar, WeightedValue } from '#shared/contracts/dataset-spec.ts';
import { recordSeed } from '#shared/kernel/record-random.ts';

/** One for each facet that a definition may have: the square roots of primes have nothing to do with each other. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71] as const;

/**
 * What record `number` is told of each facet. Drawn by an additive recurrence (Weyl, 1916: the multiples of an
 * irrational number are spread evenly) that begins where the seed says: over any stretch of records each value comes as
 * often as its weight says, but for a handful, and each pair of values of two facets as often as both weights say. An
 * independent draw would be off by the square root of the count.
 */
export function drawFacets(
  facets: readonly DatasetFacet[],
  seed: number,
  number: number,
): Readonly<Record<string, DatasetScalar>> {
  return Object.fromEntries(
    facets.map(({ name, values }, place) => [name, valueAt(values, pointOf(seed, number, place))]),
  );
}

function pointOf(seed: number, number: number, place: number): number {
  const start = recordSeed(seed, place, 'facet') / 0x80000000;
  const step = Math.sqrt(PRIMES[place % PRIMES.length] ?? 2) % 1;
  return (start + number * step) % 1;
}

function valueAt(values: readonly WeightedValue[], point: number): DatasetScalar {
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  // Where every weight is 0 each value counts alike.
  const weightOf = ({ weight }: WeightedValue) => (total > 0 ? weight : 1);
  let left = point * (total > 0 ? total : values.length);
  let last: DatasetScalar = null;
  for (const one of values) {
    const weight = weightOf(one);
    if (weight <= 0) continue;
    last = one.value;
    left -= weight;
    if (left < 0) return one.value;
  }
  return last;
}
