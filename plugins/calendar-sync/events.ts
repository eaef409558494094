import type { CalendarEvent, PluginContext, TimelineEvent } from '#sdk';
import { addDays, daysFrom, minutesOf } from './days.ts';

/** An instance of an event with the days and times that the clock of the person shows. */
export type LocalEvent = {
  /** `<first day> <source> <id of the instance>`: what the timeline knows it by. */
  readonly key: string;
  readonly source: string;
  readonly uid: string;
  readonly title: string;
  readonly event: CalendarEvent;
  readonly isAllDay: boolean;
  readonly isBusy: boolean;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Minutes since midnight, on the first and on the last day. */
  readonly startsAt: number;
  readonly endsAt: number;
};

const PAGE = 200;
const INSTANTS = 1_000;
const DAY = 24 * 60;

export async function readEvents(
  ctx: PluginContext,
  source: string,
  window: { readonly from: number; readonly to: number },
): Promise<{ readonly events: readonly LocalEvent[]; readonly unreadable: number }> {
  const found: CalendarEvent[] = [];
  let unreadable = 0;
  for (let after: string | undefined; ;) {
    const page = await ctx.calendar.listEvents({
      sources: [source],
      ...window,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.items.filter(({ status }) => status !== 'cancelled'));
    unreadable += page.refused.length;
    if (!page.hasMore || page.cursor === null) break;
    after = page.cursor;
  }
  return { events: await toLocal(ctx, found), unreadable };
}

async function toLocal(ctx: PluginContext, found: readonly CalendarEvent[]): Promise<readonly LocalEvent[]> {
  const timed = found.filter(({ isAllDay }) => !isAllDay);
  // An end at midnight belongs to the day before.
  const instants = timed.flatMap(({ startMs, endMs }) => [startMs, Math.max(startMs, endMs - 1)]);
  const times: { readonly date: string; readonly time: string }[] = [];
  for (let start = 0; start < instants.length; start += INSTANTS) {
    const part = instants.slice(start, start + INSTANTS);
    times.push(...(await ctx.time.toLocal({ instants: part, timeZone: ctx.timeZone })).times);
  }
  const places = new Map(timed.map((event, index) => [event, index * 2]));
  return found.flatMap((event): LocalEvent[] => {
    const at = places.get(event);
    if (at === undefined) return wholeDays(event);
    const [start, end] = [times[at], times[at + 1]];
    if (start === undefined || end === undefined) return [];
    const endsAt = event.endMs > event.startMs ? minutesOf(end.time) + 1 : minutesOf(start.time);
    return [{ ...common(event, start.date), lastDay: end.date, startsAt: minutesOf(start.time), endsAt }];
  });
}

function wholeDays(event: CalendarEvent): LocalEvent[] {
  if (event.startDate === null) return [];
  const last = event.endDate === null ? event.startDate : addDays(event.endDate, -1);
  const lastDay = last < event.startDate ? event.startDate : last;
  return [{ ...common(event, event.startDate), lastDay, startsAt: 0, endsAt: DAY }];
}

function common(event: CalendarEvent, firstDay: string) {
  const { source, uid, isAllDay, isBusy } = event;
  const key = `${firstDay} ${source} ${event.id}`.slice(0, 500);
  return { key, source, uid, event, isAllDay, isBusy, firstDay, title: event.title.trim() || '—' };
}

/** What of a key tells where the event came from and when it begins. */
export function partsOf(key: string): { readonly day: string; readonly source: string } {
  const [day = '', source = ''] = key.split(' ');
  return { day, source };
}

/** The part of a day that an event takes, in minutes since midnight. */
export function spanOn(event: LocalEvent, day: string): readonly [from: number, to: number] | null {
  if (day < event.firstDay || day > event.lastDay) return null;
  return [day === event.firstDay ? event.startsAt : 0, day === event.lastDay ? event.endsAt : DAY];
}

export function daysOf(event: LocalEvent): readonly string[] {
  return daysFrom(event.firstDay, event.lastDay);
}

export function timelineEvent(
  local: LocalEvent,
  place: { readonly clientId: string | null; readonly projectId: string | null },
): TimelineEvent {
  const { event } = local;
  const base = {
    id: local.key,
    title: local.title.slice(0, 500),
    text: event.description.slice(0, 2_000),
    location: event.location === '' ? null : event.location.slice(0, 500),
    url: event.url !== null && /^https?:\/\/\S{1,3900}$/i.test(event.url) ? event.url : null,
    ...place,
  };
  if (!local.isAllDay)
    return { ...base, startsAt: event.startMs, endsAt: Math.max(event.startMs, event.endMs) };
  return { ...base, isAllDay: true, startDay: local.firstDay, endDay: addDays(local.lastDay, 1) };
}
