import { expect, test } from 'vitest';
import type { NearHit, SearchHit } from '#shared/contracts/search.ts';
import { inBestOrder } from './best-order.ts';

const NO_TEXT = { text: '', ranges: [] };
function hit(id: string): SearchHit {
  const names = { clientName: null, projectName: null, projectColour: null };
  const state = { status: null, dueDate: null, updatedAt: 0, isPrivate: false };
  return {
    kind: 'note',
    id,
    title: NO_TEXT,
    excerpt: NO_TEXT,
    link: `adiuva://note/${id}`,
    ...names,
    ...state,
  };
}
function near(id: string): NearHit {
  const why = { wordRank: null, meaningRank: 1, similarity: 0.5, words: [] };
  return { ...hit(id), headings: [], placeLink: `adiuva://note/${id}#at=9`, why };
}
const order = (words: string[], meanings: string[], ranked = 40): string[] =>
  inBestOrder(words.map(hit), meanings.map(near), ranked).map((one) => one.hit.id);

test('what both lists name comes first, and each item stands once', () => {
  expect(order(['a', 'b', 'c'], ['c', 'd'])).toEqual(['c', 'a', 'b', 'd']);
});

test('the first by words stays before the first that is only near', () => {
  expect(order(['a'], ['x'])).toEqual(['a', 'x']);
  expect(order([], ['x', 'y'])).toEqual(['x', 'y']);
});

test('further pages of words follow in their order, without what was shown', () => {
  expect(order(['a', 'b', 'c', 'd'], ['c'], 2)).toEqual(['a', 'b', 'c', 'd']);
  expect(order(['a', 'b', 'c', 'd'], ['d'], 2)).toEqual(['a', 'b', 'd', 'c']);
});

test('a result remembers which list it is from and where its passage is', () => {
  const [both] = inBestOrder([hit('a')], [near('a')], 40);
  expect(both).toMatchObject({ hasWords: true, near: { placeLink: 'adiuva://note/a#at=9' } });
});
