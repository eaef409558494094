import { addressParser, oneOf } from '#renderer/lib/address.ts';
import { addDays, today, type LocalDate } from '#renderer/lib/dates.ts';

export const PERIODS = ['7d', '30d', '90d'] as const;
export type UsagePeriod = (typeof PERIODS)[number];
export const DIMENSIONS = ['model', 'feature', 'provider', 'principal'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const MEASURES = ['cost', 'tokens', 'calls'] as const;
export type Measure = (typeof MEASURES)[number];

/** The address of Usage: how far back, split by what, and what is counted. */
export const parseUsageSearch = addressParser({
  period: oneOf(PERIODS),
  by: oneOf(DIMENSIONS),
  show: oneOf(MEASURES),
  view: oneOf(['table']),
});
export type UsageSearch = ReturnType<typeof parseUsageSearch>;

const LENGTHS: Record<UsagePeriod, number> = { '7d': 7, '30d': 30, '90d': 90 };

/** Both days are part of it; the last one is today. */
export function rangeOf(period: UsagePeriod): { readonly from: LocalDate; readonly to: LocalDate } {
  return { from: addDays(today(), 1 - LENGTHS[period]), to: today() };
}
