import type { LocalDate } from './dates.ts';

/**
 * What stands behind the question mark of a page's address, read part by part. A part that does not fit is
 * dropped and the rest is kept. Written by hand because a validator is 50 kB that every start would load; the
 * host checks what it is asked with zod all the same.
 */
export type Part<T> = (value: unknown) => T | undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const TAG = /^[^\s#,][^\s,]*$/;

export const flag: Part<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A place in a text. */
export const offset: Part<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export function text(maxLength: number): Part<string> {
  return (value) => (typeof value === 'string' && value.length <= maxLength ? value : undefined);
}

export function oneOf<const T extends string>(choices: readonly T[]): Part<T> {
  return (value) => choices.find((choice) => choice === value);
}

export const id: Part<string> = (value) =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;

export const tag: Part<string> = (value) => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed.length <= 60 && TAG.test(trimmed) ? trimmed : undefined;
};

/** A day that the calendar has. */
export const day: Part<LocalDate> = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value) ? value : undefined;
};

/** A list with one entry that does not fit is dropped as a whole: half a filter would show something else. */
export function listOf<T>(part: Part<T>, maxItems = 200): Part<T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > maxItems) return undefined;
    const items = value.map(part).filter((item) => item !== undefined);
    return items.length === value.length ? items : undefined;
  };
}

type Parts = Readonly<Record<string, Part<unknown>>>;
export type AddressOf<P extends Parts> = { [Name in keyof P]?: ReturnType<P[Name]> };

/** For `validateSearch`: reads the named parts, in the order they are named in. */
export function addressParser<P extends Parts>(parts: P): (address: unknown) => AddressOf<P> {
  return (address) => {
    const given =
      typeof address === 'object' && address !== null ? new Map(Object.entries(address)) : new Map();
    const read = Object.entries(parts)
      .map(([name, part]) => [name, part(given.get(name))] as const)
      .filter(([, value]) => value !== undefined);
    // Every value was made by the part of its name.
    return Object.fromEntries(read) as AddressOf<P>;
  };
}
