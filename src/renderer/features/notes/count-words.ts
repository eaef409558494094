const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Segmenting is exact in every script but slow; beyond this, white space is exact enough. */
const SEGMENT_UP_TO = 20_000;

/** Words of a text as a reader would count them: marks, addresses and tags are none. */
export function countWords(markdown: string): number {
  const text = markdown
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/<[^>\n]{1,500}>/g, ' ')
    .replaceAll(/https?:\/\/\S+/g, ' ');
  if (text.length > SEGMENT_UP_TO) return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return count;
}
