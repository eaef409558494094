/** Calendar dates without a time zone: 'YYYY-MM-DD'. They sort as strings. */
export type LocalDate = string;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export function toLocalDate(date: Date): LocalDate {
  return `${String(date.getFullYear()).padStart(4, '0')}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Noon of that day: no clock change can push it into a neighbouring day. */
export function fromLocalDate(date: LocalDate): Date {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  const result = new Date(year, month - 1, day, 12);
  if (year < 100) result.setFullYear(year);
  return result;
}

export function today(): LocalDate {
  return toLocalDate(new Date());
}

/** The wall clock as quick add wants it: 'YYYY-MM-DDTHH:MM'. */
export function localNow(date: Date = new Date()): string {
  return `${toLocalDate(date)}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const value = fromLocalDate(date);
  value.setDate(value.getDate() + days);
  return toLocalDate(value);
}

/** Same day of another month, or its last day where the month is shorter. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const value = fromLocalDate(date);
  const target = new Date(value.getFullYear(), value.getMonth() + months, 1, 12);
  const lastDay = new Date(target.getFullYear(), target.getMonth() + 1, 0).getDate();
  target.setDate(Math.min(value.getDate(), lastDay));
  return toLocalDate(target);
}

/** Whole days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  const dayMs = 86_400_000;
  const [a, b] = [fromLocalDate(from), fromLocalDate(to)];
  const utc = (value: Date): number => Date.UTC(value.getFullYear(), value.getMonth(), value.getDate());
  return Math.round((utc(b) - utc(a)) / dayMs);
}

/** 0 = Sunday … 6 = Saturday, as Date.getDay counts. */
export function firstDayOfWeek(locale: string): number {
  const info = new Intl.Locale(locale).maximize();
  // getWeekInfo is newer than the type library of some targets; older engines expose weekInfo instead.
  const source = info as unknown as {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = source.getWeekInfo?.().firstDay ?? source.weekInfo?.firstDay ?? 1;
  return first % 7;
}

/** The six weeks a month view shows, as 42 dates starting at the week's first day. */
export function monthGrid(month: LocalDate, firstDay: number): LocalDate[] {
  const first = `${month.slice(0, 7)}-01`;
  const offset = (fromLocalDate(first).getDay() - firstDay + 7) % 7;
  return Array.from({ length: 42 }, (_, index) => addDays(first, index - offset));
}

export function startOfWeek(date: LocalDate, firstDay: number): LocalDate {
  return addDays(date, -((fromLocalDate(date).getDay() - firstDay + 7) % 7));
}
