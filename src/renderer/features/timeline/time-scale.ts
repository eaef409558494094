import type { LocalDate } from '#renderer/lib/dates.ts';

/** Days are counted from 1970-01-01, so that places on the axis are plain arithmetic. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

export function toDay(date: LocalDate): DayNumber {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

export function fromDay(day: DayNumber): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

export const ZOOM_LEVELS = ['day', 'week', 'month', 'quarter'] as const;
export type ZoomLevel = (typeof ZOOM_LEVELS)[number];

/** How wide a day is when a level is chosen by name; the wheel goes through everything in between. */
export const LEVEL_PX: Readonly<Record<ZoomLevel, number>> = { day: 56, week: 26, month: 9.5, quarter: 3 };
export const MIN_PX = 1.8;
export const MAX_PX = 96;

export function levelOf(pxPerDay: number): ZoomLevel {
  if (pxPerDay >= 40) return 'day';
  if (pxPerDay >= 16) return 'week';
  return pxPerDay >= 5.5 ? 'month' : 'quarter';
}

export function clampPx(pxPerDay: number): number {
  return Math.min(Math.max(pxPerDay, MIN_PX), MAX_PX);
}

/** Widths are packed for the next smaller step, so that rows do not jump at every notch of the wheel. */
export function packingPx(pxPerDay: number): number {
  return 1.3 ** Math.floor(Math.log(pxPerDay) / Math.log(1.3) + 1e-9);
}

export type Span = { readonly start: DayNumber; readonly end: DayNumber };

function startOfMonth(day: DayNumber, by = 0): DayNumber {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by, 1) / DAY_MS;
}

function startOfQuarter(day: DayNumber, by = 0): DayNumber {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / 3) + by) * 3, 1) / DAY_MS;
}

/** Every span of one kind that touches the window; `end` is the day after its last. */
function spans(
  from: DayNumber,
  to: DayNumber,
  first: DayNumber,
  next: (start: DayNumber) => DayNumber,
): Span[] {
  const found: Span[] = [];
  for (let start = first; start <= to;) {
    const end = next(start);
    if (end > from) found.push({ start, end });
    start = end;
  }
  return found;
}

export type TickUnit = 'day' | 'week' | 'month' | 'quarter';
export type Axis = {
  readonly major: { readonly unit: TickUnit; readonly spans: readonly Span[] };
  readonly minor: { readonly unit: TickUnit; readonly spans: readonly Span[] };
};

function unitSpans(unit: TickUnit, window: Span, firstDay: number): Span[] {
  const { start: from, end: to } = window;
  switch (unit) {
    case 'day':
      return spans(from, to, from, (day) => day + 1);
    case 'week':
      return spans(from, to, from - ((weekdayOf(from) - firstDay + 7) % 7), (day) => day + 7);
    case 'month':
      return spans(from, to, startOfMonth(from), (day) => startOfMonth(day, 1));
    default:
      return spans(from, to, startOfQuarter(from), (day) => startOfQuarter(day, 1));
  }
}

/** The two lines of the axis over a window of days: what they count depends on how wide a day is. */
export function axisOf(pxPerDay: number, window: Span, firstDay: number): Axis {
  const minor: TickUnit = pxPerDay >= 20 ? 'day' : pxPerDay >= 5.5 ? 'week' : 'month';
  const major: TickUnit = minor === 'month' ? 'quarter' : 'month';
  return {
    major: { unit: major, spans: unitSpans(major, window, firstDay) },
    minor: { unit: minor, spans: unitSpans(minor, window, firstDay) },
  };
}
