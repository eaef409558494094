import type { QuickAddSpan, QuickAddSpanKind } from '#shared/contracts/quick-add.ts';

export type Segment = { readonly text: string; readonly kind?: QuickAddSpanKind; readonly start: number };

/** Cuts the text at the spans. Spans of a slightly older text are kept only where that text has not changed. */
export function segmentText(text: string, parsedText: string, spans: readonly QuickAddSpan[]): Segment[] {
  let shared = 0;
  while (shared < text.length && shared < parsedText.length && text[shared] === parsedText[shared])
    shared += 1;
  const segments: Segment[] = [];
  let position = 0;
  for (const { start, end, kind } of spans) {
    if (end > shared) break;
    if (start > position) segments.push({ text: text.slice(position, start), start: position });
    segments.push({ text: text.slice(start, end), kind, start });
    position = end;
  }
  if (position < text.length) segments.push({ text: text.slice(position), start: position });
  return segments;
}
