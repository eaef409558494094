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
  let kept = 0;
  /** The source block that was written last, when it was one. */
  let last: number | null = -1;
  const gap = (index: number | null): string => {
    if (index !== null && last === index - 1)
      return source.slice(spans[index - 1]?.[1] ?? 0, spans[index]?.[0]);
    return text === '' ? '' : '\n\n';
  };
  for (const part of diffArrays(before, after)) {
    if (part.removed) kept += part.value.length;
    for (const block of part.removed ? [] : part.value) {
      const index = part.added ? null : kept++;
      const [from, to] = index === null ? [0, 0] : (spans[index] ?? [0, 0]);
      text += gap(index) + (index === null ? block : source.slice(from, to));
      last = index;
    }
  }
  return last === spans.length - 1 ? text + source.slice(spans.at(-1)?.[1] ?? source.length) : `${text}\n`;
}
