/** A plan as people think of it; `custom` where it is none of those. */
export type Schedule =
  | { readonly kind: 'manual' }
  | { readonly kind: 'minutes'; readonly every: number }
  | { readonly kind: 'hours'; readonly every: number }
  | { readonly kind: 'daily' | 'weekdays'; readonly time: string }
  /** 0 is Sunday, as in a cron expression. */
  | { readonly kind: 'weekly'; readonly days: readonly number[]; readonly time: string }
  | { readonly kind: 'monthly'; readonly day: number; readonly time: string }
  | { readonly kind: 'custom'; readonly cron: string };

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

const NUMBER = /^\d{1,2}$/;
const STEP = /^\*\/(\d{1,2})$/;
const isAny = (field: string | undefined): boolean => field === '*';

function timeOf(minute: string, hour: string): string | undefined {
  if (!NUMBER.test(minute) || !NUMBER.test(hour)) return undefined;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

function weekDays(field: string): readonly number[] | undefined {
  const days = field.split(',').map((part) => (/^[0-7]$/.test(part) ? Number(part) % 7 : undefined));
  return days.every((day) => day !== undefined) ? days : undefined;
}

/** `5,35` is every 30 minutes as well, only not at the full hour. */
function evenSpread(field: string): number | undefined {
  const minutes = field.split(',').map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN));
  const every = 60 / minutes.length;
  const first = minutes[0] ?? 0;
  const isEven = minutes.every((minute, index) => minute === first + index * every);
  return minutes.length > 1 && first < every && isEven ? every : undefined;
}

/** Every so many minutes or hours, all day and every day. */
function intervalOf(minute: string, hour: string): Schedule | undefined {
  const minutes = STEP.exec(minute)?.[1];
  if (isAny(minute) && isAny(hour)) return { kind: 'minutes', every: 1 };
  if (minutes !== undefined && isAny(hour)) return { kind: 'minutes', every: Number(minutes) };
  const spread = isAny(hour) ? evenSpread(minute) : undefined;
  if (spread !== undefined) return { kind: 'minutes', every: spread };
  const hours = STEP.exec(hour)?.[1];
  if (NUMBER.test(minute) && isAny(hour)) return { kind: 'hours', every: 1 };
  if (NUMBER.test(minute) && hours !== undefined) return { kind: 'hours', every: Number(hours) };
  return undefined;
}

function atTime(time: string, monthDay: string, weekDay: string): Schedule | undefined {
  if (isAny(monthDay) && isAny(weekDay)) return { kind: 'daily', time };
  if (isAny(monthDay) && weekDay === '1-5') return { kind: 'weekdays', time };
  const days = weekDays(weekDay);
  if (isAny(monthDay) && days !== undefined) return { kind: 'weekly', days, time };
  if (isAny(weekDay) && NUMBER.test(monthDay)) return { kind: 'monthly', day: Number(monthDay), time };
  return undefined;
}

export function parseSchedule(cron: string | null): Schedule {
  if (cron === null) return { kind: 'manual' };
  const custom: Schedule = { kind: 'custom', cron };
  const fields = (NICKNAMES[cron.trim()] ?? cron.trim()).split(/\s+/);
  const [minute = '', hour = '', monthDay = '', month, weekDay = ''] = fields;
  if (fields.length !== 5 || !isAny(month)) return custom;
  const time = timeOf(minute, hour);
  if (time !== undefined) return atTime(time, monthDay, weekDay) ?? custom;
  return (isAny(monthDay) && isAny(weekDay) ? intervalOf(minute, hour) : undefined) ?? custom;
}

export function toCron(schedule: Schedule): string | null {
  switch (schedule.kind) {
    case 'manual':
      return null;
    case 'custom':
      return schedule.cron.trim().replaceAll(/\s+/g, ' ');
    case 'minutes':
      return `*/${schedule.every} * * * *`;
    case 'hours':
      return schedule.every === 1 ? '0 * * * *' : `0 */${schedule.every} * * *`;
    default: {
      const [hour, minute] = schedule.time.split(':').map(Number);
      const clock = `${minute} ${hour}`;
      if (schedule.kind === 'weekly') return `${clock} * * ${schedule.days.join(',')}`;
      if (schedule.kind === 'monthly') return `${clock} ${schedule.day} * *`;
      return `${clock} * * ${schedule.kind === 'weekdays' ? '1-5' : '*'}`;
    }
  }
}

const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

/** The host checks it again; this tells the person before. */
export function isCronText(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === RANGES.length &&
    fields.every((field, index) =>
      field.split(',').every((part) => isCronPart(part, RANGES[index] ?? [0, 0])),
    )
  );
}

function isCronPart(part: string, [low, high]: readonly [number, number]): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/([1-9]\d?))?$/.exec(part);
  if (match === null) return false;
  const from = Number(match[1] ?? low);
  const to = Number(match[2] ?? match[1] ?? high);
  return from >= low && to <= high && from <= to;
}
