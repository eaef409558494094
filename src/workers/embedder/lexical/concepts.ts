import { GENERAL_WORDS } from './lexicon-general.ts';
import { WORK_WORDS } from './lexicon-work.ts';
import { stem } from './stem.ts';

/** The groups of near meaning that a word belongs to, by its form or else by its stem. */
export type Concepts = { of(word: string, wordStem: string): readonly number[] };

export function createConcepts(): Concepts {
  const byWord = new Map<string, number[]>();
  const byStem = new Map<string, number[]>();
  const lines = `${WORK_WORDS}\n${GENERAL_WORDS}`.split('\n').filter((line) => line.trim() !== '');
  for (const [concept, line] of lines.entries()) {
    for (const word of line.trim().split(' ')) {
      add(byWord, word, concept);
      add(byStem, stem(word), concept);
    }
  }
  return { of: (word, wordStem) => byWord.get(word) ?? byStem.get(wordStem) ?? [] };
}

function add(into: Map<string, number[]>, key: string, concept: number): void {
  const known = into.get(key) ?? [];
  if (!known.includes(concept)) into.set(key, [...known, concept]);
}
