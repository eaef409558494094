import type { SpanDetail, TraceDetail } from '#shared/contracts/traces.ts';

/** One line of the waterfall. Places and widths are shares of the whole trace. */
export type SpanLine = {
  readonly span: SpanDetail;
  readonly depth: number;
  readonly start: number;
  readonly length: number;
};

/**
 * Spans come with parents before their children. One that names no parent stands below the first step where it
 * happened within its time: a call knows the trace that it belongs to, and not always the step.
 */
export function spanLines({ spans, startedAt, durationMs }: TraceDetail, nowMs: number): readonly SpanLine[] {
  const depths = new Map<string, number>();
  const [first] = spans;
  const firstEnd = first === undefined ? 0 : first.startedAt + lengthOf(first, nowMs);
  for (const span of spans) {
    const isWithin = span !== first && first !== undefined && span.startedAt <= firstEnd;
    const above = depths.get(span.parentId ?? '') ?? (isWithin ? 0 : -1);
    depths.set(span.id, above + 1);
  }
  const ends = spans.map((span) => span.startedAt + lengthOf(span, nowMs));
  const from = Math.min(startedAt, ...spans.map((span) => span.startedAt));
  const whole = Math.max(startedAt + (durationMs ?? 0), ...ends) - from;
  const share = (ms: number): number => (whole <= 0 ? 0 : Math.min(Math.max(ms / whole, 0), 1));
  return spans.map((span) => {
    const start = share(span.startedAt - from);
    const length = whole <= 0 ? 1 : Math.min(share(lengthOf(span, nowMs)), 1 - start);
    return { span, depth: depths.get(span.id) ?? 0, start, length };
  });
}

/** What is still open has lasted until now; what was cut off has no length. */
function lengthOf({ startedAt, durationMs, status }: SpanDetail, nowMs: number): number {
  if (durationMs !== null) return durationMs;
  return status === 'open' ? Math.max(nowMs - startedAt, 0) : 0;
}

export type SpanKind = 'agent' | 'model' | 'embedding' | 'tool' | 'step';

/** By the name that the OpenTelemetry conventions give to what it does. */
export function kindOf({ attributes, name }: Pick<SpanDetail, 'attributes' | 'name'>): SpanKind {
  const operation = String(attributes['gen_ai.operation.name'] ?? name.split(' ')[0]);
  if (operation === 'invoke_agent' || operation === 'create_agent') return 'agent';
  if (operation === 'chat' || operation === 'text_completion' || operation === 'generate_content')
    return 'model';
  if (operation === 'embeddings') return 'embedding';
  return operation === 'execute_tool' ? 'tool' : 'step';
}

/** What the operation is about: the model, the tool, the agent; the whole name where it says nothing else. */
export function subjectOf({ name }: Pick<SpanDetail, 'name'>): string {
  const [, ...rest] = name.split(' ');
  return rest.length === 0 ? name : rest.join(' ');
}

/** JSON with line breaks; other text as it is. */
export function readable(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
