type Rankable = { readonly label: string; readonly keywords?: readonly string[] };

/** Lower case and without accents, so that 'perche' finds 'perché'. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

function rank(text: string, query: string): number {
  if (text.startsWith(query)) return 0;
  if (text.split(/[\s/_-]+/).some((word) => word.startsWith(query))) return 1;
  if (text.includes(query)) return 2;
  return query.split(/\s+/).every((part) => text.includes(part)) ? 3 : Number.POSITIVE_INFINITY;
}

/** What contains the query, beginnings first; the given order otherwise. */
export function rankByQuery<T extends Rankable>(options: readonly T[], query: string): readonly T[] {
  const folded = foldForSearch(query);
  if (folded === '') return options;
  return options
    .map((option) => {
      const own = rank(foldForSearch(option.label), folded);
      const others = (option.keywords ?? []).map((keyword) => rank(foldForSearch(keyword), folded) + 0.5);
      return { option, score: Math.min(own, ...others) };
    })
    .filter(({ score }) => score < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.score - b.score)
    .map(({ option }) => option);
}
