import { foldText } from '../search-doc.ts';

/** What a question asks for, as an FTS5 expression and as words to point at. */
export type QuestionWords = {
  /** As the full-text table takes them, any of which may stand in a passage. */
  readonly terms: readonly string[];
  /** As they were typed, folded. */
  readonly words: readonly string[];
};

const MAX_WORDS = 24;
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;
/** Words that stand in every text and every question, English and Italian. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  `a about all am an and any are as at be been but by can could did do does for from had has have he her his how i if in
  into is it its just me my no not of on or our s she should so t than that the their them then there these they this to
  us was we were what when where which who whom why will with would you your
  ad agli ai al alla alle allo anche avere c che chi ci coi col come con cosa cui d da dagli dai dal dalla dalle dallo
  degli dei del della delle dello di dove e ed era erano essere fa fare gli ha hai hanno ho i il in io l la le lei li lo
  loro lui ma mi mia mie miei mio ne negli nei nel nella nelle nello noi non nostra nostro o per perche piu quale quali
  quando quanto quella quelle quelli quello questa queste questi questo qui se sei si sia sono su sua sue sugli sui sul
  sulla sulle suo tra fra tu tuo tutti tutto un una uno vi voi e' è`.split(/\s+/),
);
/** Endings of number and tense; what is left must say enough. */
const ENDINGS =
  /(?:azioni|azione|amento|amenti|imento|imenti|mente|ations|ation|ments|ment|ingly|ings|ing|edly|ed|ies|es|ly|s|ato|ata|ati|ate|are|ere|ire|y|[aeiou])$/u;
const MIN_STEM = 4;
/** Each search asks for those of some thousand words, mostly the same. */
const MOST_STEMS = 20_000;
const STEMS = new Map<string, string>();

/**
 * Any of its words, those that say little left out; a word stands for its other forms too. Every word is quoted, so
 * nothing a person types is read as FTS5 syntax.
 */
export function questionWords(question: string): QuestionWords {
  const folded = foldText(question.slice(0, 2_000)).toWellFormed();
  const all = [...new Set(folded.match(WORD) ?? [])];
  const telling = all.filter((word) => !EMPTY_WORDS.has(word));
  const words = (telling.length > 0 ? telling : all).slice(0, MAX_WORDS);
  return { terms: [...new Set(words.map(termOf))], words };
}

function termOf(word: string): string {
  const stem = stemOf(word);
  return stem === word ? `"${word}"` : `"${stem}"*`;
}

export function stemOf(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  const stem = makeStem(word);
  if (STEMS.size >= MOST_STEMS) STEMS.clear();
  STEMS.set(word, stem);
  return stem;
}

function makeStem(word: string): string {
  if (/\p{N}/u.test(word)) return word;
  const stem = word.replace(ENDINGS, '');
  return stem.length >= MIN_STEM ? stem : word;
}

/** Which of the words stand in the text, in one of their forms. */
export function wordsIn(text: string, words: readonly string[]): readonly string[] {
  const present = new Set((foldText(text).match(WORD) ?? []).map(stemOf));
  return words.filter((word) => present.has(stemOf(word)));
}
