import { expect, it } from 'vitest';
import type { QuickAddSpan } from '#shared/contracts/quick-add.ts';
import { segmentText } from './segment-text.ts';

const parsed = 'invoice friday #billing';
const spans: QuickAddSpan[] = [
  { start: 8, end: 14, kind: 'due', label: 'Friday', keptInTitle: false },
  { start: 15, end: 23, kind: 'tag', label: 'billing', keptInTitle: false },
];
const marked = (text: string): string[] =>
  segmentText(text, parsed, spans)
    .filter(({ kind }) => kind !== undefined)
    .map(({ text }) => text);

it('cuts the text at the parts that were understood and loses nothing', () => {
  const segments = segmentText(parsed, parsed, spans);
  expect(segments.map(({ text }) => text)).toEqual(['invoice ', 'friday', ' ', '#billing']);
});

it('keeps marks in front of the place that is being typed at', () => {
  expect(marked('invoice friday #billing now')).toEqual(['friday', '#billing']);
  expect(marked('invoice friday #bill')).toEqual(['friday']);
});

it('drops marks that an edit before them has moved', () => {
  expect(marked('an invoice friday #billing')).toEqual([]);
  expect(segmentText('', parsed, spans)).toEqual([]);
});
