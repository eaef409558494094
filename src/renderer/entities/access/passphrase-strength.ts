export type Strength = {
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly name: 'short' | 'weak' | 'fair' | 'good' | 'strong';
};

/** What the host asks for at least; shorter ones are refused there too. */
export const MIN_PASSPHRASE_LENGTH = 8;

const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\d/, 10],
  [/[^\p{L}\d]/u, 20],
];

const TYPICAL = /passw[o0]rd|qwert|azerty|123456|letmein|welcome|adiuva|iloveyou|admin/i;

/** A character that repeats the one before it, or is its neighbour, adds next to nothing. */
function countSurprises(text: string): number {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  return codes.filter((code, index) => {
    const before = codes[index - 1];
    return before === undefined || Math.abs(code - before) > 1;
  }).length;
}

/**
 * A rough measure that is instant and never wrong in the dangerous direction for the obvious cases: size of the
 * alphabet times the characters that are not foreseeable. Argon2 stands behind it, so 60 bits are already good.
 */
export function passphraseStrength(text: string): Strength {
  if (text.length < MIN_PASSPHRASE_LENGTH) return { level: 0, name: 'short' };
  const pool = CLASSES.reduce((sum, [pattern, size]) => (pattern.test(text) ? sum + size : sum), 0);
  const known = TYPICAL.exec(text)?.[0].length ?? 0;
  const bits = Math.max(0, countSurprises(text) - known) * Math.log2(Math.max(pool, 2));
  if (bits < 40) return { level: 1, name: 'weak' };
  if (bits < 60) return { level: 2, name: 'fair' };
  if (bits < 80) return { level: 3, name: 'good' };
  return { level: 4, name: 'strong' };
}
