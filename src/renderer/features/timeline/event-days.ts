import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import { toDay, type DayNumber, type Span } from './time-scale.ts';

/** The events that touch one day, whole days first, then by their time. */
export type EventDay = { readonly day: DayNumber; readonly events: readonly ExternalEvent[] };
export type EventBar = Span & { readonly event: ExternalEvent; readonly row: number };
export type EventLane = {
  readonly days: readonly EventDay[];
  readonly bars: readonly EventBar[];
  readonly rows: number;
};

/** What does not fit is named in the list of its day. */
const MAX_ROWS = 2;

/** Events of calendars as one lane draws them: a mark a day, and bars for whole days. */
export function eventLane(
  events: readonly ExternalEvent[],
  measure?: (event: ExternalEvent) => number,
): EventLane {
  const byDay = new Map<DayNumber, ExternalEvent[]>();
  const bars: EventBar[] = [];
  const ends: number[] = [];
  const sorted = events.toSorted((left, right) =>
    left.startDay < right.startDay ? -1 : left.startDay > right.startDay ? 1 : orderOf(left, right),
  );
  for (const event of sorted) {
    const [start, end] = [toDay(event.startDay), toDay(event.endDay)];
    for (let day = start; day <= end; day += 1) byDay.set(day, [...(byDay.get(day) ?? []), event]);
    if (!event.isAllDay) continue;
    const free = ends.findIndex((last) => last <= start);
    const row = free === -1 ? ends.length : free;
    if (row >= MAX_ROWS) continue;
    ends[row] = start + Math.max(end + 1 - start, measure?.(event) ?? 0);
    bars.push({ start, end, event, row });
  }
  const days = [...byDay]
    .map(([day, found]) => ({ day, events: found.toSorted(orderOf) }))
    .toSorted((left, right) => left.day - right.day);
  return { days, bars, rows: ends.length };
}

function orderOf(left: ExternalEvent, right: ExternalEvent): number {
  return Number(right.isAllDay) - Number(left.isAllDay) || (left.startsAt ?? 0) - (right.startsAt ?? 0);
}
