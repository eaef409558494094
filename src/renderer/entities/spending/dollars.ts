import { MODEL_CURRENCY } from '#shared/kernel/dollars.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';

const MILLION = 1_000_000;
const MOST_DOLLARS = 1_000_000;

const CURRENCY = { style: 'currency', currency: MODEL_CURRENCY, currencyDisplay: 'narrowSymbol' } as const;

/** What was spent, with as many digits as tell it from nothing: calls cost parts of a cent. */
export function dollarText(micros: number, format: Pick<Formatter, 'number'>): string {
  const dollars = micros / MILLION;
  if (micros > 0 && dollars < 0.01)
    return format.number(dollars, { ...CURRENCY, maximumSignificantDigits: 2 });
  return format.number(dollars, {
    ...CURRENCY,
    minimumFractionDigits: micros === 0 ? 0 : 2,
    maximumFractionDigits: micros === 0 || dollars >= 1 ? 2 : 3,
  });
}

/** What the person or a price list has set: every digit of it. */
export function exactDollarText(micros: number, format: Pick<Formatter, 'number'>): string {
  return format.number(micros / MILLION, {
    ...CURRENCY,
    minimumFractionDigits: micros % MILLION === 0 ? 0 : 2,
    maximumFractionDigits: 6,
  });
}

export function useDollars(): (micros: number) => string {
  const format = useFormat();
  return (micros) => dollarText(micros, format);
}

export function useExactDollars(): (micros: number) => string {
  const format = useFormat();
  return (micros) => exactDollarText(micros, format);
}

/** An amount as it is typed, with a point or a comma; undefined where it is none. */
export function parseDollars(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^\$\s*|\s*\$$/g, '')
    .replace(',', '.');
  if (!/^\d*\.?\d+$|^\d+\.$/.test(plain)) return undefined;
  const micros = Math.round(Number(plain) * MILLION);
  return micros <= MOST_DOLLARS * MILLION ? micros : undefined;
}

/** As it stands in a field: reads back the same. */
export function dollarInput(micros: number): string {
  return String(micros / MILLION);
}
