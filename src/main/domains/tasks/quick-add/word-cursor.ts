import { BLANK } from './mask.ts';

/** Words of a text with their places, and a reader that can step back. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

export class WordCursor {
  readonly words: readonly Word[];
  at: number;

  constructor(words: readonly Word[], at = 0) {
    this.words = words;
    this.at = at;
  }

  peek(): string | undefined {
    return this.words[this.at]?.text;
  }

  /** Runs `read`; where it finds nothing the cursor is back where it was. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const before = this.at;
    const found = read();
    if (found === undefined) this.at = before;
    return found;
  }

  take(isWanted: (word: string) => boolean): string | undefined {
    const word = this.peek();
    if (word === undefined || !isWanted(word)) return undefined;
    this.at += 1;
    return word;
  }

  lookUp<T>(table: Readonly<Record<string, T>>): T | undefined {
    const word = this.peek();
    if (word === undefined || !Object.hasOwn(table, word)) return undefined;
    this.at += 1;
    return table[word];
  }

  /** Takes one of the phrases, each a list of words. */
  takePhrase(phrases: readonly (readonly string[])[]): boolean {
    const found = phrases.find((phrase) =>
      phrase.every((word, index) => this.words[this.at + index]?.text === word),
    );
    this.at += found?.length ?? 0;
    return found !== undefined;
  }

  /** How many of these words were skipped. */
  skip(words: ReadonlySet<string>): number {
    const before = this.at;
    while (this.take((word) => words.has(word)) !== undefined);
    return this.at - before;
  }
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}°ºª]*|[^\s]/gu)].map((match) => ({
    text: match[0] === BLANK ? BLANK : match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
