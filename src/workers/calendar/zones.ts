import type ICAL from 'ical.js';
import { WINDOWS_ZONES } from '#shared/kernel/windows-zones.ts';

/** Year, month, day, hour, minute and second as a clock on the wall shows them. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** Turns wall time into an instant, in one zone. */
export type Zone = { readonly name: string | null; toInstant(time: WallTime): number };

const formatters = new Map<string, Intl.DateTimeFormat>();

export function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The wall time that an instant has in a zone, as if it were UTC. */
export function shownAsUtc(instantMs: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(instantMs);
  const get = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
}

/** A zone of the IANA database. In the hour that a change skips it answers the instant after it. */
export function namedZone(name: string): Zone {
  return {
    name,
    toInstant(time) {
      const wanted = asUtc(time);
      let guess = wanted;
      // The offset at the guess moves the guess; a second look settles it across a change of the clock.
      for (let round = 0; round < 2; round += 1) guess += wanted - shownAsUtc(guess, name);
      return guess;
    },
  };
}

/** A zone that the calendar describes itself and that nobody else knows. */
export function describedZone(ical: typeof ICAL, component: ICAL.Component): Zone {
  const zone = new ical.Timezone(component);
  return {
    name: null,
    toInstant(time) {
      const wall = new ical.Time({ ...time, isDate: false }, ical.Timezone.localTimezone);
      return asUtc(time) - zone.utcOffset(wall) * 1000;
    },
  };
}

/** The IANA name behind what programs write for a zone, or null. */
export function zoneName(tzid: string): string | null {
  const bare = tzid.replace(/^["']|["']$/g, '');
  // `/freeassociation.sourceforge.net/Europe/Rome` holds a name at its end.
  const tail = /([A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_+-]+){1,2})$/.exec(bare)?.[1] ?? '';
  return [bare, WINDOWS_ZONES[bare] ?? '', tail].find(isZone) ?? null;
}

function isZone(name: string): boolean {
  if (name === '') return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}
