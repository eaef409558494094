import type { z } from 'zod';
import type { activityFilterSchema } from '#shared/contracts/activity.ts';
import { addressParser, day, oneOf, text } from '#renderer/lib/address.ts';
import { addDays, fromLocalDate } from '#renderer/lib/dates.ts';

export const EFFECTS = ['read', 'write', 'external'] as const;
export const OUTCOMES = ['done', 'proposed', 'refused', 'failed', 'begun'] as const;

/** The address of the log: the view, and what it is narrowed to. */
export const parseActivityLogSearch = addressParser({
  show: oneOf(['summary']),
  who: text(300),
  effect: oneOf(EFFECTS),
  outcome: oneOf(OUTCOMES),
  action: text(100),
  run: text(100),
  from: day,
  to: day,
});
export type ActivityLogSearch = ReturnType<typeof parseActivityLogSearch>;
export type ActivityFilter = z.input<typeof activityFilterSchema>;

export function toActivityFilter(search: ActivityLogSearch): ActivityFilter {
  const { who, effect, outcome, action, run, from, to } = search;
  return {
    principal: who,
    effects: effect && [effect],
    outcomes: outcome && [outcome],
    actionId: action,
    runId: run,
    from: from === undefined ? undefined : fromLocalDate(from).getTime(),
    // The day that is named is part of the range.
    to: to === undefined ? undefined : fromLocalDate(addDays(to, 1)).getTime(),
  };
}

export function isFiltered(search: ActivityLogSearch): boolean {
  return Object.entries(search).some(([name, value]) => name !== 'show' && value !== undefined);
}
