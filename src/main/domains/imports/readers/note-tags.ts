import { mapProse } from './markdown-prose.ts';

/** `#tag` after a space or a line's start, with at least one sign that is no digit: `#12` is a number, not a tag. */
const INLINE_TAG =
  /(?<![^\s([{>*_~])#(?=[\p{L}\p{N}_/-]*[\p{L}_/-])([\p{L}\p{N}_/-]{1,60})(?![\p{L}\p{N}_/-])/gu;

export function inlineTags(text: string): string[] {
  if (!text.includes('#')) return [];
  const tags: string[] = [];
  mapProse(text, (prose) => {
    if (prose.includes('#'))
      for (const match of prose.matchAll(INLINE_TAG)) tags.push((match[1] ?? '').replace(/\/+$/, ''));
    return '';
  });
  return tags;
}
