import type { UsageRow, UsageTotals } from '#shared/contracts/usage.ts';
import { addDays, type LocalDate } from '#renderer/lib/dates.ts';
import { colourValue, COLOUR_NAMES } from '#renderer/lib/palette.ts';
import type { Measure } from './usage-search.ts';

/** Neighbours differ: the names are in the order of the rainbow. */
const ORDER = [4, 0, 6, 2, 5, 7, 3, 1];
const MOST_SERIES = ORDER.length;
export const OTHERS = '';

export function measured(totals: UsageTotals, measure: Measure): number {
  if (measure === 'cost') return totals.costMicros;
  return measure === 'calls' ? totals.callCount : totals.inputTokens + totals.outputTokens;
}

export function daysOf(from: LocalDate, to: LocalDate): readonly LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

export type Series = { readonly key: string; readonly colour: string; readonly total: number };
export type DayValues = { readonly day: LocalDate; readonly values: readonly number[] };

/** Rows of `['day', what]` as a chart draws them: the largest first and at the bottom, the many small ones together. */
export function seriesOf(
  rows: readonly UsageRow[],
  days: readonly LocalDate[],
  measure: Measure,
): { readonly series: readonly Series[]; readonly columns: readonly DayValues[] } {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const [, key = ''] = row.keys;
    totals.set(key, (totals.get(key) ?? 0) + measured(row, measure));
  }
  const ranked = [...totals].filter(([, total]) => total > 0).toSorted(([, a], [, b]) => b - a);
  const isMany = ranked.length > MOST_SERIES;
  const named = ranked.slice(0, isMany ? MOST_SERIES - 1 : MOST_SERIES);
  const rest = ranked.slice(named.length);
  const series: Series[] = named.map(([key, total], at) => ({
    key,
    total,
    colour: colourValue(COLOUR_NAMES[ORDER[at] ?? 0]),
  }));
  if (rest.length > 0) {
    const total = rest.reduce((sum, [, value]) => sum + value, 0);
    series.push({ key: OTHERS, total, colour: colourValue('slate') });
  }
  const places = new Map(named.map(([key], at) => [key, at]));
  const byDay = new Map(days.map((day) => [day, series.map(() => 0)]));
  for (const row of rows) {
    const [day = '', key = ''] = row.keys;
    const values = byDay.get(day);
    const place = places.get(key) ?? series.length - 1;
    if (values?.[place] !== undefined) values[place] += measured(row, measure);
  }
  return { series, columns: days.map((day) => ({ day, values: byDay.get(day) ?? [] })) };
}
