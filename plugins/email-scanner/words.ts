/** Text as words, so that phrases can be looked up instead of searched for. */
export type Language = 'en' | 'it';

/** Small letters, one kind of apostrophe, no accents: "può", "puo'" and "puo" are the same word. */
export function plain(text: string): string {
  const small = text.toLowerCase();
  // Taking accents off is dear, and most text has none.
  if (!/[\u0080-\uffff`]/.test(small)) return small;
  return small
    .replace(/[‘’`´]/g, "'")
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}

/** Words of both languages are plain letters once the accents are off. */
export function wordsOf(text: string): readonly string[] {
  return plain(text).match(/[a-z0-9]+(?:'[a-z]*)?/g) ?? [];
}

/** Phrases by their first word: one look-up a word, however many phrases there are. */
export type PhraseTable<Tag extends string> = ReadonlyMap<
  string,
  readonly { readonly words: readonly string[]; readonly tag: Tag }[]
>;

/** Of phrases apart by commas. */
export function phraseTable<Tag extends string>(
  languages: readonly Readonly<Record<Tag, string>>[],
): PhraseTable<Tag> {
  const all = languages.flatMap((phrases) =>
    (Object.keys(phrases) as Tag[]).flatMap((tag) =>
      phrases[tag].split(',').map((phrase) => ({ words: wordsOf(phrase), tag })),
    ),
  );
  return Map.groupBy(all, ({ words }) => words[0] ?? '');
}

/** The tags of all phrases among the words. */
export function tagsIn<Tag extends string>(
  words: readonly string[],
  table: PhraseTable<Tag>,
): ReadonlySet<Tag> {
  const found = new Set<Tag>();
  for (let at = 0; at < words.length; at += 1) {
    const phrases = table.get(words[at] ?? '');
    if (phrases === undefined) continue;
    for (const { words: phrase, tag } of phrases) {
      if (startsAt(words, at, phrase)) found.add(tag);
    }
  }
  return found;
}

function startsAt(words: readonly string[], at: number, phrase: readonly string[]): boolean {
  for (let index = 1; index < phrase.length; index += 1) {
    if (words[at + index] !== phrase[index]) return false;
  }
  return true;
}

const COMMON: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    'the and you of to is are we for your have with this that be can could please not will from our it on by would when what me us'.split(
      ' ',
    ),
  ),
  it: new Set(
    'il la di che e un una per con non del della sono le gli ti ci mi i entro puoi al si da questo alla dei delle se ho hai grazie fammi sapere quando possiamo lo nel va ecco ancora ciao cosa'.split(
      ' ',
    ),
  ),
};

export function languageOf(words: readonly string[], otherwise: Language): Language {
  let italian = 0;
  for (const word of words) {
    if (COMMON.it.has(word)) italian += 1;
    if (COMMON.en.has(word)) italian -= 1;
  }
  if (italian === 0) return otherwise;
  return italian > 0 ? 'it' : 'en';
}
