/** What the clock on the wall shows. */
export type WallTime = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const HOUR_MS = 3_600_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}

export function wallTimeOf(instantMs: number, timeZone: string): WallTime {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

export function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** What the zone is ahead of UTC at an instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  return asUtc(wallTimeOf(instantMs, timeZone)) - Math.floor(instantMs / 1_000) * 1_000;
}

/** A zone around one day: what it is ahead of UTC, and the instant from which that is another, where it changes. */
export type ZoneDay = {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly changeAt: number | null;
};

export function zoneDayOf(noonUtcMs: number, timeZone: string): ZoneDay {
  // A zone's day lies within so much of UTC's; changes are weeks apart.
  const first = noonUtcMs - 28 * HOUR_MS;
  const last = noonUtcMs + 28 * HOUR_MS;
  const beforeMs = offsetMs(first, timeZone);
  const afterMs = offsetMs(last, timeZone);
  const changeAt = beforeMs === afterMs ? null : changeBetween(first, last, timeZone);
  return { beforeMs, afterMs, changeAt };
}

/**
 * The instants at which the wall shows this time: one; two, earliest first, where the clocks go back over it; for a
 * time that is skipped the instant at which the clocks go forward over it.
 */
export function instantsOf(
  wall: WallTime,
  zone: ZoneDay,
): { readonly instants: readonly number[]; readonly isSkipped: boolean } {
  const { beforeMs, afterMs, changeAt } = zone;
  const before = asUtc(wall) - beforeMs;
  if (changeAt === null) return { instants: [before], isSkipped: false };
  const after = asUtc(wall) - afterMs;
  const instants = [...(before < changeAt ? [before] : []), ...(after >= changeAt ? [after] : [])];
  if (instants.length > 0) return { instants, isSkipped: false };
  return { instants: [changeAt], isSkipped: true };
}

/** The second at which the offset changes, by halving. */
function changeBetween(first: number, last: number, timeZone: string): number {
  const offset = offsetMs(first, timeZone);
  let before = first;
  let after = last;
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (offsetMs(middle, timeZone) === offset) before = middle;
    else after = middle;
  }
  return after;
}
