import type { Terminal } from './terminal.ts';
import { ask } from './prompt.ts';

export type AskedWord = { readonly index: number; readonly word: string };

/** The words under each other, numbered from 1. */
export function numberedWords(phrase: string): readonly string[] {
  return phrase.split(' ').map((word, index) => `${String(index + 1).padStart(4)}. ${word}`);
}

/** The words at these places, for a script that was given all of them. */
export function wordsAt(phrase: string, indexes: readonly number[]): AskedWord[] {
  const words = phrase.split(' ');
  return indexes.map((index) => ({ index, word: words[index] ?? '' }));
}

/** Asks a person for the words at these places. */
export async function askWords(terminal: Terminal, indexes: readonly number[]): Promise<AskedWord[]> {
  const given: AskedWord[] = [];
  for (const index of indexes) {
    given.push({ index, word: (await ask(terminal, `Word ${index + 1}: `)).trim().toLowerCase() });
  }
  return given;
}
