import { expect, test } from 'vitest';
import { markdownBlocks, spansOf } from './markdown-blocks.ts';

const README = `# Hello

The smallest plugin,
in two lines.

\`\`\`sh
adiuva plugin run hello   # not *bold*
\`\`\`

| right | why |
| ----- | --- |
| \`x\`   | y   |

- one
  and more
- two

1. first`;

test('a README is read as headings, text, code, tables and lists', () => {
  expect(markdownBlocks(README)).toEqual([
    { kind: 'heading', level: 1, text: 'Hello' },
    { kind: 'paragraph', text: 'The smallest plugin, in two lines.' },
    { kind: 'code', text: 'adiuva plugin run hello   # not *bold*' },
    { kind: 'table', head: ['right', 'why'], rows: [['`x`', 'y']] },
    { kind: 'list', isOrdered: false, items: ['one and more', 'two'] },
    { kind: 'list', isOrdered: true, items: ['first'] },
  ]);
});

test('an unclosed fence ends with the text, and no line is read for ever', () => {
  expect(markdownBlocks('```\ncode')).toEqual([{ kind: 'code', text: 'code' }]);
  expect(markdownBlocks('\n\n \n')).toEqual([]);
});

test('only links to the web are links', () => {
  expect(spansOf('see **this** `code` [site](https://a.example) [bad](javascript:alert(1))')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'strong', text: 'this' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'code' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'site', url: 'https://a.example' },
    { kind: 'text', text: ' [bad](javascript:alert(1))' },
  ]);
});

test('a quote is one block, and emphasis needs no space inside its stars', () => {
  expect(markdownBlocks('Said:\n> one\n> two')).toEqual([
    { kind: 'paragraph', text: 'Said:' },
    { kind: 'quote', text: 'one two' },
  ]);
  expect(spansOf('*so* 2 * 3 * 4')).toEqual([
    { kind: 'emphasis', text: 'so' },
    { kind: 'text', text: ' 2 * 3 * 4' },
  ]);
});
