import type ICAL from 'ical.js';
import { WINDOWS_ZONES } from '#shared/kernel/windows-zones.ts';
import type { ReaderContext } from '../drafts.ts';
import { instantOf, isTimeZone, wallClock } from './wall-clock.ts';

/** A day or a moment of the calendar as the person's own clock shows it; `time` is null for a whole day. */
export type Moment = { readonly date: string; readonly time: string | null; readonly instantMs: number };

/** The time zones that a calendar file names, as zones this machine knows. */
export type ZoneReader = {
  /** Takes in a VTIMEZONE: some programs name zones in words of their own and say here which one is meant. */
  learn(component: ICAL.Component): void;
  /** An IANA name, or null for a zone that cannot be told. */
  find(tzid: string): string | null;
};

export function createZoneReader(ical: typeof ICAL, localZone: string): ZoneReader {
  const known = new Map<string, string>();
  return {
    learn(component) {
      const tzid = String(component.getFirstPropertyValue('tzid') ?? '');
      const location = String(component.getFirstPropertyValue('x-lic-location') ?? '');
      const zone =
        [location, ianaPart(tzid)].find((name) => name !== '' && isTimeZone(name)) ??
        fixedZone(ical, component);
      if (tzid !== '' && zone !== null) known.set(tzid, zone);
    },
    find(tzid) {
      if (known.has(tzid)) return known.get(tzid) ?? null;
      if (tzid === '' || tzid === 'floating') return localZone;
      const name = ianaPart(tzid);
      return isTimeZone(name) ? name : (WINDOWS_ZONES[tzid] ?? null);
    },
  };
}

export function momentOf(
  component: ICAL.Component,
  name: string,
  reading: { readonly context: ReaderContext; readonly zones: ZoneReader },
): Moment | null {
  const property = component.getFirstProperty(name);
  const value: unknown = property?.getFirstValue();
  if (property === null || !isTime(value)) return null;
  const date = `${pad(value.year, 4)}-${pad(value.month, 2)}-${pad(value.day, 2)}`;
  const { timeZone } = reading.context;
  if (value.isDate) return { date, time: null, instantMs: instantOf(date, '00:00', timeZone) };
  const time = `${pad(value.hour, 2)}:${pad(value.minute, 2)}`;
  const isUtc = value.zone?.tzid === 'UTC' || String(property.jCal[3]).endsWith('Z');
  const tzid = isUtc ? 'UTC' : String(property.getParameter('tzid') ?? '');
  // A zone that cannot be told is read as the person's own: the hour on the page is then the hour they see.
  const zone = reading.zones.find(tzid) ?? timeZone;
  const instantMs = instantOf(date, time, zone);
  return Number.isNaN(instantMs) ? null : { ...wallClock(instantMs, timeZone), instantMs };
}

function isTime(value: unknown): value is ICAL.Time {
  return typeof value === 'object' && value !== null && 'isDate' in value && 'hour' in value;
}

/** `/freeassociation.sourceforge.net/Europe/Rome` and `/softwarestudio.org/Tzfile/Europe/Rome` hold an IANA name. */
function ianaPart(tzid: string): string {
  return /([A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_+-]+){1,2})$/.exec(tzid)?.[1] ?? tzid;
}

/** A zone that never changes its clock is told by its one offset. */
function fixedZone(ical: typeof ICAL, component: ICAL.Component): string | null {
  if (component.getFirstSubcomponent('daylight') !== null) return null;
  const offset: unknown = component.getFirstSubcomponent('standard')?.getFirstPropertyValue('tzoffsetto');
  if (!(offset instanceof ical.UtcOffset)) return null;
  const seconds = offset.toSeconds();
  const sign = seconds < 0 ? '-' : '+';
  const minutes = Math.abs(Math.round(seconds / 60));
  const name = `${sign}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
  return isTimeZone(name) ? name : null;
}

function pad(value: number, size: number): string {
  return String(value).padStart(size, '0');
}
