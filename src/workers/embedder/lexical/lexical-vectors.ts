import { createConcepts } from './concepts.ts';
import { stem } from './stem.ts';
import { STOP_WORDS } from './stop-words.ts';

/**
 * Vectors from the words themselves, with no model: each word adds its form, its stem, its group of near meaning and
 * its letter groups to a vector by feature hashing (Weinberger et al., 2009). Texts with the same words, inflected,
 * translated or slightly misspelt, come out near each other. The same text always gives the same numbers.
 */
export type LexicalVectors = {
  /** Writes the vector of a text, of length one, into `into` from `offset`. */
  write(text: string, into: Float32Array, offset: number): void;
};

/** What a word adds: cells of the vector and how much goes into each. */
type Feature = { readonly cells: Uint16Array; readonly weights: Float32Array };

const WEIGHT = { form: 0.5, stem: 1, stemWithConcept: 0.7, concept: 1.5, letters: 0.45 };
/** What a word gains by the logarithm of its count, and by standing in the first line of several. */
const REPEATED = 0.5;
const FIRST_LINE = 2.5;
const KNOWN_WORDS = 60_000;
const LONGEST_WORD = 40;
const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;
const MARKS = /\p{M}+/gu;
const PLAIN = /^[a-z0-9]+$/;

export function createLexicalVectors(size: {
  readonly dimension: number;
  readonly maxWords: number;
}): LexicalVectors {
  const { dimension, maxWords } = size;
  const concepts = createConcepts();
  const known = new Map<string, Feature>();
  const featureOf = (raw: string): Feature => {
    const found = known.get(raw);
    if (found !== undefined) return found;
    // Simplest bound: a full table is begun anew; common words are back after a few texts.
    if (known.size >= KNOWN_WORDS) known.clear();
    const made = makeFeature(raw, concepts.of, dimension);
    known.set(raw, made);
    return made;
  };
  return {
    write(whole, into, offset) {
      const text = whole.slice(0, maxWords * LONGEST_WORD);
      const vector = into.subarray(offset, offset + dimension);
      const titled = wordsOfTitle(text);
      for (const [word, count] of countWords(text, maxWords)) {
        const { cells, weights } = featureOf(word);
        const damped = 1 + REPEATED * Math.log(count) + (titled.has(word) ? FIRST_LINE : 0);
        for (let index = 0; index < cells.length; index += 1) {
          const cell = cells[index] ?? 0;
          vector[cell] = (vector[cell] ?? 0) + damped * (weights[index] ?? 0);
        }
      }
      normalise(vector);
    },
  };
}

/** A passage begins with what it is called; a text of one line has nothing above the rest. */
function wordsOfTitle(text: string): ReadonlySet<string> {
  const end = text.indexOf('\n');
  return new Set(end > 0 ? text.slice(0, end).match(WORD) : []);
}

function countWords(text: string, maxWords: number): Map<string, number> {
  const counts = new Map<string, number>();
  let seen = 0;
  for (const word of text.match(WORD) ?? []) {
    if (seen === maxWords) break;
    seen += 1;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function makeFeature(
  raw: string,
  conceptsOf: (word: string, wordStem: string) => readonly number[],
  dimension: number,
): Feature {
  const word = fold(raw);
  const importance = importanceOf(word);
  const sums = new Map<number, number>();
  const add = (feature: string, weight: number) => {
    const hash = hashOf(feature);
    const cell = (hash >>> 1) % dimension;
    sums.set(cell, (sums.get(cell) ?? 0) + ((hash & 1) === 0 ? weight : -weight) * importance);
  };
  const wordStem = stem(word);
  const concepts = conceptsOf(word, wordStem);
  add(`w${word}`, WEIGHT.form);
  add(`s${wordStem}`, concepts.length > 0 ? WEIGHT.stemWithConcept : WEIGHT.stem);
  for (const concept of concepts) add(`c${concept}`, WEIGHT.concept / Math.sqrt(concepts.length));
  const letters = letterGroups(word);
  for (const group of letters) add(`g${group}`, WEIGHT.letters / Math.sqrt(letters.length));
  return { cells: Uint16Array.from(sums.keys()), weights: Float32Array.from(sums.values()) };
}

function fold(raw: string): string {
  const lower = raw.toLowerCase();
  const plain = PLAIN.test(lower) ? lower : lower.normalize('NFKD').replace(MARKS, '');
  return plain.slice(0, LONGEST_WORD);
}

/** Stands in for how rare a word is, which a vector of one text cannot know. */
function importanceOf(word: string): number {
  if (STOP_WORDS.has(word)) return 0.04;
  if (word.length === 1) return 0.3;
  return Math.min(1.25, 0.75 + 0.06 * word.length);
}

function letterGroups(word: string): readonly string[] {
  if (word.length < 4 || STOP_WORDS.has(word)) return [];
  const padded = `^${word}$`;
  return Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3));
}

/** FNV-1a with a final mix (MurmurHash3's), since neighbouring keys must not land in neighbouring cells. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index += 1) {
    hash = Math.imul(hash ^ feature.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function normalise(vector: Float32Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) {
    // A text without a word is like no other; a vector of length one is still promised.
    vector[0] = 1;
    return;
  }
  const scale = 1 / Math.sqrt(sum);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) * scale;
}
