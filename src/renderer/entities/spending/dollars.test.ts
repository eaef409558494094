import { describe, expect, it } from 'vitest';
import { createFormatter } from '#renderer/lib/format.ts';
import { dollarInput, dollarText, exactDollarText, parseDollars } from './dollars.ts';

describe('amounts of dollars', () => {
  it.each([
    ['5', 5_000_000],
    ['0,25', 250_000],
    ['$ 0.000004', 4],
    ['.5', 500_000],
    ['0', 0],
  ])('%s is read', (text, micros) => expect(parseDollars(text)).toBe(micros));

  it.each(['', '-1', 'a lot', '1.2.3', '1000001', '1e3'])('%j is refused', (text) =>
    expect(parseDollars(text)).toBeUndefined(),
  );

  it('are written with what tells them from nothing', () => {
    const format = createFormatter('en-US');
    expect([0, 4, 1_250, 12_500, 5_000_000, 12_345_678].map((micros) => dollarText(micros, format))).toEqual([
      '$0',
      '$0.000004',
      '$0.0013',
      '$0.013',
      '$5.00',
      '$12.35',
    ]);
  });

  it('that someone has set are written whole', () => {
    const format = createFormatter('en-US');
    expect(
      [0, 12_500, 75_000, 10_000_000, 1_250_000].map((micros) => exactDollarText(micros, format)),
    ).toEqual(['$0', '$0.0125', '$0.075', '$10', '$1.25']);
  });

  it('read back from their field', () => {
    for (const micros of [0, 4, 250_000, 12_345_678]) expect(parseDollars(dollarInput(micros))).toBe(micros);
  });
});
