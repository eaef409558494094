/** The part of Markdown that a README or an answer needs. Nothing of it is ever read as HTML. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const FENCE = /^\s{0,3}```/;
const RULE = /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/;

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Takes lines from the front while they belong together. */
function takeWhile(lines: string[], belongs: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !belongs(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function takeList(lines: string[], isOrdered: boolean): Block {
  const items: string[] = [];
  for (const line of takeWhile(lines, (next) => next.trim() !== '' && !HEADING.test(next))) {
    const item = ITEM.exec(line);
    if (item !== null) items.push(item[2] ?? '');
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return { kind: 'list', isOrdered, items };
}

function takeBlock(lines: string[]): Block | undefined {
  const [first = '', second] = lines;
  if (FENCE.test(first)) {
    lines.shift();
    const text = takeWhile(lines, (line) => !FENCE.test(line)).join('\n');
    lines.shift();
    return { kind: 'code', text };
  }
  const heading = HEADING.exec(first);
  if (heading !== null) {
    lines.shift();
    return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  }
  if (first.includes('|') && second !== undefined && RULE.test(second)) {
    const [head = '', , ...rows] = takeWhile(lines, (line) => line.includes('|'));
    return { kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) };
  }
  if (QUOTE.test(first)) {
    const quoted = takeWhile(lines, (line) => QUOTE.test(line));
    return { kind: 'quote', text: quoted.map((line) => QUOTE.exec(line)?.[1]?.trim() ?? '').join(' ') };
  }
  const item = ITEM.exec(first);
  if (item !== null) return takeList(lines, item[1] !== undefined);
  const ends = [FENCE, HEADING, ITEM, QUOTE];
  const text = takeWhile(lines, (line) => line.trim() !== '' && !ends.some((end) => end.test(line)));
  return text.length === 0
    ? undefined
    : { kind: 'paragraph', text: text.map((line) => line.trim()).join(' ') };
}

export function markdownBlocks(markdown: string): readonly Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  while (lines.length > 0) {
    const block = takeBlock(lines);
    if (block === undefined) lines.shift();
    else blocks.push(block);
  }
  return blocks;
}

export type Span = {
  readonly kind: 'text' | 'code' | 'strong' | 'emphasis' | 'link';
  readonly text: string;
  readonly url?: string;
};

const SPANS =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

/** Code, emphasis and links to the web within a line; everything else is text. */
export function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(SPANS)) {
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, code, strong, emphasis, link, url] = match;
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) spans.push({ kind: 'emphasis', text: emphasis });
    else spans.push({ kind: 'link', text: link ?? '', url });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}
