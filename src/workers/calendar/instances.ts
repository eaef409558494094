import ICAL from 'ical.js';
import { CALENDAR_LIMITS } from '#shared/contracts/calendar-worker.ts';
import {
  dayAfter,
  floating,
  instantOf,
  momentOfValue,
  utcOf,
  type EventParts,
  type Moment,
} from './entry.ts';
import { shownAsUtc } from './zones.ts';

export type Window = { readonly from: number; readonly to: number; readonly timeZone: string };
export type Instance = { readonly startMs: number; readonly endMs: number; readonly start: Moment };

/** Why a rule was given up. */
export class RuleLimit extends Error {
  readonly reason: 'too_many_instances' | 'took_too_long';

  constructor(reason: 'too_many_instances' | 'took_too_long', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Wall time and instants lie less than this apart, whatever the zone. */
const MARGIN_MS = 26 * 3_600_000;

/** The instances of an event that touch the window, its exceptions taken out. Throws `RuleLimit`. */
export function instancesOf(event: EventParts, window: Window): readonly Instance[] {
  const { component, start } = event;
  const excluded = new Set(datesOf(event, 'exdate').map(instantOf));
  const found = new Map<number, Instance>();
  const take = (at: Moment): void => {
    const instance = instanceAt(event, at);
    if (!touches(instance, window) || excluded.has(instance.startMs)) return;
    found.set(instance.startMs, instance);
    if (found.size > CALENDAR_LIMITS.instances) throw tooMany();
  };
  take(start);
  for (const date of datesOf(event, 'rdate')) take({ ...date, isDay: start.isDay });
  for (const property of component.getAllProperties('rrule')) {
    const rule: unknown = property.getFirstValue();
    if (rule instanceof ICAL.Recur) walk(rule, { event, window, take });
  }
  return [...found.values()];
}

function instanceAt(event: EventParts, at: Moment): Instance {
  const startMs = instantOf(at);
  const endMs =
    event.days > 0 ? instantOf(dayAfter(at, event.days)) : startMs + (event.endMs - event.startMs);
  return { startMs, endMs, start: at };
}

export function touches(span: { readonly startMs: number; readonly endMs: number }, window: Window): boolean {
  const { startMs, endMs } = span;
  return startMs < window.to && (endMs > window.from || (endMs === startMs && startMs >= window.from));
}

function datesOf({ component, zones }: EventParts, name: string): readonly Moment[] {
  return component.getAllProperties(name).flatMap((property) =>
    property.getValues().flatMap((value: unknown) => {
      const time: unknown = value instanceof ICAL.Period ? value.start : value;
      return time instanceof ICAL.Time ? [momentOfValue(time, property, zones)] : [];
    }),
  );
}

type Walk = {
  readonly event: EventParts;
  readonly window: Window;
  readonly take: (at: Moment) => void;
};

function walk(recur: ICAL.Recur, { event, window, take }: Walk): void {
  const { start } = event;
  const rule = recur.clone();
  if (rule.until instanceof ICAL.Time) rule.until = localUntil(rule.until, start);
  const iterator = rule.iterator(start.time.clone());
  const stopAt = window.to + MARGIN_MS;
  const takeFrom = window.from - (event.endMs - event.startMs) - MARGIN_MS;
  const giveUpAt = performance.now() + CALENDAR_LIMITS.entryMs;
  let steps = 0;
  for (let next: ICAL.Time | null = iterator.next(); next; next = iterator.next()) {
    steps += 1;
    if (steps > CALENDAR_LIMITS.steps) throw tooMany();
    if (steps % 64 === 0 && performance.now() > giveUpAt) throw tooSlow();
    const wall = utcOf(next);
    if (wall > stopAt) return;
    if (wall >= takeFrom) take({ ...start, time: floating(next) });
  }
}

/** UNTIL is told in UTC (RFC 5545, 3.3.10) and compared with wall time here. */
function localUntil(until: ICAL.Time, start: Moment): ICAL.Time {
  if (until.isDate || until.zone?.tzid !== 'UTC' || start.zone.name === null) return floating(until);
  const shown = new Date(shownAsUtc(utcOf(until), start.zone.name));
  const parts = {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    isDate: false,
  };
  return new ICAL.Time(parts, ICAL.Timezone.localTimezone);
}

function tooMany(): RuleLimit {
  return new RuleLimit(
    'too_many_instances',
    `It repeats more often than is followed: ${CALENDAR_LIMITS.instances} times in a window, ${CALENDAR_LIMITS.steps} steps of its rule.`,
  );
}

function tooSlow(): RuleLimit {
  return new RuleLimit('took_too_long', `Its rule was given up after ${CALENDAR_LIMITS.entryMs} ms.`);
}
