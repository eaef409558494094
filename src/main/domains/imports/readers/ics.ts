import type ICAL from 'ical.js';
import { isAppError } from '#shared/errors.ts';
import type { TaskStatus } from '#shared/contracts/tasks.ts';
import type { DraftEntry, ImportEntry, ReaderContext, Refusal, TaskDraft } from '../drafts.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import { extensionOf } from '../sources/source-tree.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { decodeStream } from '../sources/text-decoding.ts';
import { createBreather } from './breather.ts';
import { toLongText, toTags, toTitle } from './draft-text.ts';
import { repeatOf } from './ics-repeat.ts';
import { createZoneReader, momentOf } from './ics-times.ts';
import type { Moment, ZoneReader } from './ics-times.ts';
import { splitCalendar } from './ics-components.ts';
import { toInertMarkdown } from './inert-markdown.ts';

export type CalendarReading = {
  readonly ical: typeof ICAL;
  readonly context: ReaderContext;
  readonly zones: ZoneReader;
};

/**
 * Calendar files: to-dos become tasks; events become tasks that are due when the event begins. An event that is
 * over comes in as done, a repeating one with the day it occurs next.
 */
export async function* readIcs(tree: SourceTree, context: ReaderContext): AsyncGenerator<ImportEntry> {
  yield* tree.refusals;
  const { default: ical } = await import('ical.js');
  for (const file of tree.files) {
    if (!['ics', 'ical', 'ifb', 'vcs'].includes(extensionOf(file.path))) {
      yield { source: file.path, reason: 'This is not a calendar file.', outcome: 'skipped' };
      continue;
    }
    try {
      yield* readCalendar(file, { ical, context, zones: createZoneReader(ical, context.timeZone) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield { source: file.path, reason: error.message, outcome: 'failed' };
    }
  }
}

async function* readCalendar(file: SourceFile, reading: CalendarReading): AsyncGenerator<ImportEntry> {
  const breathe = createBreather(reading.context.signal);
  const children: DraftEntry[] = [];
  const keys = new Set<string>();
  let calendarName = '';
  for await (const part of splitCalendar(decodeStream(file.stream(IMPORT_LIMITS.calendarBytes)))) {
    await breathe();
    if (part.kind === 'property') {
      if (part.name === 'X-WR-CALNAME' || part.name === 'NAME') calendarName = part.value;
      continue;
    }
    const source = `${file.path}, line ${part.line}`;
    if (part.kind === 'refused') {
      yield { source, reason: part.reason, outcome: 'failed' };
      continue;
    }
    const component = parseComponent(reading.ical, part.lines);
    if (component === null)
      yield {
        source,
        reason: 'The entry is not written as the calendar format wants it.',
        outcome: 'failed',
      };
    else if (part.name === 'VTIMEZONE') reading.zones.learn(component);
    else {
      const entry = await componentEntry(component, { source, calendarName }, reading);
      if (entry === null) continue;
      // A sub-task may stand above its task.
      if ('kind' in entry && entry.kind === 'task' && entry.draft.parentKey !== undefined)
        children.push(entry);
      else yield entry;
      if ('kind' in entry) keys.add(entry.sourceKey);
    }
  }
  yield* childrenLast(children, keys);
}

function parseComponent(ical: typeof ICAL, lines: readonly string[]): ICAL.Component | null {
  try {
    return new ical.Component(ical.parse(lines.join('\r\n')) as never);
  } catch {
    return null;
  }
}

async function componentEntry(
  component: ICAL.Component,
  place: { readonly source: string; readonly calendarName: string },
  reading: CalendarReading,
): Promise<DraftEntry | Refusal | null> {
  const { source } = place;
  if (component.name !== 'vtodo' && component.name !== 'vevent') {
    return component.name === 'vjournal'
      ? { source, reason: 'Journal entries are not imported.', outcome: 'skipped' }
      : null;
  }
  try {
    return await taskEntry(component, place, reading);
  } catch (error) {
    // The library throws plain errors on values that do not parse.
    if (reading.context.signal.aborted) throw error;
    return {
      source,
      reason: 'A value of the entry is not written as the calendar format wants it.',
      outcome: 'failed',
    };
  }
}

async function taskEntry(
  component: ICAL.Component,
  place: { readonly source: string; readonly calendarName: string },
  reading: CalendarReading,
): Promise<DraftEntry | Refusal> {
  const title = toTitle(textOf(component, 'summary'));
  const uid = textOf(component, 'uid').trim().slice(0, 1000);
  if (title === '') return { source: place.source, reason: 'The entry has no title.', outcome: 'skipped' };
  const start = momentOf(component, 'dtstart', reading);
  const isEvent = component.name === 'vevent';
  const due = isEvent ? start : (momentOf(component, 'due', reading) ?? null);
  const repeat = await repeatOf(component, due ?? start, reading);
  const when = repeat.moment ?? due;
  const state = stateOf(
    component,
    isEvent ? lastMoment(component, start, reading) : null,
    repeat.rrule !== null,
    reading,
  );
  const instance =
    component.getFirstProperty('recurrence-id') === null ? '' : `\n${textOf(component, 'recurrence-id')}`;
  const parent = isEvent ? '' : parentOf(component);
  const draft: TaskDraft = {
    title,
    description: descriptionOf(component),
    status: state.status,
    priority: priorityOf(component),
    dueDate: when?.date ?? null,
    dueTime: when?.time ?? null,
    plannedDate: isEvent ? null : (start?.date ?? null),
    estimateMinutes: isEvent ? minutesOf(component, reading) : null,
    tags: toTags([...categoriesOf(component), place.calendarName]),
    recurrence: repeat.rrule === null ? null : { rrule: repeat.rrule, mode: 'schedule', catchUp: 'one' },
    ...(state.completedAt === null ? {} : { completedAt: state.completedAt }),
    ...(parent === '' ? {} : { parentKey: `ics:${parent}` }),
  };
  const sourceKey = `ics:${uid || `${title}\n${start?.date ?? ''}\n${start?.time ?? ''}`}${instance}`;
  return {
    source: place.source,
    sourceKey,
    kind: 'task',
    draft,
    ...(repeat.remark === null ? {} : { remark: repeat.remark }),
  };
}

type State = { readonly status: TaskStatus; readonly completedAt: number | null };

function stateOf(
  component: ICAL.Component,
  end: Moment | null,
  repeats: boolean,
  reading: CalendarReading,
): State {
  const status = textOf(component, 'status').toUpperCase();
  const completed = momentOf(component, 'completed', reading)?.instantMs ?? null;
  if (status === 'CANCELLED') return { status: 'cancelled', completedAt: null };
  if (status === 'COMPLETED' || completed !== null || textOf(component, 'percent-complete') === '100')
    return { status: 'done', completedAt: completed };
  if (end !== null && !repeats && end.date < reading.context.today)
    return { status: 'done', completedAt: end.instantMs };
  return { status: status === 'IN-PROCESS' ? 'in_progress' : 'todo', completedAt: null };
}

function lastMoment(
  component: ICAL.Component,
  start: Moment | null,
  reading: CalendarReading,
): Moment | null {
  const end = momentOf(component, 'dtend', reading);
  // The end of a whole-day event is the day after its last one.
  return end === null || end.time === null ? start : end;
}

function minutesOf(component: ICAL.Component, reading: CalendarReading): number | null {
  const start = momentOf(component, 'dtstart', reading);
  const end = momentOf(component, 'dtend', reading);
  if (start === null || start.time === null || end === null || end.time === null) return null;
  const minutes = Math.round((end.instantMs - start.instantMs) / 60_000);
  return minutes > 0 && minutes <= 24 * 60 ? minutes : null;
}

/** 1 to 4 is high, 5 medium, 6 to 9 low, 0 undefined (RFC 5545, section 3.8.1.9). */
function priorityOf(component: ICAL.Component): TaskDraft['priority'] {
  const value = Number(textOf(component, 'priority') || '0');
  if (value === 1) return 'urgent';
  if (value >= 2 && value <= 4) return 'high';
  if (value === 5) return 'medium';
  return value >= 6 && value <= 9 ? 'low' : 'none';
}

function descriptionOf(component: ICAL.Component): string {
  const location = toTitle(textOf(component, 'location'));
  const url = textOf(component, 'url').trim();
  const lines = [
    toLongText(textOf(component, 'description')).trim(),
    location,
    /^https?:\/\/[^\s<>]+$/i.test(url) ? `<${url}>` : '',
  ];
  return toInertMarkdown(lines.filter((line) => line !== '').join('\n\n')).slice(0, 2_000_000);
}

function categoriesOf(component: ICAL.Component): string[] {
  return component
    .getAllProperties('categories')
    .slice(0, 20)
    .flatMap((property) => property.getValues().map(String));
}

function parentOf(component: ICAL.Component): string {
  const relation = component
    .getAllProperties('related-to')
    .find((property) => String(property.getParameter('reltype') ?? 'PARENT').toUpperCase() === 'PARENT');
  return relation === undefined ? '' : String(relation.getFirstValue()).trim();
}

function textOf(component: ICAL.Component, name: string): string {
  const value: unknown = component.getFirstPropertyValue(name);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  // Dates and the like write themselves.
  return value === null || value === undefined ? '' : (value as { toString(): string }).toString();
}

function* childrenLast(children: readonly DraftEntry[], keys: ReadonlySet<string>): Generator<ImportEntry> {
  const pending = new Map(children.map((child) => [child.sourceKey, child]));
  for (const child of children) {
    const chain: DraftEntry[] = [];
    let next: DraftEntry | undefined = child;
    while (next !== undefined && pending.delete(next.sourceKey)) {
      chain.push(next);
      next = next.kind === 'task' ? pending.get(next.draft.parentKey ?? '') : undefined;
    }
    for (const entry of chain.reverse())
      yield entry.kind === 'task' && keys.has(entry.draft.parentKey ?? '') ? entry : withoutParent(entry);
  }
}

function withoutParent(entry: DraftEntry): DraftEntry {
  if (entry.kind !== 'task') return entry;
  const { parentKey: _parent, ...draft } = entry.draft;
  return { ...entry, draft, remark: 'The task it belongs to is not in the file.' };
}
