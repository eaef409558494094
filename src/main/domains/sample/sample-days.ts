import { addDays, type Clock } from '#shared/kernel/clock.ts';
import { endOfMonth, nextWeekday, partsOf, weekdayOf, type LocalDate } from '#shared/kernel/local-date.ts';
import type { DayOffset, SampleLanguage, SampleTask } from './sample-content.ts';

const MINUTE_MS = 60_000;
const LOCALES: Record<SampleLanguage, string> = { en: 'en-GB', it: 'it-IT', de: 'de-DE' };

/** Turns day offsets into days and instants around the day on which the sample is made. */
export type SampleDays = {
  /** A working day: work that was planned does not fall on a weekend, except on today itself. */
  dayOf(offset: DayOffset): LocalDate;
  dueDayOf(task: SampleTask): LocalDate | null;
  /** An instant in the working hours of a past day, the same for the same text; never later than now. */
  instantOf(offset: DayOffset, text: string): number;
  /** Writes the days marked as `{{-12}}` out in the language of the text. */
  writeDays(text: string, language: SampleLanguage): string;
};

export function createSampleDays(clock: Clock): SampleDays {
  const today = clock.today();
  const nowMs = clock.nowMs();
  const dayOf = (offset: DayOffset) => (offset === 0 ? today : workingDay(addDays(today, offset), offset));
  return {
    dayOf,
    dueDayOf(task) {
      if (task.due === undefined) return null;
      return task.dueOn ? firstOn(addDays(today, task.due), task.dueOn) : dayOf(task.due);
    },
    instantOf(offset, text) {
      const spread = spreadOf(text);
      if (offset >= 0) return nowMs - (2 + (spread % 90)) * MINUTE_MS;
      const { year, month, day } = partsOf(dayOf(offset));
      const local = new Date(year, month - 1, day, 9, spread % 540).getTime();
      return Math.min(local, nowMs - 2 * MINUTE_MS);
    },
    writeDays(text, language) {
      const format = new Intl.DateTimeFormat(LOCALES[language], {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
      return text.replace(/\{\{(-?\d+)\}\}/g, (_, offset: string) =>
        format.format(new Date(`${dayOf(Number(offset))}T00:00:00Z`)),
      );
    },
  };
}

/** Away from today, so that what was before stays before; a later offset never gives an earlier day. */
function workingDay(date: LocalDate, offset: DayOffset): LocalDate {
  const weekday = weekdayOf(date);
  if (weekday === 6) return addDays(date, offset < 0 ? -1 : 2);
  if (weekday === 0) return addDays(date, offset < 0 ? -2 : 1);
  return date;
}

function firstOn(date: LocalDate, dueOn: NonNullable<SampleTask['dueOn']>): LocalDate {
  if (dueOn === 'monday') return nextWeekday(addDays(date, -1), 1);
  if (dueOn === 'friday') return nextWeekday(addDays(date, -1), 5);
  if (dueOn === 'month_end') return endOfMonth(date);
  return partsOf(date).day === 1 ? date : addDays(endOfMonth(date), 1);
}

/** A number that looks random and stays the same for a text. */
export function spreadOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
