import { addDays } from '#shared/kernel/clock.ts';
import { addMonths, endOfMonth, isLocalDate, nextWeekday, startOfWeek } from '#shared/kernel/local-date.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

/** The days a search value names: `today`, `next-week`, `2026-12`, `3d`, `-2w`, `>=2026-12-01`, `2026-01-01..2026-03-31`. */

/** Both ends inclusive; an open end is absent. */
export type DateRange = { readonly from?: LocalDate; readonly to?: LocalDate };
export type SearchLocale = 'en' | 'it';

type Named = (today: LocalDate) => DateRange;

const day =
  (offset: number): Named =>
  (today) =>
    single(addDays(today, offset));
const week =
  (offset: number): Named =>
  (today) => {
    const monday = addDays(startOfWeek(today), offset * 7);
    return { from: monday, to: addDays(monday, 6) };
  };
const month =
  (offset: number): Named =>
  (today) => {
    const first = addMonths(`${today.slice(0, 7)}-01`, offset);
    return { from: first, to: endOfMonth(first) };
  };
const year =
  (offset: number): Named =>
  (today) => {
    const number = String(Number(today.slice(0, 4)) + offset).padStart(4, '0');
    return { from: `${number}-01-01`, to: `${number}-12-31` };
  };

const NAMED: ReadonlyMap<string, Named> = new Map([
  ...entries(day(0), 'today', 'oggi'),
  ...entries(day(1), 'tomorrow', 'domani'),
  ...entries(day(-1), 'yesterday', 'ieri'),
  ...entries(week(0), 'week', 'this-week', 'settimana', 'questa-settimana'),
  ...entries(week(1), 'next-week', 'prossima-settimana', 'settimana-prossima'),
  ...entries(week(-1), 'last-week', 'scorsa-settimana', 'settimana-scorsa'),
  ...entries(month(0), 'month', 'this-month', 'mese', 'questo-mese'),
  ...entries(month(1), 'next-month', 'prossimo-mese', 'mese-prossimo'),
  ...entries(month(-1), 'last-month', 'scorso-mese', 'mese-scorso'),
  ...entries(year(0), 'year', 'this-year', 'anno', 'quest-anno'),
  ...entries(year(1), 'next-year', 'prossimo-anno', 'anno-prossimo'),
  ...entries(year(-1), 'last-year', 'scorso-anno', 'anno-scorso'),
  ...entries((today) => ({ to: addDays(today, -1) }), 'overdue', 'past', 'scaduto', 'scaduta', 'scadute'),
  ...entries((today) => ({ from: addDays(today, 1) }), 'future', 'upcoming', 'futuro'),
]);
const WEEKDAYS = [
  ['sunday', 'sun', 'domenica', 'dom'],
  ['monday', 'mon', 'lunedì', 'lunedi', 'lun'],
  ['tuesday', 'tue', 'martedì', 'martedi', 'mar'],
  ['wednesday', 'wed', 'mercoledì', 'mercoledi', 'mer'],
  ['thursday', 'thu', 'giovedì', 'giovedi', 'gio'],
  ['friday', 'fri', 'venerdì', 'venerdi', 'ven'],
  ['saturday', 'sat', 'sabato', 'sab'],
];
/** Farther than any date a person means; keeps the arithmetic inside four-digit years. */
const MAX_OFFSET_DAYS = 36_525;

/** Undefined where the value names no day. A weekday is the coming one, today included. */
export function parseDateRange(value: string, today: LocalDate, locale: SearchLocale): DateRange | undefined {
  const text = value
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '-');
  const compared = /^(<=|>=|<|>)(.+)$/u.exec(text);
  if (compared !== null) return parseCompared(compared[1] ?? '', compared[2] ?? '', today, locale);
  const [first = '', last, more] = text.split('..');
  if (last === undefined) return parseSingle(text, today, locale);
  const from = first === '' ? {} : parseSingle(first, today, locale);
  const to = last === '' ? {} : parseSingle(last, today, locale);
  if (more !== undefined || from === undefined || to === undefined || (first === '' && last === ''))
    return undefined;
  return range(from.from, to.to);
}

/** What "before" and "after" count from: a whole period, or for `3d` and `-2w` the day at their far end. */
export function parsePeriod(value: string, today: LocalDate, locale: SearchLocale): DateRange | undefined {
  const text = value
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '-');
  const offset = parseOffset(text, today);
  const far = offset?.from === today ? offset.to : offset?.from;
  return far === undefined ? parseSingle(text, today, locale) : single(far);
}

function parseCompared(
  sign: string,
  value: string,
  today: LocalDate,
  locale: SearchLocale,
): DateRange | undefined {
  const found = parseSingle(value, today, locale);
  if (found?.from === undefined || found.to === undefined) return undefined;
  switch (sign) {
    case '<':
      return { to: addDays(found.from, -1) };
    case '<=':
      return { to: found.to };
    case '>':
      return { from: addDays(found.to, 1) };
    default:
      return { from: found.from };
  }
}

function parseSingle(text: string, today: LocalDate, locale: SearchLocale): DateRange | undefined {
  const named = NAMED.get(text);
  if (named !== undefined) return named(today);
  const weekday = WEEKDAYS.findIndex((names) => names.includes(text));
  if (weekday >= 0) return single(nextWeekday(addDays(today, -1), weekday));
  return parseOffset(text, today) ?? parseCalendar(text, today, locale);
}

/** `3d` and `+3d`: from today to then; `-2w`, `2w-ago`: from then to today. Days, weeks, months, years (g, s, m, a). */
function parseOffset(text: string, today: LocalDate): DateRange | undefined {
  const match =
    /^([+-]?)(\d{1,5})-?(d|days?|g|giorn[oi]|w|weeks?|s|settiman[ae]|m|months?|mes[ei]|y|years?|a|ann[oi])(-ago|-fa)?$/u.exec(
      text,
    );
  if (match === null) return undefined;
  const amount = Number(match[2]);
  const isPast = match[1] === '-' || match[4] !== undefined;
  const unit = (match[3] ?? '').charAt(0);
  const days = unit === 'd' || unit === 'g' ? 1 : unit === 'w' || unit === 's' ? 7 : unit === 'm' ? 31 : 366;
  if (amount * days > MAX_OFFSET_DAYS) return undefined;
  const signed = isPast ? -amount : amount;
  const then =
    days === 31
      ? addMonths(today, signed)
      : days === 366
        ? addMonths(today, signed * 12)
        : addDays(today, signed * days);
  return isPast ? { from: then, to: today } : { from: today, to: then };
}

/** ISO dates, months and years; else day and month in the order of the language. */
function parseCalendar(text: string, today: LocalDate, locale: SearchLocale): DateRange | undefined {
  if (isLocalDate(text)) return single(text);
  if (/^\d{4}-\d{2}$/.test(text) && isLocalDate(`${text}-01`))
    return { from: `${text}-01`, to: endOfMonth(`${text}-01`) };
  if (/^[12]\d{3}$/.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  const match = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', second = '', yearText = today.slice(0, 4)] = match;
  const isDayFirst = locale === 'it' || text.includes('.') || Number(first) > 12;
  const [dayText, monthText] = isDayFirst ? [first, second] : [second, first];
  const date = `${yearText}-${monthText.padStart(2, '0')}-${dayText.padStart(2, '0')}`;
  return isLocalDate(date) ? single(date) : undefined;
}

function single(date: LocalDate): DateRange {
  return { from: date, to: date };
}

function range(from: LocalDate | undefined, to: LocalDate | undefined): DateRange {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function entries(named: Named, ...names: string[]): (readonly [string, Named])[] {
  return names.map((name) => [name, named] as const);
}
