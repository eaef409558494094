import { addDays } from '#shared/kernel/clock.ts';
import { addMonths } from '#shared/kernel/local-date.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import { anchorRule, formatRecurrenceRule, hasDayParts, parseRecurrenceRule } from './recurrence-rule.ts';
import type { RecurrenceRule } from './recurrence-rule.ts';

/**
 * When a repeating task comes next, on calendar days. `rrule` expands the rules; days are handed to it as UTC
 * midnights and read back as UTC days, so no time zone and no clock change can move one.
 */

export type RecurrenceMode = 'schedule' | 'completion';
export type CatchUp = 'skip' | 'one' | 'all';

/** Periods of a rule looked at in one go: 54 years of days, then it counts as "does not occur again". */
const MAX_PERIODS = 20_000;
/** No rule may hold the process longer than this, whatever it says. */
const MAX_EXPANSION_MS = 250;
export const MAX_MISSED = 366;

type Window = { readonly after: LocalDate; readonly before?: LocalDate; readonly limit: number };

/**
 * The day the task is due next, or `undefined` when the series is over or never occurs again.
 * `schedule`: the first occurrence after `from`, the present due date. `completion`: counted from `completedOn`.
 * `anchor` is the first date of the series where it is known: the phase of "every 2 weeks" and COUNT start there;
 * without it they start at `from`.
 */
export async function nextOccurrence(
  rrule: string,
  options: { from: LocalDate; mode?: RecurrenceMode; completedOn?: LocalDate; anchor?: LocalDate },
): Promise<LocalDate | undefined> {
  const rule = parseRecurrenceRule(rrule);
  if (options.mode === 'completion') return afterCompletion(rule, options.completedOn ?? options.from);
  const [next] = await expand(rule, options.anchor ?? options.from, { after: options.from, limit: 1 });
  return next;
}

/** Occurrences after `lastDue` and before `today`, oldest first, at most `cap`: what an open task has missed. */
export async function missedOccurrences(
  rrule: string,
  lastDue: LocalDate,
  today: LocalDate,
  cap: number = MAX_MISSED,
): Promise<LocalDate[]> {
  const limit = Math.min(cap, MAX_MISSED);
  return expand(parseRecurrenceRule(rrule), lastDue, { after: lastDue, before: today, limit });
}

export type RollForward = {
  /** Due dates of the tasks to make, oldest first; empty when the series is over. The last one carries the series on. */
  readonly dates: readonly LocalDate[];
  /** The rule for the task that carries on: COUNT is lowered by what has passed. */
  readonly rrule: string;
  /** More than `MAX_MISSED` were missed and the newer ones of them were left out. */
  readonly isTruncated: boolean;
};

/**
 * What follows when a repeating task that was due on `due` is done on `today`.
 * Missed occurrences (after `due`, before today) are dropped by `skip`, folded into the latest one by `one`, and all
 * made by `all`. An occurrence of today is not missed. Mode `completion` cannot miss any.
 */
export async function rollForward(options: {
  rrule: string;
  mode: RecurrenceMode;
  catchUp: CatchUp;
  due: LocalDate;
  today: LocalDate;
}): Promise<RollForward> {
  const { due, today, catchUp } = options;
  const rule = anchorRule(parseRecurrenceRule(options.rrule), due);
  if (options.mode === 'completion') {
    const next =
      rule.count === 1 ? undefined : await afterCompletion(parseRecurrenceRule(options.rrule), today);
    return settle(parseRecurrenceRule(options.rrule), next === undefined ? [] : [next], 1);
  }
  const missed = await expand(rule, due, { after: due, before: today, limit: MAX_MISSED + 1 });
  const yesterday = addDays(today, -1);
  const after = yesterday > due ? yesterday : due;
  const coming = await expand(rule, due, { after, limit: 1 });
  const isTruncated = missed.length > MAX_MISSED;
  const dates = chooseDates(catchUp, missed.slice(0, MAX_MISSED), coming);
  const carried = dates.at(-1);
  const passed = 1 + [...missed, ...coming].filter((date) => carried !== undefined && date < carried).length;
  return { ...settle(rule, dates, passed), isTruncated: isTruncated && catchUp === 'all' };
}

/** Fixes what "every month" means when the first date is a 29th, 30th or 31st; see `anchorRule`. */
export function anchorRecurrence(rrule: string, firstDate: LocalDate): string {
  return formatRecurrenceRule(anchorRule(parseRecurrenceRule(rrule), firstDate));
}

/** The first day on or after `from` that the rule names; for a rule that names none, `from` itself. */
export async function firstOccurrence(rrule: string, from: LocalDate): Promise<LocalDate | undefined> {
  const [first] = await expand(parseRecurrenceRule(rrule), from, { after: addDays(from, -1), limit: 1 });
  return first;
}

function chooseDates(catchUp: CatchUp, missed: LocalDate[], coming: LocalDate[]): LocalDate[] {
  if (catchUp === 'all') return [...missed, ...coming];
  return catchUp === 'one' && missed.length > 0 ? missed.slice(-1) : coming;
}

function settle(rule: RecurrenceRule, dates: LocalDate[], passed: number): RollForward {
  const left = rule.count === undefined ? undefined : Math.max(1, rule.count - passed);
  const next = left === undefined ? rule : { ...rule, count: left };
  return { dates, rrule: formatRecurrenceRule(next), isTruncated: false };
}

async function afterCompletion(rule: RecurrenceRule, completedOn: LocalDate): Promise<LocalDate | undefined> {
  const next = hasDayParts(rule) || rule.byMonth.length > 0 ? undefined : addInterval(rule, completedOn);
  if (next !== undefined) return rule.until !== undefined && next > rule.until ? undefined : next;
  // COUNT is kept by whoever rolls the series on; here every completion is a new start.
  const { count: _, ...endless } = rule;
  const [found] = await expand(endless, completedOn, { after: completedOn, limit: 1 });
  return found;
}

function addInterval(rule: RecurrenceRule, date: LocalDate): LocalDate {
  switch (rule.freq) {
    case 'DAILY':
      return addDays(date, rule.interval);
    case 'WEEKLY':
      return addDays(date, rule.interval * 7);
    case 'MONTHLY':
      return addMonths(date, rule.interval);
    case 'YEARLY':
      return addMonths(date, rule.interval * 12);
  }
}

async function expand(rule: RecurrenceRule, anchor: LocalDate, window: Window): Promise<LocalDate[]> {
  const { RRule, Weekday } = await loadRRule();
  const anchored = anchorRule(rule, anchor);
  const expansion = new RRule(
    {
      freq: RRule[anchored.freq],
      dtstart: toUtc(anchor),
      interval: anchored.interval,
      wkst: Weekday.fromStr(anchored.weekStart),
      count: anchored.count ?? null,
      until: anchored.until === undefined ? null : toUtc(anchored.until),
      bymonth: orNull(anchored.byMonth),
      byweekno: orNull(anchored.byWeekNo),
      byyearday: orNull(anchored.byYearDay),
      bymonthday: orNull(anchored.byMonthDay),
      byweekday: orNull(
        anchored.byDay.map(({ day, nth }) => {
          const weekday = Weekday.fromStr(day);
          return nth === undefined ? weekday : weekday.nth(nth);
        }),
      ),
      bysetpos: orNull(anchored.bySetPos),
    },
    true,
  );
  limitPeriods(expansion.options, anchored.interval);
  const dates: LocalDate[] = [];
  expansion.all((instant) => {
    const date = instant.toISOString().slice(0, 10);
    if (window.before !== undefined && date >= window.before) return false;
    if (date > window.after) dates.push(date);
    return dates.length < window.limit;
  });
  return dates;
}

/**
 * A rule that never occurs (30 February) makes rrule walk to the year 9999, which takes seconds. It stops by itself
 * when it reads an interval of 0 after a period, so the interval reads 0 once the budget is spent.
 */
function limitPeriods(options: { interval: number }, interval: number): void {
  const deadlineMs = Date.now() + MAX_EXPANSION_MS;
  let periods = 0;
  Object.defineProperty(options, 'interval', {
    get() {
      periods += 1;
      const isSpent = periods > MAX_PERIODS || (periods % 64 === 0 && Date.now() > deadlineMs);
      if (isSpent) periods = MAX_PERIODS;
      return isSpent ? 0 : interval;
    },
  });
}

/** Under plain Node the package is CommonJS with everything on `default`; in a bundle it is its ES module. */
async function loadRRule(): Promise<Pick<typeof import('rrule'), 'RRule' | 'Weekday'>> {
  const module: typeof import('rrule') & { default?: typeof import('rrule') } = await import('rrule');
  return module.default ?? module;
}

function orNull<T>(list: readonly T[]): T[] | null {
  return list.length === 0 ? null : [...list];
}

function toUtc(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`);
}
