import type { Highlighted } from '#shared/contracts/search.ts';
import { foldText } from './search-doc.ts';

/** Words as the `unicode61` tokenizer of SQLite sees them: letters, marks on them, digits and private-use signs. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;
const EXCERPT_BEFORE = 60;
const EXCERPT_LENGTH = 220;
/** Marked places a text; more say nothing new. */
const MAX_RANGES = 50;

type Word = { readonly text: string; readonly start: number; readonly end: number };
type Range = readonly [number, number];

/** What is to be marked: runs of words, the last word of the last run perhaps only begun. */
export type Needles = {
  readonly runs: readonly (readonly string[])[];
  /** The run whose last word is a prefix, as an index; -1 for none. */
  readonly prefixRun: number;
};

/** From the same words as the FTS5 expression: phrases and terms, where the last term typed is a prefix. */
export function needlesOf(terms: readonly string[], phrases: readonly string[]): Needles {
  const termRuns = terms.map(wordsOf).filter((run) => run.length > 0);
  const phraseRuns = phrases.map(wordsOf).filter((run) => run.length > 0);
  return {
    runs: [...phraseRuns, ...termRuns],
    prefixRun: termRuns.length > 0 ? phraseRuns.length + termRuns.length - 1 : -1,
  };
}

/** The whole text with its marked places. */
export function highlight(text: string, needles: Needles): Highlighted {
  return { text, ranges: merge(findRanges(text, needles)) };
}

/** The part of a body around its best place: where most of what was asked for stands together. */
export function excerpt(body: string, needles: Needles): Highlighted {
  const ranges = findRanges(body, needles);
  const at = bestStart(ranges);
  const from = at <= EXCERPT_BEFORE ? 0 : wordStart(body, at - EXCERPT_BEFORE);
  const to = from + EXCERPT_LENGTH >= body.length ? body.length : wordEnd(body, from + EXCERPT_LENGTH);
  const inside = ranges.filter(([start, end]) => start >= from && end <= to);
  const flat = body.slice(from, to).replaceAll(/\s/g, ' ');
  const lead = from > 0 ? '…' : '';
  const shift = lead.length - from;
  return {
    text: `${lead}${flat}${to < body.length ? '…' : ''}`,
    ranges: merge(inside.map(([start, end]) => [start + shift, end + shift] as const)),
  };
}

function wordsOf(text: string): readonly string[] {
  return (foldText(text).match(WORD) ?? []).slice(0, 40);
}

function findRanges(text: string, needles: Needles): Range[] {
  if (needles.runs.length === 0) return [];
  const words: Word[] = [...text.matchAll(WORD)].map((match) => ({
    text: foldText(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const ranges: Range[] = [];
  for (let index = 0; index < words.length && ranges.length < MAX_RANGES; index += 1) {
    const length = matchedAt(words, index, needles);
    const first = words[index];
    const last = words[index + length - 1];
    if (length > 0 && first && last) ranges.push([first.start, last.end]);
  }
  return ranges;
}

/** How many words from here a run takes; 0 for no match. */
function matchedAt(words: readonly Word[], index: number, { runs, prefixRun }: Needles): number {
  for (const [at, run] of runs.entries()) {
    const isMatch = run.every((wanted, offset) => {
      const word = words[index + offset]?.text;
      const isOpen = at === prefixRun && offset === run.length - 1;
      return word !== undefined && (isOpen ? word.startsWith(wanted) : word === wanted);
    });
    if (isMatch) return run.length;
  }
  return 0;
}

function bestStart(ranges: readonly Range[]): number {
  let best = 0;
  let bestCount = 0;
  for (const [start] of ranges) {
    const count = ranges.filter(
      ([other]) => other >= start && other < start + EXCERPT_LENGTH - EXCERPT_BEFORE,
    ).length;
    if (count <= bestCount) continue;
    best = start;
    bestCount = count;
  }
  return best;
}

function wordStart(text: string, at: number): number {
  const space = text.slice(at, at + 30).search(/\s/);
  return space < 0 ? keepPair(text, at) : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  const space = text.slice(at - 30, at).search(/\s\S*$/);
  return space < 0 ? keepPair(text, at) : at - 30 + space;
}

/** Never between the two halves of a character. */
function keepPair(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

function merge(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = merged.at(-1);
    if (last && range[0] < last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])];
    else merged.push(range);
  }
  return merged;
}
