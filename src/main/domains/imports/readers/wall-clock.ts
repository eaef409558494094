/** An instant as the clock on the wall shows it in a time zone. */
export function wallClock(
  instantMs: number,
  timeZone: string,
): { readonly date: string; readonly time: string } {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(instantMs)
      .map((part) => [part.type, part.value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${get('year').padStart(4, '0')}-${get('month')}-${get('day')}`,
    time: `${get('hour')}:${get('minute')}`,
  };
}

/** The instant at which the wall clock of a zone shows this; in the hour that a change skips, the one after it. */
export function instantOf(date: string, time: string, timeZone: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  let guess = asUtc;
  // The zone's offset at the guess moves the guess; a second look settles it across a change of the clock.
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(guess, timeZone);
    guess += asUtc - Date.parse(`${shown.date}T${shown.time}:00Z`);
  }
  return guess;
}

export function isTimeZone(name: string): boolean {
  try {
    formatter(name);
    return true;
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let known = formatters.get(timeZone);
  if (known === undefined) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(timeZone, known);
  }
  return known;
}
