import { AppError } from '#shared/errors.ts';
import { isLocalDate, partsOf } from '#shared/kernel/local-date.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
export type RuleDay = { readonly day: Weekday; readonly nth?: number };

/** An RFC 5545 recurrence rule on calendar days: what a task can repeat by. Months and days count from 1. */
export type RecurrenceRule = {
  readonly freq: Frequency;
  readonly interval: number;
  readonly byMonth: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly RuleDay[];
  readonly bySetPos: readonly number[];
  readonly weekStart: Weekday;
  readonly count?: number;
  /** Last day that may occur, inclusive. */
  readonly until?: LocalDate;
};

export const MAX_RULE_LENGTH = 300;
export const MAX_INTERVAL = 999;
export const MAX_COUNT = 1000;

const PART_NAMES = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'WKST',
  'BYMONTH',
  'BYWEEKNO',
  'BYYEARDAY',
  'BYMONTHDAY',
  'BYDAY',
  'BYSETPOS',
]);

export function makeRule(freq: Frequency, parts: Partial<Omit<RecurrenceRule, 'freq'>> = {}): RecurrenceRule {
  return {
    freq,
    interval: 1,
    byMonth: [],
    byWeekNo: [],
    byYearDay: [],
    byMonthDay: [],
    byDay: [],
    bySetPos: [],
    weekStart: 'MO',
    ...parts,
  };
}

/** Reads and checks an RRULE value (a leading `RRULE:` is allowed). Throws `invalid_input` and says which part is wrong. */
export function parseRecurrenceRule(text: string): RecurrenceRule {
  const parts = splitParts(text);
  const freq = parts.get('FREQ');
  if (!isFrequency(freq)) throw refuse('it must repeat by day, week, month or year (FREQ)');
  const count = optional(parts.get('COUNT'), (value) => readNumber('COUNT', value, 1, MAX_COUNT));
  const until = optional(parts.get('UNTIL'), readUntil);
  const rule = makeRule(freq, {
    interval: readNumber('INTERVAL', parts.get('INTERVAL') ?? '1', 1, MAX_INTERVAL),
    byMonth: readList('BYMONTH', parts.get('BYMONTH'), 12, false),
    byWeekNo: readList('BYWEEKNO', parts.get('BYWEEKNO'), 53, true),
    byYearDay: readList('BYYEARDAY', parts.get('BYYEARDAY'), 366, true),
    byMonthDay: readList('BYMONTHDAY', parts.get('BYMONTHDAY'), 31, true),
    byDay: readDays(parts.get('BYDAY')),
    bySetPos: readList('BYSETPOS', parts.get('BYSETPOS'), 366, true),
    weekStart: readWeekStart(parts.get('WKST')),
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
  });
  checkCombination(rule);
  return rule;
}

/** The rule as RRULE text, parts in a fixed order so that equal rules give equal text. */
export function formatRecurrenceRule(rule: RecurrenceRule): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  const list = (name: string, values: readonly (number | string)[]) => {
    if (values.length > 0) parts.push(`${name}=${values.join(',')}`);
  };
  list('BYMONTH', rule.byMonth);
  list('BYWEEKNO', rule.byWeekNo);
  list('BYYEARDAY', rule.byYearDay);
  list('BYMONTHDAY', rule.byMonthDay);
  list(
    'BYDAY',
    rule.byDay.map(({ day, nth }) => `${nth ?? ''}${day}`),
  );
  list('BYSETPOS', rule.bySetPos);
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`);
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`);
  if (rule.until !== undefined) parts.push(`UNTIL=${rule.until.replaceAll('-', '')}`);
  return parts.join(';');
}

/** True where the rule names days itself instead of taking them from the first date. */
export function hasDayParts(rule: RecurrenceRule): boolean {
  return [rule.byDay, rule.byMonthDay, rule.byYearDay, rule.byWeekNo].some((list) => list.length > 0);
}

/**
 * Makes "every month" from a 29th, 30th or 31st mean "that day, or the last one of a shorter month". By RFC 5545
 * such months would be skipped, and a rule counted on from a clamped date would drift to the 28th for good.
 */
export function anchorRule(rule: RecurrenceRule, firstDate: LocalDate): RecurrenceRule {
  const { month, day } = partsOf(firstDate);
  if (day <= 28 || hasDayParts(rule)) return rule;
  const byMonthDay = [28, 29, 30, 31].slice(0, day - 27);
  if (rule.freq === 'MONTHLY') return { ...rule, byMonthDay, bySetPos: [-1] };
  if (rule.freq !== 'YEARLY' || rule.byMonth.length > 1) return rule;
  const months = rule.byMonth.length === 0 ? [month] : rule.byMonth;
  return { ...rule, byMonth: months, byMonthDay, bySetPos: [-1] };
}

function splitParts(text: string): Map<string, string> {
  if (text.length > MAX_RULE_LENGTH) throw refuse(`it is longer than ${MAX_RULE_LENGTH} characters`);
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(';')) {
    const [name = '', value = '', extra] = part.toUpperCase().split('=');
    if (!PART_NAMES.has(name) || value === '' || extra !== undefined) {
      throw refuse('it has a part that is not supported; times of day belong to the task, not to the rule');
    }
    if (parts.has(name)) throw refuse(`it names ${name} twice`);
    parts.set(name, value);
  }
  return parts;
}

function checkCombination(rule: RecurrenceRule): void {
  const { freq } = rule;
  if (rule.count !== undefined && rule.until !== undefined) throw refuse('it has both COUNT and UNTIL');
  if (rule.byWeekNo.length > 0 && freq !== 'YEARLY') throw refuse('BYWEEKNO needs FREQ=YEARLY');
  if (rule.byYearDay.length > 0 && freq !== 'YEARLY') throw refuse('BYYEARDAY needs FREQ=YEARLY');
  if (rule.byMonthDay.length > 0 && freq === 'WEEKLY')
    throw refuse('BYMONTHDAY does not go with FREQ=WEEKLY');
  const hasNth = rule.byDay.some(({ nth }) => nth !== undefined);
  if (hasNth && (freq === 'DAILY' || freq === 'WEEKLY' || rule.byWeekNo.length > 0)) {
    throw refuse('a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY');
  }
  if (rule.bySetPos.length > 0 && !hasDayParts(rule) && rule.byMonth.length === 0) {
    throw refuse('BYSETPOS needs days to choose from');
  }
}

function readNumber(name: string, value: string, min: number, max: number): number {
  const number = /^[+-]?\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max)) throw refuse(`${name} must be a number from ${min} to ${max}`);
  return number;
}

function readList(name: string, value: string | undefined, max: number, allowNegative: boolean): number[] {
  if (value === undefined) return [];
  const numbers = value.split(',').map((item) => readNumber(name, item, allowNegative ? -max : 1, max));
  if (numbers.includes(0)) throw refuse(`${name} has no 0`);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function readDays(value: string | undefined): RuleDay[] {
  if (value === undefined) return [];
  const days = new Map<string, RuleDay>();
  for (const item of value.split(',')) {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item);
    const day = WEEKDAYS.find((weekday) => weekday === match?.[2]);
    if (day === undefined)
      throw refuse('BYDAY holds MO, TU, WE, TH, FR, SA, SU, each with an optional number');
    const nth = optional(match?.[1], (number) => readNumber('BYDAY', number, -53, 53));
    if (nth === 0) throw refuse('BYDAY has no 0');
    days.set(`${nth ?? ''}${day}`, nth === undefined ? { day } : { day, nth });
  }
  return [...days.values()].sort(
    (a, b) => (a.nth ?? 0) - (b.nth ?? 0) || WEEKDAYS.indexOf(a.day) - WEEKDAYS.indexOf(b.day),
  );
}

function readWeekStart(value: string | undefined): Weekday {
  const day = WEEKDAYS.find((weekday) => weekday === (value ?? 'MO'));
  if (day === undefined) throw refuse('WKST must be a weekday');
  return day;
}

function readUntil(value: string): LocalDate {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(value);
  const date = match === null ? '' : `${match[1]}-${match[2]}-${match[3]}`;
  if (!isLocalDate(date)) throw refuse('UNTIL must be a day such as 20261231');
  return date;
}

function isFrequency(value: string | undefined): value is Frequency {
  return FREQUENCIES.some((frequency) => frequency === value);
}

function optional<T>(value: string | undefined, read: (value: string) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function refuse(reason: string): AppError {
  return new AppError(
    'invalid_input',
    `This repetition cannot be used: ${reason}. Nothing was changed. Choose another repetition.`,
  );
}
