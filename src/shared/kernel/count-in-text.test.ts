import { expect, test } from 'vitest';
import { countInText } from './count-in-text.ts';

test.each([
  ['50 support tickets, in Italian and English', 50],
  ['Please make 1,000 customers of a bank', 1_000],
  ["20'000 Kunden", 20_000],
  ['un insieme di 1.500 recensioni', 1_500],
  ['a dataset of 2000 invoices', 2_000],
  ['sales of 2025 for a shop', null],
  ['what was sold in 2025', null],
  ['growth of 5 % a year, over 10 years', null],
  ['tickets', null],
  ['0 tickets', null],
  ['100,001 tickets', null],
])('%s: %s', (text, count) => {
  expect(countInText(text, 100_000)).toBe(count);
});
