import { describe, expect, it } from 'vitest';
import { moneyText, parseMoney } from './money.ts';

describe('an amount as people type it', () => {
  it.each([
    ['1250', 125_000],
    ['1.250,50', 125_050],
    ['1,250.5', 125_050],
    ['1 250', 125_000],
    ['€ 80', 8000],
    ['1.250', 125_000],
    ['1’250.05', 125_005],
  ])('reads %s', (text, minor) => expect(parseMoney(text, 'EUR')).toBe(minor));

  it('knows currencies without cents', () => expect(parseMoney('12,500', 'JPY')).toBe(12_500));

  it.each(['', 'a lot', '-5', '12x'])('refuses %j', (text) =>
    expect(parseMoney(text, 'EUR')).toBeUndefined(),
  );

  it('is written so that it reads back the same', () => {
    for (const currency of ['EUR', 'JPY', 'KWD'])
      for (const locale of ['it', 'en', 'fr', 'de-CH'])
        for (const minor of [0, 5, 125_050, 8000, 340_000, 1_234_000])
          expect(parseMoney(moneyText(minor, currency, locale), currency)).toBe(minor);
  });
});
