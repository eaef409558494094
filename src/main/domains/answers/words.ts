import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import type { Period } from './period.ts';
import { ENGLISH } from './words.en.ts';
import { ITALIAN } from './words.it.ts';

/** What answers say, one language each. */
export type AnswerWords = {
  readonly note: { readonly command: string; readonly extract: string };
  tasks(count: number): string;
  checkpoints(count: number): string;
  /** "this week, Monday 16 to Sunday 22 November" */
  period(period: Period, format: DayFormat): string;
  and(parts: readonly string[]): string;
  about(name: string): string;
  late(days: number): string;
  readonly priority: { readonly high: string; readonly urgent: string };
  readonly waits: string;
  readonly blocked: string;
  readonly planned: (day: string) => string;
  readonly allDay: string;
  readonly titles: {
    readonly due: string;
    readonly overdue: string;
    readonly waiting: string;
    readonly open: string;
    readonly done: string;
    readonly checkpoints: string;
    readonly reached: string;
    readonly events: string;
    readonly conflicts: string;
    readonly proposals: string;
    readonly plan: string;
    readonly quotes: string;
    readonly written: string;
    readonly found: string;
    readonly changes: string;
  };
  due(what: string, when: string, about: string): string;
  nothingDue(when: string, about: string): string;
  alsoLate(count: number): string;
  overdue(what: string, about: string): string;
  nothingOverdue(about: string): string;
  waiting(what: string, about: string): string;
  nothingWaiting(about: string): string;
  done(what: string, when: string, about: string): string;
  nothingDone(when: string, about: string): string;
  events(count: number, when: string): string;
  nothingEvents(when: string): string;
  noCalendar: string;
  conflicts(count: number, when: string): string;
  nothingConflicts(when: string): string;
  proposalsWaiting(count: number): string;
  nothingProposed: string;
  promised: {
    open(name: string, what: string, late: number): string;
    nothing(name: string): string;
    next(title: string, day: string): string;
    readonly whom: string;
    unknown(name: string): string;
    readonly mentioned: string;
  };
  plan: {
    made(count: number, when: string): string;
    nothing(when: string): string;
    settled(when: string): string;
    guess(count: number): string;
    tooMuch(count: number): string;
    moreWaits(count: number): string;
    reason(title: string, day: string): string;
    step(title: string, day: string): string;
  };
  summary: {
    project(facts: {
      readonly name: string;
      readonly client: string | null;
      readonly status: string;
      readonly open: number;
      readonly done: number;
      readonly late: number;
    }): string;
    due(day: string, isPast: boolean): string;
    next(title: string, day: string | null): string;
    client(name: string, projects: number, what: string, late: number): string;
    readonly status: Readonly<Record<string, string>>;
    readonly which: string;
  };
  add: {
    made(title: string, when: string | null): string;
    empty: string;
    noProject(name: string): string;
    reason: string;
  };
  extract: {
    found(count: number): string;
    nothing(about: string): string;
    noPlace: string;
    dated(title: string, day: string): string;
    listed(total: number): string;
  };
  help: { readonly text: string; readonly questions: readonly string[] };
  next: {
    readonly overdue: string;
    readonly week: string;
    readonly plan: string;
    readonly conflicts: string;
    readonly waiting: string;
    promised(name: string): string;
    summary(name: string): string;
    search(text: string): string;
  };
  clash: {
    events(first: string, second: string): string;
    task(task: string, event: string): string;
    overfull(minutes: string, free: string): string;
    checkpoint(checkpoint: string, day: string): string;
    plannedLate(due: string): string;
  };
};

export const WORDS: Readonly<Record<AnswerLocale, AnswerWords>> = { en: ENGLISH, it: ITALIAN };

export type DayFormat = {
  /** "Monday 23 November" */
  long(day: LocalDate): string;
  /** "Mon 23 Nov" */
  short(day: LocalDate): string;
  hours(minutes: number): string;
};

const formats = new Map<string, DayFormat>();

/** Built once a language: making an `Intl` format is slow, using it is fast. */
export function dayFormat(locale: AnswerLocale, today: LocalDate): DayFormat {
  const year = today.slice(0, 4);
  const key = `${locale} ${year}`;
  const known = formats.get(key) ?? createFormat(locale, year);
  formats.set(key, known);
  return known;
}

/** The year is told where it is another one. */
function createFormat(locale: AnswerLocale, thisYear: string): DayFormat {
  const tag = locale === 'it' ? 'it-IT' : 'en-GB';
  const make = (options: Intl.DateTimeFormatOptions) => {
    const short = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
    const long = new Intl.DateTimeFormat(tag, { ...options, year: 'numeric', timeZone: 'UTC' });
    return (day: LocalDate) =>
      (day.startsWith(thisYear) ? short : long).format(new Date(`${day}T00:00:00Z`)).replaceAll(',', '');
  };
  return {
    long: make({ weekday: 'long', day: 'numeric', month: 'long' }),
    short: make({ weekday: 'short', day: 'numeric', month: 'short' }),
    hours: (minutes) => {
      const hours = Math.floor(minutes / 60);
      const rest = Math.round(minutes % 60);
      return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
        .filter(Boolean)
        .join(' ');
    },
  };
}
