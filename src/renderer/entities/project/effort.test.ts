import { expect, it } from 'vitest';
import { parseEffort } from './effort.ts';

it.each([
  ['40', 2400],
  ['40h', 2400],
  ['1h 30m', 90],
  ['7,5 ore', 450],
  ['90m', 90],
  ['1:30', 90],
  ['2 h', 120],
])('reads %s as working time', (text, minutes) => expect(parseEffort(text)).toBe(minutes));

it.each(['', 'soon', '-3h', '1:75'])('refuses %j', (text) => expect(parseEffort(text)).toBeUndefined());
