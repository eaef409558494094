import { InvalidArgumentError } from 'commander';

/** Reads an option that is a number of things. */
export function toCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('A whole number from 1 is expected.');
  return count;
}
