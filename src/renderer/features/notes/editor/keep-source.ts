import { diffArrays } from 'diff';

type Span = readonly [start: number, end: number];

export type MarkdownReader = {
  /** Where the top-level blocks of a text stand. */
  blocks(text: string): readonly Span[];
  /** The text as the editor would write it. */
  normalise(text: string): string;
};

/** Longer texts are written as the editor writes them: comparing costs more than the marks are worth. */
const MAX_LENGTH = 200_000;

const cut = (text: string, spans: readonly Span[]): string[] =>
  spans.map(([from, to]) => text.slice(from, to));

/**
 * What to save after an edit: the blocks nobody touched exactly as they were written, the others as the editor writes
 * them. `baseline` is how the editor writes the unedited source.
 */
export function keepSource(source: string, baseline: string, edited: string, reader: MarkdownReader): string {
  if (edited === baseline) return source;
  if (source === baseline || source.length > MAX_LENGTH) return edited;
  const sourceSpans = reader.blocks(source);
  const before = cut(baseline, reader.blocks(baseline));
  if (sourceSpans.length !== before.length) return edited;
  const merged = merge(source, sourceSpans, before, cut(edited, reader.blocks(edited)));
  // Neighbours can change what a block means; then the editor's own text is the safe one.
  return reader.normalise(merged) === reader.normalise(edited) ? merged : edited;
}

function merge(source: string, spans: readonly Span[], before: string[], after: string[]): string {
  let text = '';
  let next = 0;
  /** The place in the source of the block that was written last, when it has one. */
  let last: number | null = -1;
  const write = (block: string, place: number | null): void => {
    const isNext = place !== null && last === place - 1;
    const gap = text === '' ? '' : '\n\n';
    text += (isNext ? source.slice(spans[place - 1]?.[1] ?? 0, spans[place]?.[0]) : gap) + block;
    last = place;
  };
  let replaced: { from: number; count: number } | null = null;
  for (const { added, removed, value } of diffArrays(before, after)) {
    const from = next;
    if (removed) replaced = { from, count: value.length };
    // As many new blocks as old ones: the same blocks edited, which keep the space around them.
    const start = added ? (replaced?.count === value.length ? replaced.from : null) : from;
    if (!added) next += value.length;
    if (removed) continue;
    for (const [offset, block] of value.entries()) {
      const place = start === null ? null : start + offset;
      const [begin, end] = spans[place ?? -1] ?? [0, 0];
      write(added ? block : source.slice(begin, end), place);
    }
    replaced = null;
  }
  return last === spans.length - 1 ? text + source.slice(spans.at(-1)?.[1] ?? source.length) : `${text}\n`;
}
