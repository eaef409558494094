import type { Colour } from '#shared/contracts/common.ts';

/** The colours a project, client or tag can have; the values are tokens in globals.css, one per theme. */
export const COLOUR_NAMES = [
  'gold',
  'coral',
  'rose',
  'violet',
  'indigo',
  'sky',
  'teal',
  'moss',
  'slate',
] as const satisfies readonly Colour[];

/** For dots, bars and tints, never for text. */
export function colourValue(colour: string | null | undefined): string {
  const known = COLOUR_NAMES.find((name) => name === colour);
  return `var(--tint-${known ?? 'slate'})`;
}

/** The same text always gets the same colour. */
export function colourFor(text: string): Colour {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return COLOUR_NAMES[hash % COLOUR_NAMES.length] ?? 'slate';
}

/** One or two letters for an avatar. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return ([...first][0] ?? '?').toLocaleUpperCase() + ([...last][0] ?? '').toLocaleUpperCase();
}
