/**
 * A light stemmer for English and Italian at once, since a chunk may hold both: endings that mark number, tense,
 * gender or a noun made of a verb are taken off. It only has to be the same for both sides of a comparison.
 */
const ENDINGS = [
  'amenti imenti amento imento azioni azione izioni izione mente ations ation ments ment ings ing ness',
  'ando endo ati ate ato ata iti ite ito ita uti ute uto uta ava eva iva are ere ire ies ed ly',
]
  .join(' ')
  .split(' ')
  .toSorted((left, right) => right.length - left.length);

const SHORTEST = 3;
const VOWEL = /[aeiouy]/;

/** `word` is in lower case and without accents. */
export function stem(word: string): string {
  if (word.length <= SHORTEST) return word;
  const ending = ENDINGS.find(
    (one) =>
      word.length - one.length >= SHORTEST && word.endsWith(one) && VOWEL.test(word.slice(0, -one.length)),
  );
  const base = ending === undefined ? withoutPlural(word) : word.slice(0, -ending.length);
  return withoutDouble(withoutVowel(base));
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || word.endsWith('ss')) return word;
  return word.slice(0, -1);
}

function withoutVowel(word: string): string {
  return word.length > SHORTEST && VOWEL.test(word.at(-1) ?? '') ? word.slice(0, -1) : word;
}

/** `planned` and `plan` are one; `pass` and `fall` keep what is their own on both sides alike. */
function withoutDouble(word: string): string {
  return word.length > SHORTEST && word.at(-1) === word.at(-2) ? word.slice(0, -1) : word;
}
