import { expect, it } from 'vitest';
import { parseEstimate } from './estimate-text.ts';

it.each([
  ['90', 90],
  ['45m', 45],
  ['2h', 120],
  ['1h 30m', 90],
  ['1h30', 90],
  ['1:45', 105],
  ['2h5', 125],
  ['1,5h', 90],
  ['1.5 hours', 90],
  ['2 ore', 120],
  ['30 min', 30],
  ['1d', 480],
  ['2 giorni', 960],
  ['', null],
  ['   ', null],
  ['soon', undefined],
  ['2h soon', undefined],
  ['-5', undefined],
  ['1:75', undefined],
])('reads %j as %j minutes', (text, minutes) => {
  expect(parseEstimate(text)).toBe(minutes);
});
