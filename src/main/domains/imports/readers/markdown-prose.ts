/**
 * Hands every stretch of Markdown outside code to `change` and puts the answer in its place. Fenced blocks and
 * code spans (CommonMark 0.31, sections 4.5 and 6.1) stay as they are. Linear in the length of the text.
 */
export function mapProse(text: string, change: (prose: string) => string): string {
  if (!text.includes('`') && !text.includes('~~~')) return change(text);
  const parts: string[] = [];
  let proseStart = 0;
  let position = 0;
  let fence: string | null = null;
  while (position < text.length) {
    const lineEnd = endOfLine(text, position);
    const mark = fenceAt(text, position, lineEnd);
    if (fence === null && mark !== null && opensFence(mark)) {
      parts.push(mapOutsideSpans(text.slice(proseStart, position), change));
      proseStart = position;
      fence = mark.run;
    } else if (fence !== null && mark !== null && closesFence(mark, fence)) {
      parts.push(text.slice(proseStart, lineEnd));
      proseStart = lineEnd;
      fence = null;
    }
    position = lineEnd;
  }
  const rest = text.slice(proseStart);
  parts.push(fence === null ? mapOutsideSpans(rest, change) : rest);
  return parts.join('');
}

type FenceMark = { readonly run: string; readonly info: string };

function endOfLine(text: string, position: number): number {
  const index = text.indexOf('\n', position);
  return index < 0 ? text.length : index + 1;
}

function fenceAt(text: string, start: number, end: number): FenceMark | null {
  let position = start;
  while (position < end && position - start < 4 && text[position] === ' ') position += 1;
  const sign = text[position];
  if (position - start > 3 || (sign !== '`' && sign !== '~')) return null;
  let runEnd = position;
  while (runEnd < end && text[runEnd] === sign) runEnd += 1;
  if (runEnd - position < 3) return null;
  return { run: text.slice(position, runEnd), info: text.slice(runEnd, end).trim() };
}

function opensFence(mark: FenceMark): boolean {
  return mark.run[0] === '~' || !mark.info.includes('`');
}

function closesFence(mark: FenceMark, fence: string): boolean {
  return mark.info === '' && mark.run[0] === fence[0] && mark.run.length >= fence.length;
}

/**
 * A code span closes at the next run of exactly as many backticks; a run without one is plain text. The runs are
 * collected once, for looking the closer up from each opener anew would be quadratic on hostile text.
 */
function mapOutsideSpans(text: string, change: (prose: string) => string): string {
  if (text === '') return '';
  if (!text.includes('`')) return change(text);
  const runs = Array.from(text.matchAll(/`+/g), (match) => ({ start: match.index, length: match[0].length }));
  const startsByLength = new Map<number, number[]>();
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const run = runs[index];
    if (run === undefined) continue;
    const starts = startsByLength.get(run.length);
    if (starts === undefined) startsByLength.set(run.length, [run.start]);
    else starts.push(run.start);
  }
  const parts: string[] = [];
  let done = 0;
  for (const run of runs) {
    if (run.start < done) continue;
    const starts = startsByLength.get(run.length) ?? [];
    while (starts.length > 0 && (starts.at(-1) ?? 0) <= run.start) starts.pop();
    const close = starts.at(-1);
    if (close === undefined) continue;
    parts.push(change(text.slice(done, run.start)), text.slice(run.start, close + run.length));
    done = close + run.length;
  }
  parts.push(change(text.slice(done)));
  return parts.join('');
}
