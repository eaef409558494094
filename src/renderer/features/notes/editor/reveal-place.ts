import type { EditorView } from '@milkdown/kit/prose/view';

/** The name of the highlight in the stylesheet. */
const HIGHLIGHT = 'note-place';
const SHOWN_MS = 5_000;
/** So much of a line tells it from others. */
const COMPARED = 48;

type Block = readonly [start: number, end: number];

/**
 * Scrolls to the place of the text that `at` points to and marks it for a moment. The mark is painted beside the
 * document: the editor takes any change of its elements for typing.
 */
export function revealPlace(view: EditorView, body: string, blocks: readonly Block[], at: number): void {
  const index = blocks.findIndex(([, end]) => at < end);
  const whole = elementOf(view, index);
  if (whole === undefined) return;
  const target = lineIn(whole, body.slice(at)) ?? whole;
  target.scrollIntoView({ block: 'center' });
  const range = document.createRange();
  range.selectNodeContents(target);
  const highlight = new Highlight(range);
  CSS.highlights.set(HIGHLIGHT, highlight);
  window.setTimeout(() => {
    if (CSS.highlights.get(HIGHLIGHT) === highlight) CSS.highlights.delete(HIGHLIGHT);
  }, SHOWN_MS);
}

/** Of a block of the text, counted from 0; of the last one where the text has more blocks than the document. */
function elementOf(view: EditorView, index: number): Element | undefined {
  let found: Node | null = null;
  view.state.doc.forEach((_node, position, place) => {
    if (place === index || index < 0) found = view.nodeDOM(position);
  });
  const element: unknown = found;
  return element instanceof Element ? element : undefined;
}

/** The line of a list or table that begins as the text does. */
function lineIn(block: Element, text: string): Element | undefined {
  const [first = ''] = text.trimStart().split('\n', 1);
  const wanted = lettersOf(first).slice(0, COMPARED);
  if (wanted === '') return undefined;
  const lines = [...block.querySelectorAll('p, tr')];
  return lines.find((line) => lettersOf(line.textContent).startsWith(wanted));
}

/** Without what is Markdown in the text and drawn in the editor. */
function lettersOf(text: string): string {
  return text.replaceAll(/\[[ xX]\]|[^\p{L}\p{N}]/gu, '');
}
