import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

/** An hour of a person's day is taken once, however many events lie over it. */
type Span = { readonly from: number; readonly to: number };

const DAY_START = 8 * 60;
const DAY_END = 20 * 60;

/** Minutes that timed events take of a day between eight and eight. */
export function busyMinutes(events: readonly ExternalEvent[], day: LocalDate, fromMinute = 0): number {
  const spans = events
    .flatMap((event) => spanOn(event, day) ?? [])
    .map(({ from, to }) => ({ from: Math.max(from, DAY_START, fromMinute), to: Math.min(to, DAY_END) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  let busy = 0;
  let until = 0;
  for (const { from, to } of spans) {
    busy += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return busy;
}

/** The part of a timed event that lies on a day, in minutes since its midnight; undefined where none does. */
export function spanOn(event: ExternalEvent, day: LocalDate): Span | undefined {
  if (event.isAllDay || event.startsAt === null || event.endsAt === null) return undefined;
  const midnight = new Date(`${day}T00:00:00`).getTime();
  const from = Math.max(0, Math.round((event.startsAt - midnight) / 60_000));
  const to = Math.min(24 * 60, Math.round((event.endsAt - midnight) / 60_000));
  return to > from ? { from, to } : undefined;
}

export function isOn(event: ExternalEvent, day: LocalDate): boolean {
  return event.startDay <= day && event.endDay >= day;
}

export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
