import type { DatasetColumn } from '#shared/contracts/dataset-spec.ts';
import type { RecordRandom } from '#shared/kernel/record-random.ts';
import { Refused } from '../refused.ts';

type NumberColumn = Extract<DatasetColumn, { kind: 'number' }>;
type DateColumn = Extract<DatasetColumn, { kind: 'date' }>;
type Draw = (random: RecordRandom) => number;

const REDRAWS = 200;
const DAY_MS = 86_400_000;

/** Numbers of a distribution, rounded to its decimals and within its bounds. */
export function numberDraw(column: NumberColumn): Draw {
  const { min, max, decimals } = column;
  if (min !== undefined && max !== undefined && min > max) throw new Refused('min is above max');
  if (column.distribution === 'uniform') return uniformDraw(column);
  const draw = shapeOf(column);
  return (random) => {
    // Drawn again where it lies outside: cut off at a bound, values would heap up there.
    for (let tries = 0; tries < REDRAWS; tries += 1) {
      const value = Number(draw(random).toFixed(decimals));
      if ((min === undefined || value >= min) && (max === undefined || value <= max)) return value;
    }
    return Math.min(Math.max(draw(random), min ?? -Infinity), max ?? Infinity);
  };
}

/** Every value with so many decimals between the bounds is as likely as any other. */
function uniformDraw({ min, max, decimals }: NumberColumn): Draw {
  const low = min ?? Math.min(0, (max ?? 100) - 100);
  const high = max ?? low + 100;
  const scale = 10 ** decimals;
  const first = Math.ceil(low * scale - 1e-9);
  const last = Math.floor(high * scale + 1e-9);
  if (first > last) throw new Refused(`there is no number with ${decimals} decimals from ${low} to ${high}`);
  return (random) =>
    Number(((first + Math.floor(random.next() * (last - first + 1))) / scale).toFixed(decimals));
}

function shapeOf(column: NumberColumn): Draw {
  const { min, max } = column;
  const middle = min !== undefined && max !== undefined ? (min + max) / 2 : (min ?? max ?? 0);
  if (column.distribution === 'normal') {
    const mean = column.mean ?? middle;
    const deviation =
      column.standardDeviation ?? (min !== undefined && max !== undefined ? (max - min) / 6 : 1);
    return (random) => mean + deviation * normal(random);
  }
  if (column.distribution === 'exponential') {
    // From its lower bound on, so that the mean is that of the values.
    const from = min ?? 0;
    const mean = column.mean ?? from + 1;
    if (mean <= from) throw new Refused('the mean of an exponential distribution lies above its min');
    return (random) => from - (mean - from) * Math.log(1 - random.next());
  }
  return lognormalDraw(column);
}

/** Mean and deviation are those of the values themselves, not of their logarithms. */
function lognormalDraw(column: NumberColumn): Draw {
  const mean = column.mean ?? 1;
  if (mean <= 0) throw new Refused('the mean of a lognormal distribution is above 0');
  const deviation = column.standardDeviation ?? mean / 2;
  const variance = Math.log(1 + (deviation / mean) ** 2);
  const location = Math.log(mean) - variance / 2;
  return (random) => Math.exp(location + Math.sqrt(variance) * normal(random));
}

/** Box and Muller. */
function normal(random: RecordRandom): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** `recent`: the age grows with the square of the draw, so that a third of the span is the mean. */
export function dateDraw(column: DateColumn): (random: RecordRandom) => string {
  const isDay = column.format === 'date';
  const unitMs = isDay ? DAY_MS : 1_000;
  const first = Math.ceil(instantOf(column.from, 'from') / unitMs);
  // A day that is an end is in it as a whole.
  const isWholeDay = !isDay && /^\d{4}-\d{2}-\d{2}$/.test(column.to.trim());
  const last = Math.floor((instantOf(column.to, 'to') + (isWholeDay ? DAY_MS - 1 : 0)) / unitMs);
  if (first > last) throw new Refused('from is after to');
  const count = last - first + 1;
  return (random) => {
    const share = column.distribution === 'recent' ? random.next() ** 2 : random.next();
    const back = Math.min(count - 1, Math.floor(share * count));
    const text = new Date((last - back) * unitMs).toISOString();
    return isDay ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
  };
}

function instantOf(text: string, name: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Refused(`${name} is neither a date nor a time: ${text.slice(0, 40)}`);
  return instant;
}
