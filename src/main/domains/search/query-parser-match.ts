/** Builds the text of an FTS5 `MATCH`. Every token is quoted, so nothing a person types is read as FTS5 syntax. */

export type MatchTerms = {
  readonly terms: readonly string[];
  readonly phrases: readonly string[];
  readonly excluded: readonly string[];
};

/** FTS5 nests one level a term and stops at 256; nobody types that many words. */
export const MAX_MATCH_TERMS = 40;
const MAX_TERM_LENGTH = 200;

/**
 * The expression for these words: all of them, the last as a prefix (or whole), none of `excluded`. Undefined when there is
 * nothing to look for (only operators, only exclusions, only punctuation): then the caller lists without `MATCH`.
 * Made for the `unicode61` tokenizer: a word in which it finds no token is left out, because it would match nothing.
 */
export function toFtsMatch(
  { terms, phrases, excluded }: MatchTerms,
  lastWord: 'as prefix' | 'whole' = 'as prefix',
): string | undefined {
  const words = terms.filter(hasToken).slice(0, MAX_MATCH_TERMS);
  const whole = phrases.filter(hasToken).slice(0, MAX_MATCH_TERMS - words.length);
  if (words.length + whole.length === 0) return undefined;
  const last = lastWord === 'as prefix' ? words.length - 1 : -1;
  const wanted = [
    ...whole.map(quote),
    ...words.map((word, index) => (index === last ? `${quote(word)}*` : quote(word))),
  ];
  const unwanted = excluded.filter(hasToken).slice(0, MAX_MATCH_TERMS).map(quote);
  const wantedText = wanted.join(' AND ');
  return unwanted.length === 0 ? wantedText : `(${wantedText}) NOT (${unwanted.join(' OR ')})`;
}

/** A NUL would end the expression early, inside an open quote. */
function quote(word: string): string {
  return `"${word.slice(0, MAX_TERM_LENGTH).toWellFormed().replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}

function hasToken(word: string): boolean {
  return /[\p{L}\p{N}\p{Co}]/u.test(word.slice(0, MAX_TERM_LENGTH));
}
