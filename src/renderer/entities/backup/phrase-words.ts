/** How many completions are offered at once. */
const MOST_OFFERED = 6;

/** The words of a text as they were pasted or typed: numbers, commas and line breaks between them are left out. */
export function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** Words of the list that begin as typed. `all` is in alphabetical order. */
export function completionsOf(all: readonly string[], typed: string): readonly string[] {
  const start = typed.trim().toLowerCase();
  if (start === '') return [];
  return all.filter((word) => word.startsWith(start)).slice(0, MOST_OFFERED);
}

/** The only word that can be meant: the whole word, or a beginning that no other word has. */
export function meantWord(all: readonly string[], typed: string): string | undefined {
  const start = typed.trim().toLowerCase();
  const offered = completionsOf(all, start);
  if (offered.includes(start)) return start;
  return offered.length === 1 ? offered[0] : undefined;
}

/** Whether nothing in the list begins as typed; nothing typed is nothing wrong. */
export function isUnknown(all: readonly string[], typed: string): boolean {
  return typed.trim() !== '' && all.length > 0 && completionsOf(all, typed).length === 0;
}
