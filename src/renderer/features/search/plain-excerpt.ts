import type { Highlighted } from '#shared/contracts/search.ts';

/** The marks of Markdown that say nothing in a line of plain text. */
const MARKS =
  /\*\*|__|~~|`+|!?\[\[|\]\]|(?<=^|\s)(?:#{1,6}|>|[-*+](?: \[[ xX]\])?|\|(?:[\s:|-]*\|)?)(?=\s|$)|(?<=\s)\|(?=\s)/g;

/** An excerpt without the marks; what was found stays marked. */
export function plainExcerpt({ text, ranges }: Highlighted): Highlighted {
  const cuts = [...text.matchAll(MARKS)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  if (cuts.length === 0) return { text, ranges };
  const place = (at: number): number =>
    at - cuts.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(at, to) - from), 0);
  return {
    text: text.replaceAll(MARKS, ''),
    ranges: ranges.map(([from, to]) => [place(from), place(to)] as const).filter(([from, to]) => to > from),
  };
}
