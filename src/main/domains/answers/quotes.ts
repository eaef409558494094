import type { AnswerPart, Citation } from '#shared/contracts/answers.ts';
import type { Passage } from '#shared/contracts/passages.ts';
import { fold } from '#main/domains/tasks/index.ts';

/** Choosing, of passages that a search has found, the sentences that say what was asked for. */

type Words = ReadonlyMap<string, number>;
type Sentence = { readonly text: string; readonly line: number };
type Scored = { readonly passage: Passage; readonly quote: string; readonly score: number };

const MOST_QUOTES = 4;
const MOST_PER_ITEM = 2;
const MAX_QUOTE = 420;
/** A neighbour in the same paragraph is quoted along up to here. */
const ENOUGH = 220;
/** Letters of a word that endings of English and Italian leave alone. */
const STEM_LENGTH = 5;
/** Similar enough in meaning to be worth a look without a word in common. */
const NEAR = 0.55;
/** What says less than this part of what the best one says is left out. */
const WORTH = 0.45;

/**
 * The passages that fit best, each cut to the sentences that fit. A word counts more the fewer of the passages hold it.
 * With `wanted` only sentences are quoted that it matches.
 */
export function chooseQuotes(
  passages: readonly Passage[],
  weighty: readonly string[],
  wanted?: RegExp,
): readonly Citation[] {
  const words = weigh(passages, new Set(weighty.map(stem)));
  const scored = passages.flatMap((passage, rank) => scoreOf(passage, { rank, words, wanted }) ?? []);
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const perItem = new Map<string, number>();
  const seen = new Set<string>();
  const chosen = scored.filter(({ passage, quote, score }) => {
    const count = perItem.get(passage.entityId) ?? 0;
    if (score < best * WORTH || count >= MOST_PER_ITEM || seen.has(quote)) return false;
    perItem.set(passage.entityId, count + 1);
    seen.add(quote);
    return true;
  });
  return chosen
    .slice(0, MOST_QUOTES)
    .map(({ passage, quote }, index) => ({ number: index + 1, ...citationOf(passage, quote) }));
}

export function quotesPart(title: string, citations: readonly Citation[]): AnswerPart[] {
  return citations.length === 0
    ? []
    : [{ type: 'quotes', title, citations: citations.map(({ number }) => number) }];
}

function scoreOf(
  passage: Passage,
  { rank, words, wanted }: { rank: number; words: Words; wanted: RegExp | undefined },
): Scored | undefined {
  const { quote, weight } = bestSentences(passage, words, wanted);
  const ofTitle = weightOf(`${passage.title} ${passage.headings.join(' ')}`, words);
  const isNear = (passage.why.similarity ?? 0) >= NEAR;
  if (weight + ofTitle === 0 && !isNear) return undefined;
  if (wanted !== undefined && !wanted.test(quote)) return undefined;
  // Where the search puts it counts as well: it knows of meaning, this of words alone.
  return { passage, quote, score: weight + ofTitle * 0.6 + 1 / (rank + 1) };
}

/** Each word's weight: rare ones tell more. */
function weigh(passages: readonly Passage[], stems: ReadonlySet<string>): Words {
  const texts = passages.map(({ title, text }) => stemsOf(`${title} ${text}`));
  return new Map(
    [...stems].map((one) => {
      const count = texts.filter((found) => found.has(one)).length;
      return [one, Math.log(1 + passages.length / (count + 1))];
    }),
  );
}

/** What is told of where a quote of a passage stands. */
export function citationOf(passage: Passage, quote: string): Omit<Citation, 'number'> {
  const { id, kind, entityId, title, headings, link, source, clientName, projectName, updatedAt } = passage;
  return {
    passageId: id,
    kind,
    entityId,
    title,
    headings,
    quote,
    link,
    source,
    clientName,
    projectName,
    updatedAt,
  };
}

/** The sentence with most of the weight, with what stands beside it in its paragraph; the title where there is none. */
function bestSentences(passage: Passage, words: Words, wanted: RegExp | undefined) {
  const sentences = sentencesOf(passage);
  const weights = sentences.map(({ text }) => weightOf(text, words) + (wanted?.test(text) === true ? 3 : 0));
  const weight = Math.max(0, ...weights);
  const at = Math.max(0, weights.indexOf(weight));
  const best = sentences[at];
  if (best === undefined) return { quote: passage.title, weight: 0 };
  const isBeside = (one: Sentence | undefined, length: number) =>
    one !== undefined && one.line === best.line && length + one.text.length < ENOUGH;
  const [before, after] = [sentences[at - 1], sentences[at + 1]];
  let quote = best.text;
  if (after && isBeside(after, quote.length)) quote = `${quote} ${after.text}`;
  if (before && isBeside(before, quote.length)) quote = `${before.text} ${quote}`;
  return { quote: cut(quote), weight };
}

/** Sentences of each line, without headings, which are told apart, and without the marks of Markdown. */
function sentencesOf({ text, title, headings }: Passage): readonly Sentence[] {
  const told = new Set([title, ...headings].map(fold));
  return text.split(/\n+/u).flatMap((raw, line) => {
    const plain = withoutMarks(raw).trim();
    if (told.has(fold(plain)) || /^(?:#\S+\s*)+$/u.test(plain)) return [];
    return plain
      .split(/(?<=[.!?…])\s+(?=[\p{Lu}\d"“«])/u)
      .map((sentence) => ({ text: sentence.trim(), line }))
      .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence.text));
  });
}

function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)/u, '')
    .replace(/^\s*\|?[\s:|-]+\|[\s:|-]*$/u, '')
    .replace(/^\s*\|\s*|\s*\|\s*$/gu, '')
    .replaceAll(/\s*\|\s*/gu, ' · ')
    .replaceAll(/\[\[([^\]]+)\]\]/gu, '$1')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/(\*\*|__|~~|`)/gu, '');
}

function weightOf(text: string, words: Words): number {
  const found = stemsOf(text);
  return [...words].reduce((sum, [word, weight]) => (found.has(word) ? sum + weight : sum), 0);
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set((fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem));
}

function stem(word: string): string {
  const plain = fold(word);
  // Numbers and short words are whole or not there.
  return plain.length <= STEM_LENGTH ? plain.replace(/s$/u, '') : plain.slice(0, STEM_LENGTH);
}

function cut(quote: string): string {
  if (quote.length <= MAX_QUOTE) return quote;
  const end = quote.lastIndexOf(' ', MAX_QUOTE - 1);
  return `${quote.slice(0, end > 0 ? end : MAX_QUOTE - 1)}…`;
}
