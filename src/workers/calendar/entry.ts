import ICAL from 'ical.js';
import { describedZone, namedZone, zoneName, type Zone } from './zones.ts';

/** A start or an end: wall time in a zone, or a whole day in the person's own. */
export type Moment = { readonly time: ICAL.Time; readonly zone: Zone; readonly isDay: boolean };

/** A VEVENT with its times understood. */
export type EventParts = {
  readonly component: ICAL.Component;
  readonly zones: ZoneFinder;
  readonly start: Moment;
  readonly startMs: number;
  readonly endMs: number;
  /** Of a whole-day event, else 0. */
  readonly days: number;
};

export type Entry = {
  readonly uid: string;
  readonly master: EventParts | null;
  /** Instances that were changed by themselves, by the instant at which they were to be. */
  readonly overrides: ReadonlyMap<number, EventParts>;
};

export type ZoneFinder = (tzid: string) => Zone;

const UTC = namedZone('UTC');
const DAY_MS = 86_400_000;

/** Throws for text that is no calendar, and for an event without a start. */
export function parseEntry(ics: string, timeZone: string): Entry {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const zones = zoneFinder(calendar, timeZone);
  let master: EventParts | null = null;
  let uid = '';
  const overrides = new Map<number, EventParts>();
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const parts = partsOf(component, zones);
    uid ||= textOf(component, 'uid');
    const replaced = momentOf(component.getFirstProperty('recurrence-id'), zones);
    if (replaced === null) master ??= parts;
    else overrides.set(instantOf(replaced), parts);
  }
  if (master === null && overrides.size === 0) throw new Error('there is no event in it');
  return { uid, master, overrides };
}

function zoneFinder(calendar: ICAL.Component, timeZone: string): ZoneFinder {
  const described = new Map(
    calendar.getAllSubcomponents('vtimezone').map((component) => [textOf(component, 'tzid'), component]),
  );
  return (tzid) => {
    if (tzid === '' || tzid === 'floating') return namedZone(timeZone);
    const name = zoneName(tzid);
    if (name !== null) return namedZone(name);
    const component = described.get(tzid);
    // A zone that cannot be told is read as the person's own: the hour on the page is then the hour they see.
    return component === undefined ? namedZone(timeZone) : describedZone(ICAL, component);
  };
}

function partsOf(component: ICAL.Component, zones: ZoneFinder): EventParts {
  const start = momentOf(component.getFirstProperty('dtstart'), zones);
  if (start === null) throw new Error('an event of it has no start');
  const startMs = instantOf(start);
  const end = momentOf(component.getFirstProperty('dtend'), zones);
  const duration: unknown = component.getFirstPropertyValue('duration');
  const lengthMs = duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : 0;
  if (start.isDay) {
    const days = daysOf(start, end, lengthMs);
    return { component, zones, start, startMs, endMs: instantOf(dayAfter(start, days)), days };
  }
  const endMs = end === null ? startMs + lengthMs : instantOf(end);
  return { component, zones, start, startMs, endMs: Math.max(startMs, endMs), days: 0 };
}

function daysOf(start: Moment, end: Moment | null, lengthMs: number): number {
  const spanMs = end === null ? lengthMs : utcOf(end.time) - utcOf(start.time);
  return Math.max(1, Math.round(spanMs / DAY_MS));
}

export function dayAfter(start: Moment, days: number): Moment {
  const time = start.time.clone();
  time.adjust(days, 0, 0, 0);
  return { ...start, time };
}

function momentOf(property: ICAL.Property | null, zones: ZoneFinder): Moment | null {
  const value: unknown = property?.getFirstValue();
  if (property === null || !(value instanceof ICAL.Time)) return null;
  return momentOfValue(value, property, zones);
}

export function momentOfValue(value: ICAL.Time, property: ICAL.Property, zones: ZoneFinder): Moment {
  const isUtc = value.zone?.tzid === 'UTC';
  const tzid: unknown = property.getParameter('tzid');
  const zone = isUtc ? UTC : zones(typeof tzid === 'string' ? tzid : '');
  return { time: floating(value), zone, isDay: value.isDate };
}

/** Wall time alone, so that the library never turns it by a zone that it half knows. */
export function floating(time: ICAL.Time): ICAL.Time {
  const { year, month, day, hour, minute, second, isDate } = time;
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate }, ICAL.Timezone.localTimezone);
}

export function instantOf({ time, zone, isDay }: Moment): number {
  const { year, month, day, hour, minute, second } = time;
  const clock = isDay ? { hour: 0, minute: 0, second: 0 } : { hour, minute, second };
  return zone.toInstant({ year, month, day, ...clock });
}

export function utcOf({ year, month, day, hour, minute, second }: ICAL.Time): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function textOf(component: ICAL.Component, name: string): string {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
}
