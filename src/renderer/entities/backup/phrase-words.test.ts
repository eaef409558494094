import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { completionsOf, isUnknown, meantWord, wordsIn } from './phrase-words.ts';

describe('words of a recovery phrase', () => {
  it('are taken from a text with numbers, commas and lines between them', () => {
    expect(wordsIn('1. Abandon, 2. zoo\n3) legal')).toEqual(['abandon', 'zoo', 'legal']);
    expect(wordsIn(' ')).toEqual([]);
  });

  it('are completed from their beginning, a few at a time', () => {
    expect(completionsOf(wordlist, 'aban')).toEqual(['abandon']);
    expect(completionsOf(wordlist, 'A')).toHaveLength(6);
    expect(completionsOf(wordlist, '')).toEqual([]);
  });

  it('are known by their first four letters, each of them', () => {
    const missed = wordlist.filter((word) => meantWord(wordlist, word.slice(0, 4)) !== word);
    expect(missed).toEqual([]);
    expect(wordlist).toHaveLength(2048);
    expect(meantWord(wordlist, 'ab')).toBeUndefined();
  });

  it('are said to be none of the list as soon as no word begins so', () => {
    expect(isUnknown(wordlist, 'xq')).toBe(true);
    expect(isUnknown(wordlist, 'zo')).toBe(false);
    expect(isUnknown(wordlist, '')).toBe(false);
    expect(isUnknown([], 'xq')).toBe(false);
  });
});
