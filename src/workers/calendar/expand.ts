import ICAL from 'ical.js';
import {
  CALENDAR_LIMITS,
  type CalendarEntry,
  type ExpandedEvent,
  type MeasuredEntry,
} from '#shared/contracts/calendar-worker.ts';
import { dayAfter, parseEntry, textOf, type EventParts, type Moment } from './entry.ts';
import { instancesOf, touches, type Instance, type Window } from './instances.ts';

const DAY_MS = 86_400_000;

export function expandEntry(entry: CalendarEntry, window: Window): readonly ExpandedEvent[] {
  const { uid, master, overrides } = parseEntry(entry.ics, window.timeZone);
  const name = uid === '' ? entry.key : uid;
  const isRecurring = overrides.size > 0 || (master !== null && hasRule(master));
  const ofRule = master === null ? [] : instancesOf(master, window);
  const events = ofRule.flatMap((instance): ExpandedEvent[] => {
    if (master === null || overrides.has(instance.startMs)) return [];
    const id = isRecurring ? `${name}/${stamp(instance.start)}` : name;
    return [eventOf(master, instance, { id, uid: name, isRecurring })];
  });
  const changed = [...overrides].flatMap(([plannedMs, event]): ExpandedEvent[] => {
    const id = `${name}/${new Date(plannedMs).toISOString()}`;
    return touches(event, window) ? [eventOf(event, event, { id, uid: name, isRecurring })] : [];
  });
  return [...events, ...changed];
}

/** The span in which an entry can have instances, a day more on both sides for other people's zones. */
export function measureEntry(entry: CalendarEntry, timeZone: string): MeasuredEntry {
  try {
    const { master, overrides } = parseEntry(entry.ics, timeZone);
    const all = [...(master === null ? [] : [master]), ...overrides.values()];
    const firstMs = Math.min(...all.map(({ startMs }) => startMs)) - DAY_MS;
    const single = Math.max(...all.map(({ endMs }) => endMs)) + DAY_MS;
    const ofRules = master !== null && hasRule(master) ? lastOfRules(master) : single;
    return { ...entry, firstMs, lastMs: ofRules === null ? null : Math.max(ofRules, single), refusal: null };
  } catch (error) {
    const refusal = error instanceof Error ? error.message.slice(0, 300) : 'it cannot be read';
    return { ...entry, firstMs: null, lastMs: null, refusal };
  }
}

/** Null where a rule has no end of its own. */
function lastOfRules({ component, startMs, endMs }: EventParts): number | null {
  if (component.getFirstProperty('rdate') !== null) return null;
  const ends = component.getAllProperties('rrule').map((property) => {
    const rule: unknown = property.getFirstValue();
    const until: unknown = rule instanceof ICAL.Recur ? rule.until : null;
    return until instanceof ICAL.Time ? until.toUnixTime() * 1000 + (endMs - startMs) + 2 * DAY_MS : null;
  });
  return ends.reduce(
    (left, right) => (left === null || right === null ? null : Math.max(left, right)),
    startMs,
  );
}

function hasRule({ component }: EventParts): boolean {
  return component.getFirstProperty('rrule') !== null || component.getFirstProperty('rdate') !== null;
}

type Names = { readonly id: string; readonly uid: string; readonly isRecurring: boolean };

function eventOf(event: EventParts, { startMs, endMs, start }: Instance, names: Names): ExpandedEvent {
  const { component } = event;
  const status = textOf(component, 'status').toLowerCase();
  const isDay = event.days > 0;
  const url = textOf(component, 'url');
  return {
    ...names,
    title: textOf(component, 'summary').slice(0, 500).replace(/\s+/g, ' ').trim(),
    startMs,
    endMs,
    isAllDay: isDay,
    startDate: isDay ? dateOf(start) : null,
    endDate: isDay ? dateOf(dayAfter(start, event.days)) : null,
    timeZone: isDay ? null : event.start.zone.name,
    location: textOf(component, 'location').slice(0, 300),
    description: textOf(component, 'description').slice(0, CALENDAR_LIMITS.descriptionChars),
    status: status === 'cancelled' || status === 'tentative' ? status : 'confirmed',
    isBusy: textOf(component, 'transp').toUpperCase() !== 'TRANSPARENT' && status !== 'cancelled',
    organizer: addressOf(component.getFirstPropertyValue('organizer')),
    attendees: component
      .getAllProperties('attendee')
      .slice(0, CALENDAR_LIMITS.attendees)
      .flatMap((attendee) => addressOf(attendee.getFirstValue()) ?? []),
    url: /^https?:\/\//i.test(url) ? url.slice(0, 2_000) : null,
  };
}

function addressOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.replace(/^mailto:/i, '').slice(0, 320);
}

function dateOf({ time }: Moment): string {
  return `${pad(time.year, 4)}-${pad(time.month, 2)}-${pad(time.day, 2)}`;
}

/** Which one of a series: its place as the rule has it, which a change of the clock does not move. */
function stamp(start: Moment): string {
  const { hour, minute, second } = start.time;
  if (start.isDay) return dateOf(start);
  return `${dateOf(start)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}`;
}

function pad(value: number, size: number): string {
  return String(value).padStart(size, '0');
}
