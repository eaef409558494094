import type { AnswerPart, Citation } from '#shared/contracts/answers.ts';
import type { Passage } from '#shared/contracts/passages.ts';
import { fold } from '#main/domains/tasks/index.ts';

/** Choosing, of passages that a search has found, the sentences that say what was asked for. */

type Scored = { readonly passage: Passage; readonly quote: string; readonly score: number };

const MOST_QUOTES = 4;
const MOST_PER_ITEM = 2;
const MAX_QUOTE = 420;
/** Letters of a word that endings of English and Italian leave alone. */
const STEM_LENGTH = 5;

/** The passages that fit best, cut to what fits in them; those that share nothing with the question are left out. */
export function chooseQuotes(
  passages: readonly Passage[],
  weighty: readonly string[],
  wanted?: RegExp,
): readonly Citation[] {
  const stems = new Set(weighty.map(stem));
  const scored = passages.flatMap((passage, rank): Scored[] => {
    const { quote, hits } = bestSentences(passage.text, stems, wanted);
    const inTitle = countStems(`${passage.title} ${passage.headings.join(' ')}`, stems);
    const isNear = (passage.why.similarity ?? 0) >= NEAR;
    if (hits + inTitle === 0 && !isNear) return [];
    if (quote === '' || (wanted !== undefined && !wanted.test(quote))) return [];
    // Where the search puts it counts as well: it knows of meaning, this of words alone.
    return [{ passage, quote, score: hits * 2 + inTitle + 3 / (rank + 1) }];
  });
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const perItem = new Map<string, number>();
  const seen = new Set<string>();
  const chosen = scored.filter(({ passage, quote, score }) => {
    const count = perItem.get(passage.entityId) ?? 0;
    if (score < best / 3 || count >= MOST_PER_ITEM || seen.has(quote)) return false;
    perItem.set(passage.entityId, count + 1);
    seen.add(quote);
    return true;
  });
  return chosen
    .slice(0, MOST_QUOTES)
    .map(({ passage, quote }, index) => citationOf(passage, quote, index + 1));
}

/** Similar enough in meaning to be worth a look without a word in common; measured by the embedder's cosine. */
const NEAR = 0.55;

export function citationOf(passage: Passage, quote: string, number: number): Citation {
  return {
    number,
    passageId: passage.id,
    kind: passage.kind,
    entityId: passage.entityId,
    title: passage.title,
    headings: passage.headings,
    quote,
    link: passage.link,
    source: passage.source,
    clientName: passage.clientName,
    projectName: passage.projectName,
    updatedAt: passage.updatedAt,
  };
}

export function quotesPart(title: string, citations: readonly Citation[]): AnswerPart[] {
  return citations.length === 0
    ? []
    : [{ type: 'quotes', title, citations: citations.map(({ number }) => number) }];
}

/** The sentence with most of the words, with its neighbours while they fit. */
function bestSentences(text: string, stems: ReadonlySet<string>, wanted: RegExp | undefined) {
  const sentences = sentencesOf(text);
  let at = 0;
  let hits = -1;
  for (const [index, sentence] of sentences.entries()) {
    const count = countStems(sentence, stems) + (wanted?.test(sentence) === true ? 3 : 0);
    if (count > hits) [at, hits] = [index, count];
  }
  let quote = sentences[at] ?? '';
  for (const neighbour of [sentences[at + 1], sentences[at - 1]]) {
    if (neighbour === undefined || quote.length + neighbour.length + 1 > MAX_QUOTE / 2) continue;
    quote = neighbour === sentences[at + 1] ? `${quote} ${neighbour}` : `${neighbour} ${quote}`;
  }
  return { quote: cut(quote), hits: Math.max(0, hits) };
}

/** Sentences and lines, without the marks of Markdown that only say how they look. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+/u)
    .flatMap((line) => plain(line).split(/(?<=[.!?…])\s+(?=[\p{Lu}\d"“«])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function plain(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)/u, '')
    .replace(/^\s*\|?[\s:|-]+\|[\s:|-]*$/u, '')
    .replace(/^\s*\|\s*|\s*\|\s*$/gu, '')
    .replaceAll(/\s*\|\s*/gu, ' · ')
    .replaceAll(/\[\[([^\]]+)\]\]/gu, '$1')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/(\*\*|__|~~|`)/gu, '');
}

function countStems(text: string, stems: ReadonlySet<string>): number {
  const found = new Set((fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem));
  return [...stems].filter((one) => found.has(one)).length;
}

function stem(word: string): string {
  const plainWord = fold(word);
  // Numbers and short words are whole or not there.
  return plainWord.length <= STEM_LENGTH ? plainWord.replace(/s$/u, '') : plainWord.slice(0, STEM_LENGTH);
}

function cut(quote: string): string {
  if (quote.length <= MAX_QUOTE) return quote;
  const end = quote.lastIndexOf(' ', MAX_QUOTE - 1);
  return `${quote.slice(0, end > 0 ? end : MAX_QUOTE - 1)}…`;
}
