import type { ColumnMapping } from '#shared/contracts/imports.ts';
import { formatDate, isLocalDate } from '#shared/kernel/local-date.ts';

export type DateOrder = ColumnMapping['dateOrder'];
export type DayAndTime = { readonly date: string; readonly time: string | null };

const MONTHS = [
  ['jan', 'january', 'gen', 'gennaio'],
  ['feb', 'february', 'febbraio'],
  ['mar', 'march', 'marzo'],
  ['apr', 'april', 'aprile'],
  ['may', 'mag', 'maggio'],
  ['jun', 'june', 'giu', 'giugno'],
  ['jul', 'july', 'lug', 'luglio'],
  ['aug', 'august', 'ago', 'agosto'],
  ['sep', 'sept', 'september', 'set', 'settembre'],
  ['oct', 'october', 'ott', 'ottobre'],
  ['nov', 'november', 'novembre'],
  ['dec', 'december', 'dic', 'dicembre'],
];

/** A day as people write it in tables, with a time of day where there is one. Undefined where it is none. */
export function parseDay(text: string, order: DateOrder): DayAndTime | undefined {
  const plain = text.trim().replace(/,/g, ' ').replace(/\s+/g, ' ');
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](.+))?$/.exec(plain);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
  const numeric = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: (.+))?$/.exec(plain);
  if (numeric !== null) return numericDay(numeric, order);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (compact !== null) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]), undefined);
  return namedDay(plain);
}

/** Whether the dates of a column can only be read day first or month first; undefined where both are possible. */
export function guessDateOrder(texts: readonly string[]): DateOrder | undefined {
  for (const text of texts) {
    const found = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/.exec(text);
    if (found === null) continue;
    if (Number(found[1]) > 12) return 'dmy';
    if (Number(found[2]) > 12) return 'mdy';
  }
  return undefined;
}

export function parseTime(text: string): string | undefined {
  const found =
    /^(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?$/i.exec(
      text.trim(),
    );
  if (found === null || (found[2] === undefined && found[3] === undefined)) return undefined;
  const half = found[3]?.toLowerCase();
  const hour = half === undefined ? Number(found[1]) : (Number(found[1]) % 12) + (half === 'pm' ? 12 : 0);
  const minute = Number(found[2] ?? 0);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** `90`, `1:30`, `1h 30m`, `1.5h`, `2 ore`, `45 min` as minutes. */
export function parseMinutes(text: string, bareUnit: 'minutes' | 'hours'): number | undefined {
  const plain = text.trim().toLowerCase().replace(',', '.');
  const clock = /^(\d{1,4}):(\d{2})$/.exec(plain);
  if (clock !== null) return bounded(Number(clock[1]) * 60 + Number(clock[2]));
  const bare = /^\d{1,6}(?:\.\d+)?$/.exec(plain);
  if (bare !== null) return bounded(Number(plain) * (bareUnit === 'hours' ? 60 : 1));
  const parts =
    /^(?:(\d+(?:\.\d+)?)\s*(?:d|days?|g|giorn[oi]))?\s*(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?|or[ae]))?\s*(?:(\d+)\s*(?:m|mins?|minutes?|minut[oi])?)?$/.exec(
      plain,
    );
  if (parts === null || plain === '') return undefined;
  // A working day of eight hours, which is what "1d" means in the tools that export it.
  return bounded(Number(parts[1] ?? 0) * 480 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0));
}

/** `1.234,50 €`, `€ 1,234.50`, `1234` as minor units (cents) with the currency it names. */
export function parseMoney(
  text: string,
): { readonly minor: number; readonly currency: string | null } | undefined {
  const currency = currencyIn(text);
  const digits = text.replace(/[^\d.,'-]/g, '').replace(/'/g, '');
  if (!/\d/.test(digits) || digits.startsWith('-')) return undefined;
  const decimalAt = decimalPosition(digits);
  const whole = decimalAt < 0 ? digits : digits.slice(0, decimalAt);
  const cents = decimalAt < 0 ? '' : digits.slice(decimalAt + 1);
  const minor = Number(whole.replace(/[.,]/g, '') || '0') * 100 + Number(cents.padEnd(2, '0').slice(0, 2));
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

export function parseYes(text: string): boolean {
  return /^(?:1|x|✓|✔|y|yes|true|done|completed?|s|sì|si|vero|fatt[oa]|completat[oa])$/i.test(text.trim());
}

/** An instant from ISO text or a day; days count from their first moment, local time. */
export function parseInstant(text: string, order: DateOrder): number | undefined {
  const plain = text.trim();
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(plain)) {
    const instant = Date.parse(plain.replace(' ', 'T'));
    if (!Number.isNaN(instant) && instant >= 0) return instant;
  }
  const day = parseDay(plain, order);
  if (day === undefined) return undefined;
  const instant = Date.parse(`${day.date}T${day.time ?? '00:00'}:00`);
  return Number.isNaN(instant) || instant < 0 ? undefined : instant;
}

export function parseTagList(text: string): string[] {
  const separator = /[,;|\n]/.test(text) ? /[,;|\n]+/ : /\s+(?=#)|\s{2,}/;
  return text.split(separator);
}

function numericDay(found: RegExpExecArray, order: DateOrder): DayAndTime | undefined {
  const first = Number(found[1]);
  const second = Number(found[2]);
  const year = found[3]?.length === 2 ? 2000 + Number(found[3]) : Number(found[3]);
  // What can be no month is the day, whatever the order says.
  const isDayFirst = first > 12 || (order !== 'mdy' && second <= 12) || (order === 'dmy' && second <= 12);
  return isDayFirst ? dayOf(year, second, first, found[4]) : dayOf(year, first, second, found[4]);
}

function namedDay(plain: string): DayAndTime | undefined {
  const words = plain
    .toLowerCase()
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom)[a-zìé]*\.? (?=\d|[a-z])/, '');
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th|°)? ([a-z]{3,10})\.? (\d{4})(?: (.+))?$/.exec(words);
  if (dayFirst !== null)
    return dayOf(Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]), dayFirst[4]);
  const monthFirst = /^([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})(?: (.+))?$/.exec(words);
  if (monthFirst === null) return undefined;
  return dayOf(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]), monthFirst[4]);
}

function monthOf(name: string | undefined): number {
  return MONTHS.findIndex((names) => names.includes(name ?? '')) + 1;
}

function dayOf(
  year: number,
  month: number,
  day: number,
  timeText: string | undefined,
): DayAndTime | undefined {
  const date = formatDate(year, month, day);
  if (!isLocalDate(date)) return undefined;
  const time =
    timeText === undefined ? null : (parseTime(timeText.replace(/^(?:at|alle|ore) /i, '')) ?? null);
  return { date, time };
}

function bounded(minutes: number): number | undefined {
  const whole = Math.round(minutes);
  return whole >= 0 && whole <= 100_000 ? whole : undefined;
}

function currencyIn(text: string): string | null {
  const code = /\b([A-Z]{3})\b/.exec(text)?.[1];
  if (code !== undefined) return code;
  const signs: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' };
  return signs[/[€$£¥]/.exec(text)?.[0] ?? ''] ?? null;
}

/** The last separator is the decimal one unless three digits follow it and it could be one of thousands. */
function decimalPosition(digits: string): number {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) return -1;
  const sign = digits[last] ?? '';
  const isRepeated = digits.indexOf(sign) !== last;
  const other = sign === '.' ? ',' : '.';
  if (isRepeated) return -1;
  return digits.length - last - 1 === 3 && !digits.includes(other) ? -1 : last;
}
