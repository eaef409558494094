import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chrono, ParsedComponents, ParsedResult } from 'chrono-node';
import type { QuickAddLocale } from '#shared/contracts/quick-add.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { formatDate, isLocalDate, nextWeekday, startOfWeek, weekdayOf } from '#shared/kernel/local-date.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import { isLikelyDate, leadBefore, nightfall } from './date-words.ts';

/** Dates and times in text. chrono finds candidates; what people do not mean as a date is turned down. */

export type Now = { readonly today: LocalDate; readonly time: string };

export type DateHit = {
  /** Covers the words that lead to it too: "by friday", "entro il 20". */
  readonly start: number;
  readonly end: number;
  readonly date?: LocalDate;
  readonly time?: string;
  /** Last day of a range of days. */
  readonly lastDate?: LocalDate;
  /** Length of a range of hours. */
  readonly minutes?: number;
  readonly lead: 'due' | 'planned' | 'none';
};

export type DateReader = {
  readonly readAll: (text: string, now: Now) => DateHit[];
  /** The date that begins right at `at`, as after "until". */
  readonly readAt: (text: string, at: number, now: Now) => DateHit | undefined;
};

const readers = new Map<QuickAddLocale, Promise<DateReader>>();

/** chrono is loaded when the first text is parsed, one language at a time. */
export function loadDateReader(locale: QuickAddLocale): Promise<DateReader> {
  const known = readers.get(locale) ?? createDateReader(locale);
  readers.set(locale, known);
  return known;
}

async function createDateReader(locale: QuickAddLocale): Promise<DateReader> {
  const language = await (locale === 'it' ? import('chrono-node/it') : import('chrono-node/en'));
  await nextTurn();
  const patterns = await import('./date-patterns.ts');
  const chrono = language.casual.clone();
  chrono.parsers = [...patterns.extraDateParsers(locale), ...chrono.parsers];
  await warmUp(chrono, WARM_UP[locale]);
  const readAll = (text: string, now: Now) => readHits(chrono, text, now, locale);
  return {
    readAll,
    readAt: (text, at, now) => {
      // Read as a deadline, so that "until june" is as good as "until 1 june".
      const lead = locale === 'it' ? 'entro ' : 'by ';
      const [hit] = readAll(lead + text.slice(at), now);
      return hit?.start === 0 ? { ...hit, start: at, end: hit.end - lead.length + at } : undefined;
    },
  };
}

const WARM_UP: Readonly<Record<QuickAddLocale, string>> = {
  en: 'Please send the invoice by Friday 12 June at 14:00, and the rest within two weeks. Thank you.',
  it: 'Per favore manda la fattura entro venerdì 12 giugno alle 14:00, il resto tra due settimane. Grazie.',
};

/**
 * The patterns are compiled when they are first used and again, into faster code, at their second use: 25 ms each for
 * all of them. Here it is a turn of the event loop for each, so that the first texts hold nobody up.
 */
async function warmUp(chrono: Chrono, text: string): Promise<void> {
  const single = chrono.clone();
  single.refiners = [];
  for (const parser of [...chrono.parsers, ...chrono.parsers]) {
    await nextTurn();
    single.parsers = [parser];
    single.parse(text);
  }
}

function readHits(chrono: Chrono, text: string, now: Now, locale: QuickAddLocale): DateHit[] {
  const [year, month, day] = now.today.split('-').map(Number);
  const [hour, minute] = now.time.split(':').map(Number);
  const reference = new Date(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  const hits: DateHit[] = [];
  let from = 0;
  for (const result of chrono.parse(text, reference, { forwardDate: true })) {
    const hit = readHit(result, text, now, locale);
    if (hit === undefined || hit.end <= from) continue;
    hits.push(hit.start < from ? { ...hit, start: from } : hit);
    from = hit.end;
  }
  return hits;
}

function readHit(result: ParsedResult, text: string, now: Now, locale: QuickAddLocale): DateHit | undefined {
  // A time zone's name does not move a wall-clock time here, so it stays in the title.
  const matched = result.text
    .replace(/\s*\(?\b(?:[A-Z]{3,4}|UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?\)?$/, '')
    .replace(/[\s,]+$/u, '');
  const start = result.index;
  const end = start + matched.length;
  const context = { before: text.slice(0, start), matched, after: text.slice(end) };
  if (!isLikelyDate(result, context, locale)) return undefined;
  const date = dateOf(result.start, matched, now);
  const time = timeOf(result, matched);
  if (date === undefined && time === undefined) return undefined;
  const lead = leadBefore(context.before, locale, {
    hasDate: date !== undefined,
    isRange: Boolean(result.end),
  });
  const isBefore = lead.isBefore && time === undefined && date !== undefined && date > now.today;
  return {
    start: start - lead.length,
    end,
    ...(date === undefined ? {} : { date: isBefore ? addDays(date, -1) : date }),
    ...(time === undefined ? {} : { time }),
    ...rangeOf(result, date, time),
    lead: lead.kind,
  };
}

function dateOf(parts: ParsedComponents, matched: string, now: Now): LocalDate | undefined {
  const weekday = parts.get('weekday');
  if (!parts.isCertain('day') && parts.isCertain('weekday') && weekday !== null) {
    return weekdayDate(weekday, matched, now);
  }
  const isDay = parts.isCertain('day') || parts.isCertain('month') || parts.isCertain('year');
  if (!isDay && !/oggi|today|tonight|stasera|this|quest/i.test(matched)) return undefined;
  const date = formatDate(parts.get('year') ?? 0, parts.get('month') ?? 0, parts.get('day') ?? 0);
  return isLocalDate(date) ? date : undefined;
}

/** A weekday alone is the coming one and never today; "next friday" is the one of next week. */
function weekdayDate(weekday: number, matched: string, { today }: Now): LocalDate {
  if (/^next\b/i.test(matched)) return addDays(startOfWeek(today), 7 + ((weekday + 6) % 7));
  if (/^(?:this|quest[oa])\b/i.test(matched) && weekdayOf(today) === weekday) return today;
  return nextWeekday(today, weekday);
}

function timeOf(result: ParsedResult, matched: string): string | undefined {
  const { start } = result;
  const hour = start.get('hour') ?? 0;
  if (start.isCertain('hour')) {
    // "at 5" and "at 5:30" are said in the afternoon; "5:00" and "05" are read off a clock.
    const isSpoken = /(?:^|\s)(?:at|@)\s*[1-6](?:[:.][0-5]\d)?$/i.test(matched) && hour <= 6;
    return clock(isSpoken ? hour + 12 : hour, start.get('minute') ?? 0);
  }
  return nightfall(result.tags());
}

function rangeOf(result: ParsedResult, date: LocalDate | undefined, time: string | undefined) {
  const { start, end } = result;
  // Typed as optional, null in fact.
  if (!end) return {};
  if (date !== undefined && (end.isCertain('day') || end.isCertain('weekday'))) {
    const weekday = end.get('weekday');
    const isSameDay = !end.isCertain('day') && weekday === start.get('weekday');
    const lastDate = isSameDay
      ? date
      : end.isCertain('day') || weekday === null
        ? formatDate(end.get('year') ?? 0, end.get('month') ?? 0, end.get('day') ?? 0)
        : nextWeekday(date, weekday);
    if (isLocalDate(lastDate) && lastDate > date) return { lastDate };
  }
  if (time === undefined || !end.isCertain('hour')) return {};
  const minutesOf = (parts: ParsedComponents) => (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0);
  const minutes = minutesOf(end) - minutesOf(start);
  return minutes > 0 ? { minutes } : {};
}

function clock(hour: number, minute: number): string | undefined {
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
