import { expect, it } from 'vitest';
import { rankByQuery } from './rank-by-query.ts';

const options = ['Annual report', 'Brand refresh', 'Rebrand Moretti', 'Perché no', 'Label branding'].map(
  (label) => ({
    label,
  }),
);
const found = (query: string): string[] => rankByQuery(options, query).map(({ label }) => label);

it('puts beginnings before words before middles', () => {
  expect(found('bran')).toEqual(['Brand refresh', 'Label branding', 'Rebrand Moretti']);
});

it('ignores case and accents and finds words in any order', () => {
  expect(found('perche')).toEqual(['Perché no']);
  expect(found('MORETTI rebrand')).toEqual(['Rebrand Moretti']);
});

it('finds by keyword below the name itself, and nothing by nonsense', () => {
  const withKeywords = [{ label: 'Go home', keywords: ['start'] }, { label: 'Start timer' }];
  expect(rankByQuery(withKeywords, 'start').map(({ label }) => label)).toEqual(['Start timer', 'Go home']);
  expect(found('xyz')).toEqual([]);
  expect(found('')).toHaveLength(options.length);
});
