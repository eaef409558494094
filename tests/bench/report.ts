/** What a benchmark says of one thing: how it compares with its floor in the same run, or how long it took. */
export type Measurement = {
  readonly name: string;
  /** What was measured, in the unit's own number. */
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'µs' | 'MB' | 'kB' | 'requests' | 'per second';
  /** What it is compared with, for a ratio. */
  readonly floor?: string;
  /** The bound that the product promises; `most` unless it is a rate. */
  readonly bound?: number;
  readonly boundIs?: 'most' | 'least';
  readonly note?: string;
};

export type Bench = {
  readonly name: string;
  /** Longer than a minute: run only when asked for, or with `--all`. */
  readonly run: () => Promise<readonly Measurement[]>;
};

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Milliseconds of one call. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/**
 * Runs two things in turns, so that whatever else the machine does falls on both, and answers the median of each.
 * `warmUp` turns are not counted.
 */
export async function inTurns(
  options: { readonly rounds: number; readonly warmUp: number },
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<{ readonly first: number; readonly second: number; readonly ratio: number }> {
  const firstMs: number[] = [];
  const secondMs: number[] = [];
  for (let round = 0; round < options.rounds + options.warmUp; round += 1) {
    const left = await timed(first);
    const right = await timed(second);
    if (round < options.warmUp) continue;
    firstMs.push(left);
    secondMs.push(right);
  }
  const result = { first: median(firstMs), second: median(secondMs) };
  return { ...result, ratio: result.first / result.second };
}

export function isWithinBound(measurement: Measurement): boolean | null {
  if (measurement.bound === undefined) return null;
  return measurement.boundIs === 'least'
    ? measurement.value >= measurement.bound
    : measurement.value <= measurement.bound;
}
