/** Time comes in as an argument so that tests and replays can hold it still. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** The person's calendar day, `YYYY-MM-DD`, in the machine's time zone. */
  today(): string;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  today: () => localDateOf(new Date()),
};

/** The calendar day of an instant in the machine's time zone, `YYYY-MM-DD`. */
export function localDateOf(instant: Date): string {
  const month = String(instant.getMonth() + 1).padStart(2, '0');
  const day = String(instant.getDate()).padStart(2, '0');
  return `${String(instant.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}

/** Adds whole days to a calendar day; pure calendar arithmetic, no time zone enters. */
export function addDays(date: string, days: number): string {
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  return instant.toISOString().slice(0, 10);
}
