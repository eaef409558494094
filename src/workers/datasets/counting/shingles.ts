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

/** What each UTF-16 unit is, as it is met: 1 for a letter or a figure of its own, 2 for what parts words. */
const KINDS = new Uint8Array(0x10000);
const IN_WORD = 1;
const BETWEEN = 2;
const ONE = /[\p{L}\p{N}]/u;
const WIDE = /[\uD800-\uDFFF]/;

function kindOf(unit: number): number {
  const kind = ONE.test(String.fromCharCode(unit)) ? IN_WORD : BETWEEN;
  KINDS[unit] = kind;
  return kind;
}

/** Hashes of pairs of words that stand beside each other; of the word where there is only one. */
export function shinglesOf(text: string): Int32Array {
  const hashes = WIDE.test(text) ? wordsIn(text).map(hashOf) : wordHashes(text.toLowerCase());
  if (hashes.length < 2) return Int32Array.from(hashes);
  const pairs = new Int32Array(hashes.length - 1);
  for (let at = 1; at < hashes.length; at += 1)
    pairs[at - 1] = mixed(Math.imul(hashes[at - 1] ?? 0, 0x01000193) ^ (hashes[at] ?? 0));
  return pairs;
}

/** As `hashOf` of each word, without a string for any. */
function wordHashes(text: string): readonly number[] {
  const hashes: number[] = [];
  let hash = EMPTY;
  let isInWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if ((KINDS[unit] || kindOf(unit)) === IN_WORD) {
      hash = Math.imul(hash ^ unit, 0x01000193);
      isInWord = true;
    } else if (isInWord) {
      hashes.push(mixed(hash));
      hash = EMPTY;
      isInWord = false;
    }
  }
  if (isInWord) hashes.push(mixed(hash));
  return hashes;
}

/** The same words in the same order, whatever stands between them. */
export function sameWordsKey(text: string): string {
  return wordsIn(text).join(' ');
}

const EMPTY = 0x811c9dc5;

/** FNV-1a over UTF-16 units, mixed at the end. */
function hashOf(word: string): number {
  let hash = EMPTY;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  mix = Math.imul(mix ^ (mix >>> 15), 0x735a2d97);
  return mix ^ (mix >>> 15);
}
