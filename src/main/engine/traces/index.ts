/**
 * Traces: what happened around each call of a model, step by step, with the names of the OpenTelemetry GenAI
 * conventions. They never leave the encrypted store by themselves.
 */
export { createTracer } from './tracer.ts';
export { createTraceCare, type TraceCare } from './trace-care.ts';
export type { Span, SpanAttributes, SpanStart, Tracer } from './trace-port.ts';
