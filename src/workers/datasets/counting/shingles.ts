/** The texts of a record that are compared: those of the columns, or all of them, nested ones as well. */
export function textOf(value: unknown, columns: readonly string[]): string {
  const parts: string[] = [];
  const take = (cell: unknown): void => {
    if (typeof cell === 'string') parts.push(cell);
    else if (typeof cell === 'object' && cell !== null) for (const inner of Object.values(cell)) take(inner);
  };
  if (typeof value !== 'object' || value === null) return '';
  for (const [name, cell] of Object.entries(value)) {
    if (columns.length === 0 || columns.includes(name)) take(cell);
  }
  return parts.join('\n');
}

const WORDS = /[\p{L}\p{N}]+/gu;

/** Words in small letters. */
function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(WORDS) ?? [];
}

/** Hashes of pairs of words that stand beside each other, each once; of the word where there is only one. */
export function shinglesOf(text: string): Uint32Array {
  const words = wordsIn(text);
  const hashes = words.map(hashOf);
  if (hashes.length < 2) return Uint32Array.from(hashes);
  const pairs = new Set<number>();
  for (let at = 1; at < hashes.length; at += 1) {
    pairs.add((Math.imul(hashes[at - 1] ?? 0, 0x01000193) ^ (hashes[at] ?? 0)) >>> 0);
  }
  return Uint32Array.from(pairs);
}

/** The same words in the same order, whatever stands between them. */
export function sameWordsKey(text: string): string {
  return wordsIn(text).join(' ');
}

/** FNV-1a over UTF-16 units, mixed at the end. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}
