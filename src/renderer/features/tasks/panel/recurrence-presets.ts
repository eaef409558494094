import type { LocalDate } from '#renderer/lib/dates.ts';
import { fromLocalDate } from '#renderer/lib/dates.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

export const RECURRENCE_PRESETS = [
  'daily',
  'weekdays',
  'weekly',
  'twoWeeks',
  'monthly',
  'monthEnd',
  'yearly',
] as const;
export type RecurrencePreset = (typeof RECURRENCE_PRESETS)[number];

/** The rules people ask for most, counted from the day the task stands on. RFC 5545. */
export function presetRule(preset: RecurrencePreset, day: LocalDate): string {
  const date = fromLocalDate(day);
  const weekday = WEEKDAYS[date.getDay()] ?? 'MO';
  switch (preset) {
    case 'daily':
      return 'FREQ=DAILY';
    case 'weekdays':
      return 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${weekday}`;
    case 'twoWeeks':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`;
    case 'monthly':
      return `FREQ=MONTHLY;BYMONTHDAY=${date.getDate()}`;
    case 'monthEnd':
      return 'FREQ=MONTHLY;BYMONTHDAY=-1';
    default:
      return `FREQ=YEARLY;BYMONTH=${date.getMonth() + 1};BYMONTHDAY=${date.getDate()}`;
  }
}

/** An RRULE written out by hand, as opposed to words. */
export function readRule(text: string): string | undefined {
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  return /^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$/.test(rule) ? rule : undefined;
}
