import { expect, it } from 'vitest';
import { findLinks } from './text-links.ts';

const hrefs = (text: string): string[] => findLinks(text).map(({ href }) => href);

it('finds addresses and leaves the punctuation around them', () => {
  expect(hrefs('See https://example.com/a, (https://example.com/b). Or mailto:anna@example.com!')).toEqual([
    'https://example.com/a',
    'https://example.com/b',
    'mailto:anna@example.com',
  ]);
});

it('keeps brackets that belong to the address', () => {
  expect(hrefs('https://example.com/Mole_(animal)')).toEqual(['https://example.com/Mole_(animal)']);
});

it('offers nothing that could run', () => {
  expect(hrefs('javascript:alert(1) data:text/html,x file:///etc/passwd')).toEqual([]);
});

it('names each address once', () => {
  expect(findLinks('https://www.example.com/ and https://www.example.com/')).toEqual([
    { href: 'https://www.example.com/', label: 'example.com' },
  ]);
});
