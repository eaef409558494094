import type { SeededRandom } from './seeded-random.ts';

/**
 * Text in the manner of given sentences: a chain in which each word follows one that it followed there. Frequent
 * words stay frequent; names made of syllables give the long tail of rare terms that real notes have.
 */
export type WordChain = {
  /** `wordCount` words as one line without closing punctuation, begun with a capital. */
  phrase(wordCount: number): string;
  /** Sentences of about `wordCount` words in all. */
  prose(wordCount: number): string;
  /** A made-up name of a place, person or product; the first ones come up most often. */
  name(): string;
};

/** Far more than a small workspace draws, so that the number of distinct words grows with the text. */
const NAME_COUNT = 80_000;
const SYLLABLES =
  'al bor cas den fer gal hol ist jor kel lund mar nor ost pra quin ros sel tor und vik wen zan'.split(' ');
const ENDINGS = ['a', 'berg', 'eri', 'ino', 'o', 'sen', 'stein', 'ton', 'wick'];
/** How many words of a hundred are names. */
const NAMES_PER_HUNDRED = 4;

export function createWordChain(texts: readonly string[], random: SeededRandom): WordChain {
  const words: string[] = [];
  const followers: number[][] = [];
  const openings: number[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (word: string) => {
    let index = indexes.get(word);
    if (index === undefined) {
      index = words.push(word) - 1;
      followers.push([]);
      indexes.set(word, index);
    }
    return index;
  };
  for (const sentence of texts.flatMap(sentencesOf)) {
    const chain = sentence.map(indexOf);
    chain.forEach((index, at) => {
      const next = chain[at + 1];
      if (at === 0) openings.push(index);
      if (next !== undefined) followers[index]?.push(next);
    });
  }
  const names = Array.from({ length: NAME_COUNT }, () => makeName(random));
  const name = () => random.pickByRank(names);

  function line(wordCount: number): string {
    const made: string[] = [];
    let at = random.pick(openings);
    while (made.length < wordCount) {
      made.push(random.below(100) < NAMES_PER_HUNDRED ? name() : (words[at] ?? ''));
      const next = followers[at] ?? [];
      at = next.length > 0 ? random.pick(next) : random.pick(openings);
    }
    const text = made.join(' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  return {
    name,
    phrase: line,
    prose(wordCount) {
      const sentences: string[] = [];
      for (let left = wordCount; left > 0;) {
        const length = Math.min(left, 5 + random.below(14));
        sentences.push(`${line(length)}.`);
        left -= length;
      }
      return sentences.join(' ');
    },
  };
}

function sentencesOf(text: string): readonly (readonly string[])[] {
  return text
    .split(/[.!?:;\n|]+/)
    .map((sentence) => sentence.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [])
    .filter((words) => words.length > 2)
    .map((words) => [words[0]?.toLowerCase() ?? '', ...words.slice(1)]);
}

function makeName(random: SeededRandom): string {
  const syllables = Array.from({ length: 1 + random.below(3) }, () => random.pick(SYLLABLES)).join('');
  return syllables.charAt(0).toUpperCase() + syllables.slice(1) + random.pick(ENDINGS);
}
