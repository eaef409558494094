const MAX_MINUTES = 100_000;

const UNITS: Readonly<Record<string, number>> = {
  d: 8 * 60,
  g: 8 * 60,
  h: 60,
  o: 60,
  m: 1,
};

/**
 * Reads how people write a length of work: "90", "1:30", "1h30", "1h 30m", "1,5h", "2 ore", "1d" (a day of eight hours).
 * `null` for an empty text, undefined for what is none.
 */
export function parseEstimate(text: string): number | null | undefined {
  const clean = text.trim().toLowerCase().replaceAll(',', '.');
  if (clean === '') return null;
  const clock = /^(\d{1,4})\s*[:ho]\s*([0-5]?\d)$/.exec(clean);
  if (clock) return limit(Number(clock[1]) * 60 + Number(clock[2]));
  if (/^\d+$/.test(clean)) return limit(Number(clean));
  const parts = [...clean.matchAll(/(\d+(?:\.\d+)?)\s*([dghom])[a-z]*\.?\s*/gy)];
  const length = parts.reduce((sum, [part]) => sum + part.length, 0);
  if (parts.length === 0 || length !== clean.length) return undefined;
  return limit(parts.reduce((sum, [, amount, unit = 'm']) => sum + Number(amount) * (UNITS[unit] ?? 1), 0));
}

function limit(minutes: number): number {
  return Math.min(Math.round(minutes), MAX_MINUTES);
}
