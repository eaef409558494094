import { addressParser, day, oneOf, text } from '#renderer/lib/address.ts';
import { addDays, fromLocalDate } from '#renderer/lib/dates.ts';

export const STATUSES = ['ok', 'error', 'open', 'interrupted'] as const;

/** The address of Traces: what the list is narrowed to. */
export const parseTracesSearch = addressParser({
  q: text(200),
  status: oneOf(STATUSES),
  feature: text(200),
  model: text(300),
  who: text(300),
  run: text(100),
  from: day,
  to: day,
});
export type TracesSearch = ReturnType<typeof parseTracesSearch>;

export type TraceFilter = ReturnType<typeof toTraceFilter>;

export function toTraceFilter(search: TracesSearch) {
  const { q, status, feature, model, who, run, from, to } = search;
  return {
    text: q === undefined || q.trim() === '' ? undefined : q.trim(),
    statuses: status && [status],
    feature,
    modelId: model,
    principal: who,
    runId: run,
    from: from === undefined ? undefined : fromLocalDate(from).getTime(),
    // The day that is named is part of the range.
    to: to === undefined ? undefined : fromLocalDate(addDays(to, 1)).getTime(),
  };
}

export function isFiltered(search: TracesSearch): boolean {
  return Object.values(search).some((value) => value !== undefined && value !== '');
}
