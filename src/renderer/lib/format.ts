import { useTranslation } from 'react-i18next';
import { daysBetween, fromLocalDate, today, type LocalDate } from './dates.ts';

export type Formatter = {
  readonly locale: string;
  /** '21 Nov' this year, '21 Nov 2025' otherwise. */
  date(value: LocalDate): string;
  longDate(value: LocalDate): string;
  monthYear(value: LocalDate): string;
  weekday(value: LocalDate, width?: 'long' | 'short' | 'narrow'): string;
  /** 'today', 'tomorrow', 'Friday' within a week, else the date. */
  day(value: LocalDate): string;
  /** 'HH:MM' in the reader's own clock, 12 or 24 hours. */
  time(value: string): string;
  /** An instant (ISO or epoch milliseconds) as date and time. */
  instant(value: string | number): string;
  /** '5 minutes ago', 'in 2 days'. */
  ago(value: string | number): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  percent(ratio: number): string;
  /** `minor` counts the smallest units of the currency: cents for EUR, yen for JPY. */
  money(minor: number, currency: string): string;
  /** Minutes of work: '1h 30m'. */
  duration(minutes: number): string;
  bytes(sizeBytes: number): string;
  list(values: readonly string[]): string;
};

const RELATIVE_STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

function upperFirst(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

function relativeInstant(relative: Intl.RelativeTimeFormat, value: string | number): string {
  const seconds = (new Date(value).getTime() - Date.now()) / 1000;
  for (const [unit, size] of RELATIVE_STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, 'second');
}

type Numbers = (options?: Intl.NumberFormatOptions) => Intl.NumberFormat;

/** Making a format takes a thousand times as long as using it, so each is made once. */
function numberFormats(locale: string): Numbers {
  const made = new Map<string, Intl.NumberFormat>();
  return (options) => {
    const key = JSON.stringify(options) ?? '';
    const format = made.get(key) ?? new Intl.NumberFormat(locale, options);
    made.set(key, format);
    return format;
  };
}

function formatBytes(numbers: Numbers, sizeBytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = sizeBytes < 1 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1);
  const options = {
    style: 'unit',
    unit: units[power] ?? 'byte',
    // The short form of a byte is "byte", however many there are.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  } as const;
  return numbers(options).format(sizeBytes / 1000 ** power);
}

function formatMoney(numbers: Numbers, minor: number, currency: string): string {
  const format = numbers({ style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function formatDuration(numbers: Numbers, minutes: number): string {
  const unit = (value: number, name: 'hour' | 'minute'): string =>
    numbers({ style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  if (hours === 0) return unit(rest, 'minute');
  return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}

function dateFormats(locale: string) {
  const make = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, options);
  return {
    short: make({ day: 'numeric', month: 'short' }),
    shortYear: make({ day: 'numeric', month: 'short', year: 'numeric' }),
    long: make({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    monthYear: make({ month: 'long', year: 'numeric' }),
    time: make({ hour: 'numeric', minute: '2-digit' }),
    instant: make({ dateStyle: 'medium', timeStyle: 'short' }),
    weekday: {
      long: make({ weekday: 'long' }),
      short: make({ weekday: 'short' }),
      narrow: make({ weekday: 'narrow' }),
    },
  };
}

export function createFormatter(locale: string): Formatter {
  const dates = dateFormats(locale);
  const numbers = numberFormats(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = (value: LocalDate): string => {
    const format = value.slice(0, 4) === today().slice(0, 4) ? dates.short : dates.shortYear;
    return format.format(fromLocalDate(value));
  };
  const weekday: Formatter['weekday'] = (value, width = 'short') =>
    dates.weekday[width].format(fromLocalDate(value));
  return {
    locale,
    date,
    weekday,
    longDate: (value) => dates.long.format(fromLocalDate(value)),
    monthYear: (value) => upperFirst(dates.monthYear.format(fromLocalDate(value)), locale),
    day: (value) => {
      const distance = daysBetween(today(), value);
      if (Math.abs(distance) <= 1) return upperFirst(relative.format(distance, 'day'), locale);
      return distance > 1 && distance < 7 ? upperFirst(weekday(value, 'long'), locale) : date(value);
    },
    time: (value) => dates.time.format(new Date(`2000-01-01T${value}`)),
    instant: (value) => dates.instant.format(new Date(value)),
    ago: (value) => relativeInstant(relative, value),
    number: (value, options) => numbers(options).format(value),
    percent: (ratio) => numbers({ style: 'percent' }).format(ratio),
    money: (minor, currency) => formatMoney(numbers, minor, currency),
    duration: (minutes) => formatDuration(numbers, minutes),
    bytes: (sizeBytes) => formatBytes(numbers, sizeBytes),
    list: (values) => lists.format(values),
  };
}

/** The browser's own variant (en-GB, it-CH) where it speaks the chosen language, so dates look local. */
export function formattingLocale(language: string): string {
  const match = navigator.languages.find((tag) => tag.split('-')[0] === language);
  return match ?? language;
}

const formatters = new Map<string, Formatter>();

/** The same formatter for every component: a list has hundreds that ask for it. */
function formatterFor(locale: string): Formatter {
  const formatter = formatters.get(locale) ?? createFormatter(locale);
  formatters.set(locale, formatter);
  return formatter;
}

export function useFormat(): Formatter {
  const { i18n } = useTranslation();
  return formatterFor(formattingLocale(i18n.resolvedLanguage ?? 'en'));
}
