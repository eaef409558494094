import { describe, expect, test } from 'vitest';
import { sameWordsKey, shinglesOf } from './shingles.ts';

describe('pairs of words', () => {
  test.each([
    'Perché l’utente non può più accedere? ÈCOLE, naïve – 42ª volta… Ωmega',
    'Ошибка 500: сервер не отвечает, 日本語 テキスト ١٢٣',
    'one_two-three/four\tfive\u00a0six\u2028seven',
    '𝒜 mathematical 𝟙 word 😀 between others',
  ])('are those of its words alone: %s', (text) => {
    const plain = sameWordsKey(text);
    expect(shinglesOf(text)).toEqual(shinglesOf(plain));
    expect(shinglesOf(text.toUpperCase())).toEqual(shinglesOf(sameWordsKey(text.toUpperCase())));
    expect(shinglesOf(text)).toHaveLength(plain.split(' ').length - 1);
    expect(shinglesOf(`${plain} more`)).not.toEqual(shinglesOf(plain));
  });

  test('are the same whether a text has signs of two units or not', () => {
    expect(shinglesOf('the server 😀 is down')).toEqual(shinglesOf('the server is down'));
  });

  test('are the word where there is only one, and nothing without words', () => {
    expect(shinglesOf('Server!')).toEqual(shinglesOf('server'));
    expect(shinglesOf('Server!')).toHaveLength(1);
    expect(shinglesOf('… – 😀')).toHaveLength(0);
  });
});
