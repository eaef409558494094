import { expect, test } from 'vitest';
import { findOperators, quoted, typingAt, withoutPiece } from './operators.ts';
import { plainExcerpt } from './plain-excerpt.ts';

test('operators of a line are found in both languages, with their place', () => {
  const line = 'offer type:note -cliente:"Studio Rossi",Bianchi http://x.example nothing:here';
  const pieces = findOperators(line);
  expect(pieces.map(({ operator, value, isExcluded }) => [operator, value, isExcluded])).toEqual([
    ['type', 'note', false],
    ['client', 'Studio Rossi,Bianchi', true],
  ]);
  expect(pieces.map((piece) => line.slice(piece.start, piece.end))).toEqual([
    'type:note',
    '-cliente:"Studio Rossi",Bianchi',
  ]);
});

test('taking a part out leaves the words around it', () => {
  const line = 'first type:note last';
  const [piece] = findOperators(line);
  expect(piece && withoutPiece(line, piece)).toBe('first last');
});

test.each([
  ['ty', { operator: null, text: 'ty', start: 0, end: 2 }],
  ['a status:wai', { operator: 'status', text: 'wai', start: 9, end: 12 }],
  ['status:todo,wai', { operator: 'status', text: 'wai', start: 12, end: 15 }],
  ['client:"Studio Ro', { operator: 'client', text: 'Studio Ro', start: 7, end: 17 }],
  ['is:open ', { operator: null, text: '', start: 8, end: 8 }],
])('what is typed at the end of %j', (line, typing) => {
  expect(typingAt(line, line.length)).toEqual(typing);
});

test('a value of several words is quoted', () => {
  expect([quoted('Rossi'), quoted('Studio Rossi'), quoted('a "b" c')]).toEqual([
    'Rossi',
    '"Studio Rossi"',
    '"a b c"',
  ]);
});

test('an excerpt loses the marks of Markdown and keeps what was found marked', () => {
  const text = '…## Plan - see **the offer** in [[Offers 2026]] | 5 | end';
  const ranges = ['offer', 'Offers'].map(
    (word) => [text.indexOf(word), text.indexOf(word) + word.length] as const,
  );
  const plain = plainExcerpt({ text, ranges });
  expect(plain.text).not.toMatch(/[*[\]|]/);
  expect(plain.ranges.map(([from, to]) => plain.text.slice(from, to))).toEqual(['offer', 'Offers']);
});
