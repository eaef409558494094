/**
 * Cuts a text into pieces that can be searched and quoted by themselves: along headings, paragraphs and list items,
 * each with a little of the one before, so that a sentence at a border is whole in one of them.
 */

/** `text.slice(start, end)` under these headings, outermost first. */
export type Piece = { readonly start: number; readonly end: number; readonly headings: readonly string[] };

/** About what a sentence model takes in (256 tokens of four letters). */
const FULL_CHARS = 900;
/** A new heading begins a new piece once so much has come together. */
const HEADING_BREAK_CHARS = 250;
const OVERLAP_CHARS = 160;
/** A text that is longer is not searched by pieces beyond this; whole items are found by their words all the same. */
const MAX_PIECES = 600;

type Span = { readonly start: number; readonly end: number };
type OpenPiece = Piece & { readonly hasBody: boolean };
type Unit = {
  readonly start: number;
  readonly end: number;
  readonly heading: { readonly level: number; readonly title: string } | null;
};

export function cutIntoPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const path: { level: number; title: string }[] = [];
  let open: OpenPiece | null = null;
  for (const unit of unitsOf(text)) {
    if (unit.heading) follow(path, unit.heading);
    if (open && isFull(open, unit)) {
      pieces.push({ start: open.start, end: open.end, headings: open.headings });
      if (pieces.length >= MAX_PIECES) return pieces;
      const start: number = unit.heading ? unit.start : overlapStart(text, open, unit.start);
      open = { start, end: unit.end, headings: titlesOf(path), hasBody: !unit.heading };
    } else if (open) {
      open = extend(open, unit, path);
    } else open = { start: unit.start, end: unit.end, headings: titlesOf(path), hasBody: !unit.heading };
  }
  if (open) pieces.push({ start: open.start, end: open.end, headings: open.headings });
  return pieces;
}

function extend(open: OpenPiece, unit: Unit, path: readonly { readonly title: string }[]): OpenPiece {
  const headings = open.hasBody ? open.headings : titlesOf(path);
  return { start: open.start, end: unit.end, headings, hasBody: open.hasBody || !unit.heading };
}

function isFull(open: OpenPiece, unit: Unit): boolean {
  const length = open.end - open.start;
  if (unit.heading) return open.hasBody && length >= HEADING_BREAK_CHARS;
  return length > 0 && unit.end - open.start > FULL_CHARS;
}

function follow(path: { level: number; title: string }[], heading: { level: number; title: string }): void {
  while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
  path.push(heading);
}

function titlesOf(path: readonly { readonly title: string }[]): readonly string[] {
  return path.map((one) => one.title);
}

/** Where the last sentence or line of the piece before begins, if that is not far back. */
function overlapStart(text: string, before: Span, fallback: number): number {
  const from = Math.max(before.start + 1, before.end - OVERLAP_CHARS);
  const tail = text.slice(from, before.end);
  const boundary = /(?:[.!?…]["'»”)]?\s+|\n\s*)(?=\S)/g;
  const found = boundary.exec(tail);
  return found ? from + found.index + found[0].length : fallback;
}

const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;

/** Headings, paragraphs, list items, blocks of code; what is too long is taken apart at its sentences. */
function* unitsOf(text: string): Generator<Unit> {
  let block: Span | null = null;
  let fence: string | null = null;
  for (const line of linesOf(text)) {
    const mark = FENCE.exec(line.text)?.[1];
    const heading = fence ? null : HEADING.exec(line.text);
    const isBlank = line.text.trim() === '';
    if (!fence && block && (isBlank || heading || LIST_ITEM.test(line.text))) {
      yield* sentencesOf(text, block);
      block = null;
    }
    if (heading) {
      const title = (heading[2] ?? '').slice(0, 200);
      yield { start: line.start, end: line.end, heading: { level: heading[1]?.length ?? 1, title } };
    } else if (!isBlank) block = joined(block, line);
    if (mark && (!fence || mark.startsWith(fence))) fence = fence ? null : mark;
  }
  if (block) yield* sentencesOf(text, block);
}

function* linesOf(text: string): Generator<{ text: string; start: number; end: number }> {
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { text: text.slice(start, end), start, end };
    start = end + 1;
  }
}

function joined(block: Span | null, line: Span): Span {
  return { start: block?.start ?? line.start, end: line.end };
}

function* sentencesOf(text: string, { start, end }: Span): Generator<Unit> {
  let at = start;
  while (end - at > FULL_CHARS) {
    const stop = at + lastBreak(text.slice(at, at + FULL_CHARS));
    yield { start: at, end: stop, heading: null };
    at = stop;
  }
  if (at < end) yield { start: at, end, heading: null };
}

/** After the last sentence of the window, else its last space, else never between the halves of a character. */
function lastBreak(window: string): number {
  const sentence = Math.max(...['. ', '! ', '? ', '.\n', '\n'].map((mark) => window.lastIndexOf(mark)));
  if (sentence > window.length / 3) return sentence + 1;
  const space = window.lastIndexOf(' ');
  if (space > window.length / 3) return space + 1;
  const code = window.charCodeAt(window.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? window.length - 1 : window.length;
}
