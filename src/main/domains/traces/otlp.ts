import type { SpanDetail, SpanStatus, SpanValue } from '#shared/contracts/traces.ts';

/**
 * The JSON form of OTLP (opentelemetry-proto, `ExportTraceServiceRequest`): ids in hex, 64-bit numbers as text, enums
 * as numbers. What went in and out takes the attribute names of the GenAI conventions.
 */
export function otlpJson(traces: ReadonlyMap<string, readonly SpanDetail[]>, appVersion: string): string {
  const spans = [...traces].flatMap(([traceId, all]) => all.map((span) => otlpSpan(traceId, span)));
  const resource = attributesOf({ 'service.name': 'adiuva', 'service.version': appVersion });
  const scope = { name: 'adiuva', version: appVersion };
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope, spans }] }],
  });
}

const KINDS = { internal: 1, client: 3 } as const;
const STATUS_CODES: Record<SpanStatus, number> = { open: 0, ok: 1, error: 2, interrupted: 2 };
const CONTENT_NAMES = { input: 'gen_ai.input.messages', output: 'gen_ai.output.messages' } as const;

function otlpSpan(traceId: string, span: SpanDetail) {
  const contents = span.contents.map(({ side, text }) => [CONTENT_NAMES[side], text] as const);
  const message = span.status === 'interrupted' ? 'The app ended before this did.' : span.message;
  return {
    traceId,
    spanId: span.id,
    ...(span.parentId === null ? {} : { parentSpanId: span.parentId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanos(span.startedAt, 0),
    endTimeUnixNano: nanos(span.startedAt, span.durationMs ?? 0),
    attributes: attributesOf({ ...span.attributes, ...Object.fromEntries(contents) }),
    events: span.events.map(({ name, atMs, attributes }) => ({
      name,
      timeUnixNano: nanos(span.startedAt, atMs),
      attributes: attributesOf(attributes),
    })),
    status: { code: STATUS_CODES[span.status], ...(message === '' ? {} : { message }) },
  };
}

/** As text: a nanosecond of today is beyond what a JSON number holds exactly. */
function nanos(startedAt: number, afterMs: number): string {
  return String(BigInt(startedAt) * 1_000_000n + BigInt(Math.round(afterMs * 1_000)) * 1_000n);
}

function attributesOf(attributes: Readonly<Record<string, SpanValue>>) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: SpanValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number')
    return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
