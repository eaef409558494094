import { hash } from 'node:crypto';
import type { DatasetValue } from '#shared/contracts/datasets.ts';

/** The record as it is stored: properties in the order of the schema, those that it does not name at the end. */
export function orderedRecord(value: DatasetValue, order: readonly string[]): DatasetValue {
  const ordered: Record<string, unknown> = {};
  for (const name of order) if (Object.hasOwn(value, name)) put(ordered, name, value[name]);
  for (const name of Object.keys(value)) if (!Object.hasOwn(ordered, name)) put(ordered, name, value[name]);
  return ordered;
}

/** The hash of `canonicalJson`, by hand: its replacer takes longer than the rest of a record together. */
export function recordHash(value: DatasetValue): string {
  return hash('sha256', JSON.stringify(sorted(value)), 'hex');
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const copy: Record<string, unknown> = {};
  // Without a comparison the order is that of code units, which is what is wanted.
  for (const name of Object.keys(value).sort()) put(copy, name, sorted(Reflect.get(value, name)));
  return copy;
}

/** Assigning to this name would set the prototype instead. */
function put(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
