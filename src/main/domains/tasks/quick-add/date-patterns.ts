import type { Parser } from 'chrono-node';
import type { QuickAddLocale } from '#shared/contracts/quick-add.ts';
import { addDays, localDateOf } from '#shared/kernel/clock.ts';
import {
  addMonths,
  daysInMonth,
  endOfMonth,
  formatDate,
  nextWeekday,
  partsOf,
  startOfWeek,
  weekdayOf,
} from '#shared/kernel/local-date.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

/** What chrono does not know, or counts otherwise than people with a calendar do, as parsers of its own kind. */

type Read = (match: RegExpMatchArray, today: LocalDate, now: Date) => Partial<Reading> | undefined;
type Reading = { readonly date: LocalDate; readonly time: readonly [hour: number, minute: number] };
type Pattern = { readonly pattern: RegExp; readonly read: Read };

const EN_DAYS =
  'sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?';
const IT_DAYS =
  'dom(?:enica)?|lun(?:ed[iì])?|mar(?:ted[iì])?|mer(?:coled[iì])?|gio(?:ved[iì])?|ven(?:erd[iì])?|sab(?:ato)?';
const EN_MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const IT_MONTHS = 'gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic';
const DAY_NUMBER_END = String.raw`(?![\p{L}\p{N}°%€$:/\-]|[.,]\d|\s*(?:%|€|am\b|pm\b))`;

const ENGLISH: readonly Pattern[] = [
  { pattern: /day after tomorrow/iu, read: (_, today) => ({ date: addDays(today, 2) }) },
  {
    pattern: /(?:end of (?:the )?day|eod|close of business|cob)/iu,
    read: (_, today) => ({ date: today, time: [18, 0] }),
  },
  {
    pattern: /(?:end of (?:the |this )?week|eow|this week)/iu,
    read: (_, today) => ({ date: endOfWorkWeek(today) }),
  },
  {
    pattern: /(?:(?:end|last day) of (?:the |this )?month|eom|this month)/iu,
    read: (_, today) => ({ date: endOfMonth(today) }),
  },
  {
    pattern: /(?:end of (?:the |this )?quarter|eoq|this quarter)/iu,
    read: (_, today) => ({ date: endOfQuarter(today) }),
  },
  {
    pattern: /(?:end of (?:the |this )?year|eoy|this year)/iu,
    read: (_, today) => ({ date: endOfYear(today) }),
  },
  {
    pattern: /end of next (week|month|quarter|year)/iu,
    read: ([, unit], today) => ({ date: endOfNext(unit, today) }),
  },
  {
    pattern: /next (week|month|quarter|year)/iu,
    read: ([, unit], today) => ({ date: startOfNext(unit, today) }),
  },
  {
    pattern: /(?:this|on the|at the|over the|next) week-?end/iu,
    read: (match, today) => ({ date: weekend(match[0], today) }),
  },
  {
    pattern: new RegExp(
      `(?:on |by )?the (\\d{1,2})(?:st|nd|rd|th)(?! (?:of )?(?:${EN_MONTHS}))${DAY_NUMBER_END}`,
      'iu',
    ),
    read: (match, today) => dayOfMonth(match, today, '(?:on|by|for|before|due)'),
  },
  {
    pattern: new RegExp(
      `(${EN_DAYS}),? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?! (?:of )?(?:${EN_MONTHS}))${DAY_NUMBER_END}`,
      'iu',
    ),
    read: ([, day = '', number], today) =>
      weekdayAndNumber('sun mon tue wed thu fri sat', day, number, today),
  },
  { pattern: /(?:at )?half past (\d{1,2})(?!\d)/iu, read: ([, hour]) => clockTime(hour, '30', true) },
  {
    pattern: /(?:at )?(?:a )?quarter past (\d{1,2})(?!\d)/iu,
    read: ([, hour]) => clockTime(hour, '15', true),
  },
];

const ITALIAN: readonly Pattern[] = [
  { pattern: /domattina/iu, read: (_, today) => ({ date: addDays(today, 1), time: [9, 0] }) },
  { pattern: /stamattina|stamani/iu, read: (_, today) => ({ date: today, time: [9, 0] }) },
  {
    pattern: /(?:fine giornata|fine della giornata)/iu,
    read: (_, today) => ({ date: today, time: [18, 0] }),
  },
  {
    pattern: /(?:fine|la fine) (?:del )?mese prossimo|fine (?:del )?prossimo mese/iu,
    read: (_, today) => ({ date: endOfNext('month', today) }),
  },
  {
    pattern: /(?:fine (?:del )?(?:questo )?mese|questo mese|(?:l['’])?ultimo giorno del mese)/iu,
    read: (_, today) => ({ date: endOfMonth(today) }),
  },
  {
    pattern: /(?:fine (?:del )?trimestre|questo trimestre)/iu,
    read: (_, today) => ({ date: endOfQuarter(today) }),
  },
  { pattern: /(?:fine (?:dell['’])?anno|quest['’]anno)/iu, read: (_, today) => ({ date: endOfYear(today) }) },
  {
    pattern: /(?:fine della settimana|questa settimana)/iu,
    read: (_, today) => ({ date: endOfWorkWeek(today) }),
  },
  {
    pattern: /(?:(?:questo |nel |prossimo )(?:week-?end|fine settimana)|fine settimana(?: prossimo)?)/iu,
    read: (match, today) => ({ date: weekend(match[0], today) }),
  },
  {
    pattern:
      /(?:la |il )?(?:prossim[oa] (settimana|mese|trimestre|anno)|(settimana|mese|trimestre|anno) prossim[oa]|l['’]anno prossimo)/iu,
    read: (match, today) => ({
      date: startOfNext(IT_UNITS[(match[1] ?? match[2] ?? 'anno').toLowerCase()], today),
    }),
  },
  {
    pattern: new RegExp(`(?:il|l['’]|al) ?(\\d{1,2})(?! (?:${IT_MONTHS}))${DAY_NUMBER_END}`, 'iu'),
    read: (match, today) => dayOfMonth(match, today, '(?:entro|per|prima d|scad|fino)'),
  },
  {
    pattern: new RegExp(`(${IT_DAYS}),? (\\d{1,2})(?! (?:${IT_MONTHS}))${DAY_NUMBER_END}`, 'iu'),
    read: ([, day = '', number], today) =>
      weekdayAndNumber('dom lun mar mer gio ven sab', day, number, today),
  },
  {
    pattern:
      /(?:(?:verso|entro|per|dopo|prima del)le|verso le|entro le|alle(?: ore)?|ore|h) ?(\d{1,2})(?:[:.]([0-5]\d))?( e mezz[ao]| e (?:un )?quarto| e tre quarti| meno (?:un )?quarto)?( d(?:i|el) (?:mattina|mattino|pomeriggio|sera))?(?![\d:]|[.,]\d)/iu,
    read: italianTime,
  },
  { pattern: /all['’]una( e mezza)?/iu, read: ([, half]) => ({ time: [13, half === undefined ? 0 : 30] }) },
  { pattern: /(?:tra|fra) mezz['’]ora/iu, read: (_, __, now) => inMinutes(now, 30) },
  { pattern: /(?:tra|fra) (?:un quarto d['’]ora)/iu, read: (_, __, now) => inMinutes(now, 15) },
  { pattern: /(?:tra|fra) (?:un['’]ora e mezz[ao])/iu, read: (_, __, now) => inMinutes(now, 90) },
];

const IT_UNITS: Readonly<Record<string, string>> = {
  settimana: 'week',
  mese: 'month',
  trimestre: 'quarter',
  anno: 'year',
};

export function extraDateParsers(locale: QuickAddLocale): Parser[] {
  return (locale === 'it' ? ITALIAN : ENGLISH).map(({ pattern, read }) => ({
    pattern: () => pattern,
    extract: (context, match) => {
      const now = context.refDate;
      const reading = read(match, localDateOf(now), now);
      if (reading === undefined) return null;
      return {
        ...(reading.date === undefined ? {} : partsOf(reading.date)),
        ...(reading.time === undefined ? {} : { hour: reading.time[0], minute: reading.time[1] }),
      };
    },
  }));
}

/** Friday, or Sunday when the weekend has begun. */
function endOfWorkWeek(today: LocalDate): LocalDate {
  const friday = addDays(startOfWeek(today), 4);
  return friday >= today ? friday : addDays(friday, 2);
}

function endOfQuarter(today: LocalDate): LocalDate {
  const { year, month } = partsOf(today);
  return endOfMonth(formatDate(year, Math.ceil(month / 3) * 3, 1));
}

function endOfYear(today: LocalDate): LocalDate {
  return `${today.slice(0, 4)}-12-31`;
}

function startOfNext(unit: string | undefined, today: LocalDate): LocalDate {
  switch (unit?.toLowerCase()) {
    case 'week':
      return addDays(startOfWeek(today), 7);
    case 'month':
      return addDays(endOfMonth(today), 1);
    case 'quarter':
      return addDays(endOfQuarter(today), 1);
    default:
      return addDays(endOfYear(today), 1);
  }
}

function endOfNext(unit: string | undefined, today: LocalDate): LocalDate {
  const start = startOfNext(unit, today);
  switch (unit?.toLowerCase()) {
    case 'week':
      return addDays(start, 4);
    case 'month':
      return endOfMonth(start);
    case 'quarter':
      return endOfQuarter(start);
    default:
      return endOfYear(start);
  }
}

/** Saturday of this week, today on a Saturday, Sunday on a Sunday; "next" is the one of next week. */
function weekend(text: string, today: LocalDate): LocalDate {
  const saturday = addDays(startOfWeek(today), 5);
  if (/next|prossim/i.test(text)) return addDays(saturday, 7);
  return saturday < today ? today : saturday;
}

/**
 * "the 15th", "il 15": the next day with that number. Alone it can be part of a name ("the 5th element"), so it has
 * to follow a preposition or end its phrase.
 */
function dayOfMonth(match: RegExpMatchArray, today: LocalDate, lead: string): Partial<Reading> | undefined {
  const number = Number(match[1]);
  const text = match.input ?? '';
  const before = text.slice(0, match.index ?? 0);
  const after = text.slice((match.index ?? 0) + match[0].length);
  const isLed =
    new RegExp(`(?:^|\\s)${lead}[a-z]*\\s+$`, 'i').test(before) || /^(?:on|by|entro|per)\s/i.test(match[0]);
  const isEnd =
    /^\s*(?:$|[^\p{L}\p{N}\s'’]|(?:at|alle|ore|of (?:the|this|next) month|del mese)(?![\p{L}]))/iu.test(
      after,
    );
  if (number < 1 || number > 31 || !(isLed || isEnd)) return undefined;
  return { date: nextDayNumbered(number, today) };
}

function nextDayNumbered(number: number, today: LocalDate): LocalDate {
  const { year, month } = partsOf(today);
  for (let index = 0; ; index += 1) {
    const first = addMonths(formatDate(year, month, 1), index);
    const parts = partsOf(first);
    const date = formatDate(parts.year, parts.month, number);
    if (number <= daysInMonth(parts.year, parts.month) && date >= today) return date;
  }
}

/** "friday 27": only where the coming 27th is a Friday, else 27 is something else. */
function weekdayAndNumber(
  days: string,
  day: string,
  number: string | undefined,
  today: LocalDate,
): Partial<Reading> | undefined {
  const weekday = days.split(' ').indexOf(day.slice(0, 3).toLowerCase());
  const wanted = Number(number);
  if (wanted < 1 || wanted > 31) return undefined;
  const date = nextDayNumbered(wanted, today);
  return weekdayOf(date) === weekday || nextWeekday(addDays(date, -1), weekday) === date
    ? { date }
    : undefined;
}

function italianTime([, hour, minute, quarter = '', part = '']: RegExpMatchArray):
  | Partial<Reading>
  | undefined {
  const extra = /mezz/.test(quarter)
    ? 30
    : /tre quarti/.test(quarter)
      ? 45
      : /meno/.test(quarter)
        ? -15
        : quarter === ''
          ? 0
          : 15;
  const isAfternoon = /pomeriggio|sera/.test(part);
  const isMorning = /mattin/.test(part);
  const base = Number(hour);
  const shifted =
    base < 12 && (isAfternoon || (!isMorning && base >= 1 && base <= 6 && hour?.startsWith('0') === false))
      ? base + 12
      : base;
  const total = shifted * 60 + Number(minute ?? 0) + extra;
  if (base > 23 || total < 0 || total >= 24 * 60) return undefined;
  return { time: [Math.floor(total / 60), total % 60] };
}

function clockTime(
  hour: string | undefined,
  minute: string,
  isSpoken: boolean,
): Partial<Reading> | undefined {
  const base = Number(hour);
  if (base < 1 || base > 23) return undefined;
  return { time: [isSpoken && base <= 6 ? base + 12 : base, Number(minute)] };
}

function inMinutes(now: Date, minutes: number): Partial<Reading> {
  const then = new Date(now.getTime() + minutes * 60_000);
  return { date: localDateOf(then), time: [then.getHours(), then.getMinutes()] };
}
