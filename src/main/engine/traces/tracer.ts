import { OWN_ATTRIBUTES, type SpanEvent, type SpanStatus, type SpanValue } from '#shared/contracts/traces.ts';
import type { Gathering } from '../gathering/index.ts';
import { createSpanIds, type SpanIds } from './span-ids.ts';
import type { Span, SpanAttributes, SpanStart, Tracer } from './trace-port.ts';
import { contentRow, spanRow, traceRow } from './trace-rows.store.ts';

export type TracerDeps = {
  readonly rows: Gathering;
  readonly nowMs: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Whether what goes in and out is kept at all. */
  readonly keepsContent: () => boolean;
};

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const MAX_CONTENT_CHARS = 200_000;
const MAX_EVENTS = 200;

type Live = TracerDeps & {
  /** Of each trace under way the span that it began with, or was taken up again with. */
  readonly heads: Map<string, string>;
  readonly ids: SpanIds;
  nextPlace: number;
};

/** Spans cost the caller microseconds: their rows are written together, moments later. */
export function createTracer(deps: TracerDeps): Tracer {
  const live: Live = { ...deps, ids: createSpanIds(deps), heads: new Map(), nextPlace: 0 };
  return { start: (start) => new LiveSpan(live, start) };
}

class LiveSpan implements Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly #live: Live;
  readonly #start: SpanStart;
  readonly #place: number;
  readonly #startedAt: number;
  readonly #begunAt = performance.now();
  readonly #attributes: Record<string, SpanValue> = {};
  readonly #events: SpanEvent[] = [];
  #name: string;
  #status: SpanStatus = 'open';
  #message = '';
  #durationUs: number | null = null;

  constructor(live: Live, start: SpanStart) {
    this.#live = live;
    this.#start = start;
    this.#name = start.name;
    this.#startedAt = live.nowMs();
    this.#place = live.nextPlace;
    live.nextPlace += 1;
    // What is no id of ours would make a trace that nobody can look up.
    const { ids } = live;
    this.traceId = start.traceId !== undefined && TRACE_ID.test(start.traceId) ? start.traceId : ids.trace();
    this.spanId = ids.span();
    if (!live.heads.has(this.traceId)) live.heads.set(this.traceId, this.spanId);
    this.set(start.attributes ?? {});
    this.#write();
  }

  set(attributes: SpanAttributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) this.#attributes[name] = value;
    }
    if (this.#durationUs !== null) this.#write();
  }

  rename(name: string): void {
    this.#name = name;
    if (this.#durationUs !== null) this.#write();
  }

  event(name: string, attributes: SpanAttributes = {}): void {
    if (this.#events.length >= MAX_EVENTS) return;
    const known = Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    this.#events.push({
      name,
      atMs: Math.round(performance.now() - this.#begunAt),
      attributes: Object.fromEntries(known),
    });
  }

  content(side: 'input' | 'output', value: unknown): void {
    if (!this.#live.keepsContent()) return;
    const whole = textOf(value);
    const isCut = whole.length > MAX_CONTENT_CHARS;
    const text = isCut ? whole.slice(0, MAX_CONTENT_CHARS) : whole;
    const span = { id: this.spanId, traceId: this.traceId };
    const row = contentRow(span, { side, text, isCut });
    this.#live.rows.put(`content:${this.spanId}:${side}`, row);
  }

  end(status: 'ok' | 'error', message = ''): void {
    if (this.#durationUs !== null) return;
    this.#durationUs = Math.max(0, Math.round((performance.now() - this.#begunAt) * 1_000));
    this.#status = status;
    this.#message = message.slice(0, 2_000);
    this.#write();
    if (this.#isHead()) this.#live.heads.delete(this.traceId);
  }

  #isHead(): boolean {
    return this.#live.heads.get(this.traceId) === this.spanId;
  }

  #write(): void {
    const { kind, parentSpanId, principal, runId } = this.#start;
    const name = this.#name;
    const { traceId, spanId } = this;
    const times = { startedAt: this.#startedAt, durationUs: this.#durationUs, status: this.#status };
    const parentId = parentSpanId !== undefined && SPAN_ID.test(parentSpanId) ? parentSpanId : null;
    const { rows } = this.#live;
    rows.put(
      `span:${spanId}`,
      spanRow({
        ...times,
        id: spanId,
        traceId,
        parentId,
        place: this.#place,
        name,
        kind,
        message: this.#message,
        attributes: this.#attributes,
        events: this.#events,
      }),
    );
    if (!this.#isHead()) return;
    const feature = this.#attributes[OWN_ATTRIBUTES.feature];
    const known = { principal, runId, feature: typeof feature === 'string' ? feature : '' };
    rows.put(`trace:${spanId}`, traceRow({ ...times, ...known, id: traceId, name }));
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // A tool's answer may hold itself; the step is told all the same.
    return '[not JSON]';
  }
}
