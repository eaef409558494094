import { createTask, parse, validateDetailed } from 'node-cron';
import { AppError } from '#shared/errors.ts';
import { asUtc, instantsOf, wallTimeOf, zoneDayOf, type WallTime, type ZoneDay } from './wall-time.ts';

/** A schedule's times, free of any clock. */
export type Cron = {
  /** The first run after an instant, in ms since the epoch; null where there is none within eight years. */
  nextAfter(afterMs: number): number | null;
};

/** A day that never comes, such as 31 February, is given up after so long; 29 February comes every four or eight. */
const MOST_DAYS = 8 * 366 + 1;
const DAY_MS = 86_400_000;

type Fields = {
  readonly months: ReadonlySet<number>;
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  /** Every hour: then the hour that the clocks go back over has its runs twice, as it passes twice. */
  readonly isHourly: boolean;
};

/**
 * Reads a cron expression with node-cron: five or six fields, names, `L`, `W`, `#`, nicknames. Its own timers and
 * next runs go by the machine's clock and leave out what falls into the hour that is skipped in spring, so of the
 * library we take the reading and the matching of wall-clock times, and find the instants here:
 * a time that does not exist runs when the clocks have gone forward, one that comes twice runs the first time.
 */
export function createCron(expression: string, timeZone: string): Cron {
  checkZone(timeZone);
  const fields = fieldsOf(expression);
  const matches = wallMatcher(expression);
  return {
    nextAfter(afterMs) {
      const today = wallTimeOf(afterMs, timeZone);
      for (let days = -1; days < MOST_DAYS; days += 1) {
        const noon = new Date(Date.UTC(today.year, today.month - 1, today.day, 12) + days * DAY_MS);
        if (!fields.months.has(noon.getUTCMonth() + 1)) continue;
        const found = firstOnDay({ fields, matches, timeZone }, noon, afterMs);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

type Search = {
  readonly fields: Fields;
  readonly matches: (wall: WallTime) => boolean;
  readonly timeZone: string;
};

function firstOnDay(search: Search, noon: Date, afterMs: number): number | null {
  const { fields, matches, timeZone } = search;
  const day = { year: noon.getUTCFullYear(), month: noon.getUTCMonth() + 1, day: noon.getUTCDate() };
  const sample = {
    ...day,
    hour: fields.hours[0] ?? 0,
    minute: fields.minutes[0] ?? 0,
    second: fields.seconds[0] ?? 0,
  };
  // Which days it runs on does not depend on the time of day.
  if (!matches(sample)) return null;
  const zone = zoneDayOf(noon.getTime(), timeZone);
  const aheadMs = Math.max(zone.beforeMs, zone.afterMs);
  let first: number | null = null;
  // Hours that are over by now, whichever of the two offsets they are read with.
  const isOver = (hour: number) =>
    asUtc({ ...day, hour: hour + 1, minute: 0, second: 0 }) - Math.min(zone.beforeMs, zone.afterMs) <=
    afterMs;
  for (const wall of timesOf(day, { ...fields, hours: fields.hours.filter((hour) => !isOver(hour)) })) {
    // From here on every time of the day comes later.
    if (first !== null && asUtc(wall) - aheadMs > first) return first;
    for (const instant of runsAt(wall, zone, fields.isHourly)) {
      if (instant > afterMs && (first === null || instant < first)) first = instant;
    }
  }
  return first;
}

function runsAt(wall: WallTime, zone: ZoneDay, isHourly: boolean): readonly number[] {
  const { instants, isSkipped } = instantsOf(wall, zone);
  if (isHourly) return isSkipped ? [] : instants;
  return instants.slice(0, 1);
}

function* timesOf(day: { year: number; month: number; day: number }, fields: Fields): Generator<WallTime> {
  for (const hour of fields.hours)
    for (const minute of fields.minutes)
      for (const second of fields.seconds) yield { ...day, hour, minute, second };
}

/** node-cron's own matcher, asked about wall-clock times as if they were UTC: no time zone enters. */
function wallMatcher(expression: string): (wall: WallTime) => boolean {
  return ({ year, month, day, hour, minute, second }) => {
    const task = createTask(expression, () => undefined, { timezone: 'UTC' });
    const isMatch = task.match(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
    // The library keeps a list of its tasks.
    void task.destroy();
    return isMatch;
  };
}

function fieldsOf(expression: string): Fields {
  const checked = validateDetailed(expression);
  if (!checked.valid) {
    const reasons = checked.errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new AppError('invalid_input', `"${expression.slice(0, 100)}" is no schedule (${reasons}).`);
  }
  const { second, minute, hour, month } = parse(expression);
  const ascending = (values: readonly number[]) => [...new Set(values)].toSorted((a, b) => a - b);
  const hours = ascending(hour);
  return {
    months: new Set(month),
    hours,
    minutes: ascending(minute),
    seconds: ascending(second),
    isHourly: hours.length === 24,
  };
}

function checkZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new AppError('invalid_input', `There is no time zone "${timeZone.slice(0, 100)}".`, { cause });
  }
}
