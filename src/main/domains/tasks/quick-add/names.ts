/** Finds the project or client that a person means by a few letters of its name. */

export type Named = { readonly id: string; readonly name: string };
export type NameMatch = {
  readonly item: Named;
  readonly isAmbiguous: boolean;
  /** The same name, the beginning of it or of one of its words, or one letter off. */
  readonly how: 'same' | 'beginning' | 'near';
};

type Ranked = { readonly item: Named; readonly rank: number };

/** Folds case, accents and separators: `Caffè_Roma` and `caffe-roma` are one name. */
export function fold(name: string): string {
  // Most names are ASCII, where nothing has to be taken apart.
  const plain = /^[\x20-\x7e]*$/.test(name) ? name : name.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[\s_\-–—]+/gu, ' ')
    .trim();
}

const foldedNames = new WeakMap<Named, string>();

/** A name is compared many times in one text, so it is folded once per item. */
function foldedName(item: Named): string {
  const known = foldedNames.get(item);
  if (known !== undefined) return known;
  const folded = fold(item.name);
  foldedNames.set(item, folded);
  return folded;
}

/** The best match: the same name, then its beginning, then the beginning of one of its words, then a near miss. */
export function matchName(typed: string, items: readonly Named[]): NameMatch | undefined {
  const wanted = fold(typed);
  if (wanted === '') return undefined;
  const ranked: Ranked[] = [];
  for (const item of items) {
    const rank = rankOf(wanted, foldedName(item));
    if (rank !== undefined) ranked.push({ item, rank });
  }
  ranked.sort(
    (a, b) => a.rank - b.rank || a.item.name.length - b.item.name.length || compare(a.item.name, b.item.name),
  );
  const [best, second] = ranked;
  if (best === undefined) return undefined;
  const how = best.rank === 0 ? 'same' : best.rank < 3 ? 'beginning' : 'near';
  return { item: best.item, isAmbiguous: second !== undefined && second.rank === best.rank, how };
}

export function findExact(typed: string, items: readonly Named[]): Named | undefined {
  const wanted = fold(typed);
  return wanted === '' ? undefined : items.find((item) => foldedName(item) === wanted);
}

function rankOf(wanted: string, name: string): number | undefined {
  if (name === wanted || name.replaceAll(' ', '') === wanted.replaceAll(' ', '')) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(' ').some((word) => word.startsWith(wanted))) return 2;
  if (wanted.length < 4) return undefined;
  const isNear = [name, ...name.split(' ')].some((part) => isOneTypoAway(wanted, part));
  return isNear ? 3 : undefined;
}

/** One letter wrong, missing, too many, or two neighbours swapped. */
function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
