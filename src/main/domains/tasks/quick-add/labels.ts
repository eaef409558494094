import type { QuickAddLocale, QuickAddPriority } from '#shared/contracts/quick-add.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

/** What the chips say. Built once per language: `Intl` formats are slow to make and fast to use. */
export type QuickAddLabels = {
  readonly priority: (priority: QuickAddPriority) => string;
  readonly date: (date: LocalDate, time: string | undefined, today: LocalDate) => string;
  readonly planned: (date: LocalDate, today: LocalDate) => string;
  readonly duration: (minutes: number) => string;
};

const PRIORITY_NAMES: Readonly<Record<QuickAddLocale, Readonly<Record<QuickAddPriority, string>>>> = {
  en: { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' },
  it: { low: 'Bassa', medium: 'Media', high: 'Alta', urgent: 'Urgente' },
};

export function createLabels(locale: QuickAddLocale): QuickAddLabels {
  const tag = locale === 'it' ? 'it-IT' : 'en-GB';
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const thisYear = new Intl.DateTimeFormat(tag, options);
  const otherYear = new Intl.DateTimeFormat(tag, { ...options, year: 'numeric' });
  const dateText = (date: LocalDate, today: LocalDate) =>
    (date.slice(0, 4) === today.slice(0, 4) ? thisYear : otherYear).format(new Date(`${date}T00:00:00Z`));
  return {
    priority: (priority) => PRIORITY_NAMES[locale][priority],
    date: (date, time, today) => dateText(date, today) + (time === undefined ? '' : `, ${time}`),
    planned: (date, today) => dateText(date, today),
    duration: (minutes) => {
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
    },
  };
}
