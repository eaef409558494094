import type { Histogram, NumberStats } from '#shared/contracts/dataset-stats.ts';
import { createRecordRandom } from '#shared/kernel/record-random.ts';

/** Quantiles and the histogram are of all values up to here, of an even sample of them beyond. */
const SAMPLE = 20_000;
const BINS = 20;

/** Numbers as they come: mean and deviation by Welford's recurrence, quantiles by a reservoir (Vitter's R). */
export class NumberTally {
  readonly #sample: number[] = [];
  readonly #random = createRecordRandom(1);
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  add(value: number): void {
    this.#count += 1;
    const off = value - this.#mean;
    this.#mean += off / this.#count;
    this.#squares += off * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (this.#sample.length < SAMPLE) this.#sample.push(value);
    else {
      const place = Math.floor(this.#random.next() * this.#count);
      if (place < SAMPLE) this.#sample[place] = value;
    }
  }

  result(): NumberStats | null {
    if (this.#count === 0) return null;
    const sorted = Float64Array.from(this.#sample).sort();
    const at = (percent: number): number =>
      sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
    return {
      count: this.#count,
      min: this.#min,
      max: this.#max,
      mean: this.#mean,
      standardDeviation: Math.sqrt(this.#squares / this.#count),
      quantiles: { p5: at(5), p25: at(25), p50: at(50), p75: at(75), p95: at(95) },
      histogram: this.#histogram(sorted),
    };
  }

  #histogram(sorted: Float64Array): Histogram {
    const edges = edgesOf(this.#min, this.#max, sorted);
    const counts = edges.slice(1).map(() => 0);
    for (const value of sorted) {
      let bin = 0;
      while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? Infinity)) bin += 1;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    // A sample's counts stand for those of all.
    const scale = this.#count / sorted.length;
    return { edges, counts: scale === 1 ? counts : counts.map((count) => Math.round(count * scale)) };
  }
}

function edgesOf(min: number, max: number, sorted: Float64Array): readonly number[] {
  if (min === max) return [min, max];
  const isWhole = max - min < BINS && sorted.every((value) => Number.isInteger(value));
  // Few whole numbers get a bar each.
  const bins = isWhole ? max - min + 1 : BINS;
  const top = isWhole ? max + 1 : max;
  return Array.from({ length: bins + 1 }, (_, bin) =>
    bin === bins ? top : min + ((top - min) * bin) / bins,
  );
}
