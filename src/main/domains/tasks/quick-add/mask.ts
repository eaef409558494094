import type { QuickAddSpan, QuickAddSpanKind } from '#shared/contracts/quick-add.ts';

/**
 * The text as typed, and `free`: the same text with every part that is already understood (or must be left alone)
 * blanked by a character that is neither a word character nor white space. Both have the same length, so an index
 * into one is an index into the other.
 */
export type Mask = {
  readonly text: string;
  free: string;
  readonly spans: QuickAddSpan[];
  /** Backslashes that only escape what follows; they do not reach the title. */
  readonly dropped: number[];
};

export type Range = { readonly start: number; readonly end: number };

export const BLANK = '\u0001';

export function createMask(text: string): Mask {
  const mask: Mask = { text, free: text.replaceAll(BLANK, ' '), spans: [], dropped: [] };
  protectLiterals(mask);
  return mask;
}

export function blank(mask: Mask, { start, end }: Range): void {
  mask.free = mask.free.slice(0, start) + BLANK.repeat(end - start) + mask.free.slice(end);
}

export type Claim = Pick<QuickAddSpan, 'kind' | 'label' | 'match' | 'near'>;

export function claim(mask: Mask, range: Range, kind: QuickAddSpanKind, label: string): void {
  claimAs(mask, range, { kind, label });
}

export function claimAs(mask: Mask, range: Range, as: Claim): void {
  blank(mask, range);
  mask.spans.push({ start: range.start, end: range.end, ...as, keptInTitle: false });
}

/** Marks words that are understood and stay in the title. */
export function claimKept(mask: Mask, range: Range, kind: QuickAddSpanKind, label: string): void {
  blank(mask, range);
  mask.spans.push({ start: range.start, end: range.end, kind, label, keptInTitle: true });
}

/** The text without its marked parts and escapes, single spaces. */
export function titleOf(mask: Mask): string {
  const removed = mask.spans.filter((span) => !span.keptInTitle);
  const cuts = [...removed, ...mask.dropped.map((start) => ({ start, end: start + 1 }))];
  cuts.sort((a, b) => a.start - b.start);
  let title = '';
  let at = 0;
  for (const { start, end } of cuts) {
    title += mask.text.slice(at, start);
    // A marked part leaves a gap between its neighbours; an escape, or a part before punctuation, does not.
    if (end - start > 1) title = /^[\s,.;:!?)]/u.test(mask.text.slice(end)) ? title.trimEnd() : `${title} `;
    at = end;
  }
  const whole = (title + mask.text.slice(at))
    .replace(/\(\s*\)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (cuts.length === 0) return whole;
  // Punctuation that only set off a marked part goes with it.
  const fromStart = /^\s*[,;:.!?]/u.test(mask.text) ? whole : whole.replace(/^[,;:.!?]+(?:\s+|$)/u, '');
  return /[,;:]\s*$/u.test(mask.text) ? fromStart : fromStart.replace(/[\s,;:]+$/u, '');
}

const ESCAPED_WORD = /(?<![^\s(])\\(?=[#+@!~\p{L}\p{N}])\S+/gu;
const LITERALS = [
  // Addresses of the web and of mail.
  /(?:https?|ftp|file|mailto|adiuva):[^\s\u0001]+|www\.[^\s\u0001]+/giu,
  /[^\s@()<>,;\u0001]+@[^\s@()<>,;\u0001]+\.[^\s@()<>,;\u0001]+/gu,
  // Quoted words mean themselves, except the quotes of #"…", +"…" and @"…".
  /(?<![#+@\p{L}\p{N}])["“][^"“”\n\u0001]*["”]/gu,
  // Versions, network addresses, money.
  /(?<![\p{L}\p{N}.,])v\.?\d+(?:\.\d+)*(?![\p{L}\p{N}])/giu,
  /(?<![\p{L}\p{N}.,])\d+(?:\.\d+){3,}(?![\p{L}\p{N}])/gu,
  /[$€£]\s?\d[\d.,]*|(?<![\p{L}\p{N}.,])\d[\d.,]*\s?[$€£%]/gu,
];

function protectLiterals(mask: Mask): void {
  for (const match of mask.free.matchAll(ESCAPED_WORD)) {
    mask.dropped.push(match.index);
    blank(mask, { start: match.index, end: match.index + match[0].length });
  }
  for (const pattern of LITERALS) {
    for (const match of mask.free.matchAll(pattern)) {
      blank(mask, { start: match.index, end: match.index + match[0].length });
    }
  }
}
