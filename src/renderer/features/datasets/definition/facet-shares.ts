import type { WeightedValue } from '#shared/contracts/dataset-spec.ts';

const MOST = 99;

/** How much of the whole each value is, 0 to 100. */
export function sharesOf(values: readonly WeightedValue[]): readonly number[] {
  const sum = values.reduce((total, { weight }) => total + weight, 0);
  return values.map(({ weight }) => (sum === 0 ? 100 / values.length : (100 * weight) / sum));
}

/** One value is given a share; the others divide what is left as they did before. Weights are per cent from then on. */
export function withShare(values: readonly WeightedValue[], at: number, share: number): WeightedValue[] {
  const wanted = Math.min(Math.max(Math.round(share), 0), MOST);
  const others = values.filter((_, index) => index !== at);
  const shares = sharesOf(others);
  const left = 100 - wanted;
  let next = 0;
  return values.map((value, index) => ({
    ...value,
    weight: index === at ? wanted : rounded((left * (shares[next++] ?? 0)) / 100),
  }));
}

const rounded = (weight: number): number => Math.round(weight * 100) / 100;

/** A scalar as it is typed: a number and true or false are what they look like. */
export function scalarOf(text: string): WeightedValue['value'] {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && /^-?\d+(\.\d+)?$/.test(trimmed) && String(Number(trimmed)) === trimmed
    ? Number(trimmed)
    : text;
}

export const scalarText = (value: WeightedValue['value']): string =>
  value === null ? 'null' : String(value);
