import { CALENDAR_LIMITS, type CalendarEntry } from '#shared/contracts/calendar-worker.ts';
import { zoneName } from './zones.ts';

export type SplitCalendar = {
  readonly entries: readonly CalendarEntry[];
  readonly refused: readonly { readonly key: string; readonly message: string }[];
};

type Component = { readonly name: string; readonly lines: readonly string[]; readonly isCut: boolean };

/** Cuts a calendar (RFC 5545) by its lines into the events of one UID each; a broken one costs only itself. */
export function splitCalendar(text: string): SplitCalendar {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) throw new Error('this is no iCalendar file');
  const zones = new Map<string, readonly string[]>();
  const events = new Map<string, string[]>();
  const refused = new Map<string, string>();
  let unnamed = 0;
  for (const { name, lines, isCut } of components(text)) {
    if (name === 'VTIMEZONE') zones.set(propertyOf(lines, 'TZID') ?? '', lines);
    if (name !== 'VEVENT') continue;
    unnamed += 1;
    const uid = propertyOf(lines, 'UID') ?? `entry ${unnamed}`;
    const known = events.get(uid);
    if (isCut) refused.set(uid, 'The calendar ends in the middle of this entry.');
    else if (known !== undefined) known.push(...lines);
    else events.set(uid, [...lines]);
    if (events.size > CALENDAR_LIMITS.entries)
      throw new Error(`the calendar has more than ${CALENDAR_LIMITS.entries} entries`);
  }
  const entries = [...events].flatMap(([key, lines]): CalendarEntry[] => {
    const body = lines.join('\r\n');
    if (body.length <= CALENDAR_LIMITS.entryChars) return [{ key, ics: wrapped(body, zones) }];
    refused.set(key, 'The entry is larger than 512 KB.');
    return [];
  });
  return { entries, refused: [...refused].map(([key, message]) => ({ key, message })) };
}

/** The components right below VCALENDAR, each with all that is inside of it. */
function* components(text: string): Generator<Component> {
  let name = '';
  let lines: string[] = [];
  let depth = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, mark = '', component = ''] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line) ?? [];
    const isBegin = mark.toUpperCase() === 'BEGIN';
    if (component.toUpperCase() === 'VCALENDAR') continue;
    if (isBegin) depth += 1;
    if (depth === 1 && isBegin) {
      name = component.toUpperCase();
      lines = [];
    }
    if (depth > 0 && line !== '') lines.push(line);
    if (mark === '' || isBegin) continue;
    depth = Math.max(0, depth - 1);
    if (depth === 0) yield { name, lines, isCut: false };
  }
  if (depth > 0) yield { name, lines, isCut: true };
}

const PROPERTIES = { UID: /^UID[;:]/i, TZID: /^TZID[;:]/i } as const;

/** Of the component itself, not of what lies in it. */
function propertyOf(lines: readonly string[], property: keyof typeof PROPERTIES): string | null {
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    if (/^BEGIN:/i.test(line)) depth += 1;
    else if (/^END:/i.test(line)) depth -= 1;
    else if (depth === 1 && PROPERTIES[property].test(line)) {
      const value = line.slice(line.indexOf(':') + 1) + continued(lines, index + 1);
      return value.trim().slice(0, 1000) || null;
    }
  }
  return null;
}

function continued(lines: readonly string[], from: number): string {
  let text = '';
  for (let index = from; /^[ \t]/.test(lines[index] ?? ''); index += 1) text += lines[index]?.slice(1) ?? '';
  return text;
}

/** An entry keeps the description of a zone only where its name says nothing to anyone else. */
function wrapped(body: string, zones: ReadonlyMap<string, readonly string[]>): string {
  const used = [...zones].filter(([tzid]) => zoneName(tzid) === null && body.includes(tzid));
  const described = used.flatMap(([, lines]) => lines);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...described, body, 'END:VCALENDAR', ''].join('\r\n');
}
