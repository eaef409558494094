import { expect, test } from 'vitest';
import { linkTitles } from './link-titles.ts';

const items = [{ title: 'Prototype' }, { title: 'Prototype of the set-up' }, { title: 'Call' }];
const shown = (text: string): string[] =>
  linkTitles(text, items).map((piece) => (piece.item === null ? piece.text : `<${piece.text}>`));

test('what a text names becomes a piece of its own, the longest title first', () => {
  expect(shown('Begin with “Prototype of the set-up”. Then Prototype.')).toEqual([
    'Begin with “',
    '<Prototype of the set-up>',
    '”. Then ',
    '<Prototype>',
    '.',
  ]);
});

test('short titles are words like others, and a text without names stays whole', () => {
  expect(shown('Call nobody.')).toEqual(['Call nobody.']);
});
