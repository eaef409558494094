/** A piece of the brief's text; what names something of its lists leads there. */
export type TextPiece<T> = { readonly text: string; readonly item: T | null };

/** A shorter title is a word of the sentence as often as it is a name. */
const SHORTEST = 6;

/** The text with the titles of these items as pieces of their own: the longest title wins where two begin alike. */
export function linkTitles<T extends { readonly title: string }>(
  text: string,
  items: readonly T[],
): readonly TextPiece<T>[] {
  const named = items
    .filter(({ title }) => title.length >= SHORTEST)
    .toSorted((left, right) => right.title.length - left.title.length);
  const pieces: TextPiece<T>[] = [];
  let from = 0;
  for (;;) {
    const next = firstTitle(text, from, named);
    if (next === undefined) return [...pieces, { text: text.slice(from), item: null }].filter(isSaid);
    pieces.push({ text: text.slice(from, next.at), item: null });
    from = next.at + next.item.title.length;
    pieces.push({ text: next.item.title, item: next.item });
  }
}

function firstTitle<T extends { readonly title: string }>(text: string, from: number, items: readonly T[]) {
  return items
    .map((item) => ({ item, at: text.indexOf(item.title, from) }))
    .filter(({ at }) => at >= 0)
    .toSorted((left, right) => left.at - right.at)[0];
}

function isSaid({ text }: { readonly text: string }): boolean {
  return text !== '';
}
