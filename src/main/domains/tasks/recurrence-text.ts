import type { LocalDate } from '#shared/kernel/local-date.ts';
import type { RecurrenceMode } from './recurrence.ts';
import { parseRecurrenceRule, WEEKDAYS } from './recurrence-rule.ts';
import type { Frequency, RecurrenceRule, RuleDay, Weekday } from './recurrence-rule.ts';

/** Rules in words: "every 2 weeks on Monday and Thursday", "ogni mese il 15". */

export type TextLocale = 'en' | 'it';

type Words = {
  readonly unit: Readonly<Record<Frequency, (interval: number) => string>>;
  readonly weekday: string;
  readonly weekend: string;
  readonly onDays: (days: string) => string;
  readonly onMonthDays: (days: string) => string;
  readonly onNth: (day: string) => string;
  readonly onDate: (day: string, month: string) => string;
  readonly inMonths: (months: string) => string;
  readonly monthDay: (day: number) => string;
  readonly orLast: (day: string) => string;
  readonly nth: (nth: number, day: Weekday | 'day' | 'workday') => string;
  readonly yearDay: (days: string) => string;
  readonly weekNo: (weeks: string) => string;
  readonly position: (positions: string) => string;
  readonly ofMonths: (months: string) => string;
  readonly count: (count: number) => string;
  readonly until: (date: string) => string;
  readonly afterCompletion: string;
};

const EN_ORDINALS: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
};
const IT_ORDINALS: Readonly<Record<number, string>> = {
  1: 'prim',
  2: 'second',
  3: 'terz',
  4: 'quart',
  5: 'quint',
};

const EN: Words = {
  unit: {
    DAILY: (n) => (n === 1 ? 'every day' : `every ${n} days`),
    WEEKLY: (n) => (n === 1 ? 'every week' : `every ${n} weeks`),
    MONTHLY: (n) => (n === 1 ? 'every month' : `every ${n} months`),
    YEARLY: (n) => (n === 1 ? 'every year' : `every ${n} years`),
  },
  weekday: 'every weekday',
  weekend: 'every weekend',
  onDays: (days) => `on ${days}`,
  onMonthDays: (days) => `on the ${days}`,
  onNth: (day) => `on ${day}`,
  onDate: (day, month) => `on ${day} ${month}`,
  inMonths: (months) => `in ${months}`,
  monthDay: englishMonthDay,
  orLast: (day) => `${day} or the last day`,
  nth: (nth, day) =>
    `the ${englishNth(nth)} ${day === 'day' ? 'day' : day === 'workday' ? 'working day' : dayName(day, 'en')}`,
  yearDay: (days) => `on day ${days} of the year`,
  weekNo: (weeks) => `in week ${weeks}`,
  position: (positions) => `(match ${positions})`,
  ofMonths: (months) => `of ${months}`,
  count: (count) => (count === 1 ? 'once' : `${count} times`),
  until: (date) => `until ${date}`,
  afterCompletion: 'after completion',
};

const IT: Words = {
  unit: {
    DAILY: (n) => (n === 1 ? 'ogni giorno' : `ogni ${n} giorni`),
    WEEKLY: (n) => (n === 1 ? 'ogni settimana' : `ogni ${n} settimane`),
    MONTHLY: (n) => (n === 1 ? 'ogni mese' : `ogni ${n} mesi`),
    YEARLY: (n) => (n === 1 ? 'ogni anno' : `ogni ${n} anni`),
  },
  weekday: 'ogni giorno feriale',
  weekend: 'ogni fine settimana',
  onDays: (days) => `di ${days}`,
  onMonthDays: (days) => `il ${days}`,
  onNth: (day) => day,
  onDate: (day, month) => `il ${day} ${month}`,
  inMonths: (months) => `a ${months}`,
  monthDay: italianMonthDay,
  orLast: (day) => `${day} o l’ultimo giorno`,
  nth: italianNth,
  yearDay: (days) => `il giorno ${days} dell’anno`,
  weekNo: (weeks) => `nella settimana ${weeks}`,
  position: (positions) => `(occorrenza ${positions})`,
  ofMonths: (months) => `di ${months}`,
  count: (count) => (count === 1 ? 'una volta' : `${count} volte`),
  until: (date) => `fino al ${date}`,
  afterCompletion: 'dopo il completamento',
};

/** A rule in words of the language asked for. Throws `invalid_input` where the rule cannot be read. */
export function describeRecurrence(
  rrule: string,
  locale: TextLocale,
  mode: RecurrenceMode = 'schedule',
): string {
  return describeRule(parseRecurrenceRule(rrule), locale, mode);
}

export function describeRule(
  rule: RecurrenceRule,
  locale: TextLocale,
  mode: RecurrenceMode = 'schedule',
): string {
  const words = locale === 'it' ? IT : EN;
  const head =
    wholeWeek(rule, words) ??
    [words.unit[rule.freq](rule.interval), ...dayParts(rule, words, locale)].join(' ');
  const tail = mode === 'completion' ? ` ${words.afterCompletion}` : '';
  const count = rule.count === undefined ? '' : `, ${words.count(rule.count)}`;
  const until = rule.until === undefined ? '' : `, ${words.until(longDate(rule.until, locale))}`;
  return `${head}${tail}${count}${until}`;
}

function wholeWeek(rule: RecurrenceRule, words: Words): string | undefined {
  if (rule.interval !== 1 || rule.freq !== 'WEEKLY' || rule.byMonth.length > 0 || rule.bySetPos.length > 0)
    return undefined;
  const days = rule.byDay.map(({ day }) => day).join();
  if (days === 'MO,TU,WE,TH,FR') return words.weekday;
  return days === 'SA,SU' ? words.weekend : undefined;
}

function dayParts(rule: RecurrenceRule, words: Words, locale: TextLocale): string[] {
  const months = listText(
    rule.byMonth.map((month) => monthName(month, locale)),
    locale,
  );
  const parts: string[] = [];
  if (rule.byWeekNo.length > 0) parts.push(words.weekNo(listText(rule.byWeekNo, locale)));
  if (rule.byYearDay.length > 0) parts.push(words.yearDay(listText(rule.byYearDay, locale)));
  const position = positionText(rule, words);
  if (position !== undefined) return [...parts, position, ...(months === '' ? [] : [words.ofMonths(months)])];
  if (rule.byMonthDay.length > 0 && rule.byDay.length === 0)
    return [...parts, monthDayText(rule, words, locale)];
  if (rule.byMonthDay.length > 0) parts.push(monthDayText(rule, words, locale));
  if (rule.byDay.length > 0) parts.push(weekdayText(rule.byDay, words, locale));
  if (months !== '' && rule.byMonthDay.length === 0) {
    parts.push(
      rule.byDay.some(({ nth }) => nth !== undefined) ? words.ofMonths(months) : words.inMonths(months),
    );
  }
  if (rule.bySetPos.length > 0) parts.push(words.position(listText(rule.bySetPos, locale)));
  return parts;
}

/** "the last working day", "the first Monday" written with BYSETPOS. */
function positionText(rule: RecurrenceRule, words: Words): string | undefined {
  const [position, another] = rule.bySetPos;
  if (position === undefined || another !== undefined || rule.byMonthDay.length > 0 || rule.freq === 'YEARLY')
    return undefined;
  if (Math.abs(position) > 5) return undefined;
  const days = rule.byDay.map(({ day, nth }) => `${nth ?? ''}${day}`).join();
  if (days === 'MO,TU,WE,TH,FR') return words.onNth(words.nth(position, 'workday'));
  if (days === WEEKDAYS.join()) return words.onNth(words.nth(position, 'day'));
  const [only] = rule.byDay;
  return rule.byDay.length === 1 && only?.nth === undefined && only !== undefined
    ? words.onNth(words.nth(position, only.day))
    : undefined;
}

function monthDayText(rule: RecurrenceRule, words: Words, locale: TextLocale): string {
  const clamp = /^28(,29(,30(,31)?)?)?$/.test(rule.byMonthDay.join()) && rule.bySetPos.join() === '-1';
  const last = rule.byMonthDay.at(-1);
  const months = listText(
    rule.byMonth.map((month) => monthName(month, locale)),
    locale,
  );
  if (months !== '' && rule.byDay.length === 0) {
    const days =
      clamp && last !== undefined
        ? String(last)
        : listText(
            rule.byMonthDay.map((day) => (day > 0 ? day : words.monthDay(day))),
            locale,
          );
    return words.onDate(days, months);
  }
  if (clamp && last !== undefined) return words.onMonthDays(words.orLast(words.monthDay(last)));
  const text = words.onMonthDays(listText(rule.byMonthDay.map(words.monthDay), locale));
  return text.replace(/\bil l’/, 'l’');
}

function weekdayText(days: readonly RuleDay[], words: Words, locale: TextLocale): string {
  if (days.every(({ nth }) => nth === undefined)) {
    return words.onDays(
      listText(
        days.map(({ day }) => dayName(day, locale)),
        locale,
      ),
    );
  }
  const names = days.map(({ day, nth }) => (nth === undefined ? dayName(day, locale) : words.nth(nth, day)));
  return words.onNth(listText(names, locale));
}

function englishMonthDay(day: number): string {
  if (day === -1) return 'last day';
  return day < 0 ? `${englishMonthDay(-day)} last day` : englishOrdinal(day);
}

function englishOrdinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  const suffix = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}

function englishNth(nth: number): string {
  if (nth === -1) return 'last';
  const ordinal = EN_ORDINALS[Math.abs(nth)] ?? englishOrdinal(Math.abs(nth));
  return nth < 0 ? `${ordinal} to last` : ordinal;
}

function italianMonthDay(day: number): string {
  if (day === -1) return 'l’ultimo giorno';
  if (day < 0) return `${-day}° giorno dalla fine`;
  return day === 1 ? '1°' : String(day);
}

function italianNth(nth: number, day: Weekday | 'day' | 'workday'): string {
  const name = day === 'day' ? 'giorno' : day === 'workday' ? 'giorno feriale' : dayName(day, 'it');
  const ending = day === 'SU' ? 'a' : 'o';
  if (nth === -1) return `l’ultim${ending} ${name}`;
  const article = day === 'SU' ? 'la' : 'il';
  if (nth === -2) return `${article} penultim${ending} ${name}`;
  const stem = IT_ORDINALS[Math.abs(nth)];
  const ordinal = stem === undefined ? `${Math.abs(nth)}${day === 'SU' ? 'ª' : '°'}` : `${stem}${ending}`;
  return nth < 0 ? `${article} ${ordinal} ultim${ending} ${name}` : `${article} ${ordinal} ${name}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, locale: TextLocale, kind: 'weekday' | 'month' | 'date'): string {
  const key = `${locale} ${kind}`;
  const options: Intl.DateTimeFormatOptions =
    kind === 'date' ? { day: 'numeric', month: 'long', year: 'numeric' } : { [kind]: 'long' };
  const found =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale === 'it' ? 'it-IT' : 'en-GB', { ...options, timeZone: 'UTC' });
  formats.set(key, found);
  return found.format(date);
}

function dayName(day: Weekday, locale: TextLocale): string {
  // 1 January 2024 was a Monday.
  return format(new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day))), locale, 'weekday');
}

function monthName(month: number, locale: TextLocale): string {
  return format(new Date(Date.UTC(2024, month - 1, 1)), locale, 'month');
}

function longDate(date: LocalDate, locale: TextLocale): string {
  return format(new Date(`${date}T00:00:00Z`), locale, 'date');
}

function listText(items: readonly (string | number)[], locale: TextLocale): string {
  const and = locale === 'it' ? ' e ' : ' and ';
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')}${and}${items.at(-1)}`;
}
