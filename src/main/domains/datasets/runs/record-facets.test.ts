import { expect, test } from 'vitest';
import { drawFacets } from './record-facets.ts';

const FACETS = [
  {
    name: 'topic',
    values: [
      { value: 'mail', weight: 5 },
      { value: 'web', weight: 3 },
      { value: 'dns', weight: 2 },
    ],
  },
  {
    name: 'language',
    values: [
      { value: 'it', weight: 1 },
      { value: 'en', weight: 1 },
    ],
  },
];

function counted(from: number, count: number, seed: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let number = from; number < from + count; number += 1) {
    const { topic, language } = drawFacets(FACETS, seed, number);
    for (const key of [String(topic), String(language), `${String(topic)}+${String(language)}`])
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

test('each value comes as often as its weight says, over any stretch of records and for any seed', () => {
  for (const seed of [1, 7, 2_147_483_647]) {
    for (const from of [0, 12_345]) {
      const counts = counted(from, 1_000, seed);
      const shares = { mail: 500, web: 300, dns: 200, it: 500, en: 500, 'mail+it': 250, 'dns+en': 100 };
      for (const [key, wanted] of Object.entries(shares))
        expect(Math.abs((counts.get(key) ?? 0) - wanted), `${key} of seed ${seed}`).toBeLessThanOrEqual(12);
    }
  }
});

test('the same seed and number draw the same', () => {
  expect(drawFacets(FACETS, 3, 99)).toEqual(drawFacets(FACETS, 3, 99));
  const draws = (seed: number) => Array.from({ length: 50 }, (_, at) => drawFacets(FACETS, seed, at));
  expect(draws(3)).not.toEqual(draws(4));
});

test('values of weight 0 are never drawn, unless all are', () => {
  const facet = (weights: readonly number[]) => [
    { name: 'x', values: weights.map((weight, value) => ({ value, weight })) },
  ];
  const drawn = (weights: readonly number[]) =>
    new Set(Array.from({ length: 200 }, (_, at) => drawFacets(facet(weights), 1, at)['x']));
  expect(drawn([0, 1, 0])).toEqual(new Set([1]));
  expect(drawn([0, 0, 0])).toEqual(new Set([0, 1, 2]));
});
