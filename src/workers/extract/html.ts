import { convert } from 'html-to-text';
import { decodeText } from './charset.ts';

const HEAD_CHARS = 2048;

export function readHtml(bytes: Uint8Array, maxChars: number): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_CHARS));
  const charset = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  return convert(decodeText(bytes, charset), {
    wordwrap: false,
    limits: {
      // Much of a page is no text: so much of it is read for what may be kept.
      maxInputLength: Math.max(maxChars * 20, 1_000_000),
      maxDepth: 200,
      maxChildNodes: 20_000,
      ellipsis: '',
    },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'nav', format: 'skip' },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}
